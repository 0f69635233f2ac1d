"""Works of a bibliography that no module cites. How strong a work is (``design``) is asked for by its form."""

from collections.abc import Iterator

from workbook.library import Library
from workbook.model import Module
from workbook.problems import Problem, Severity
from workbook.source import SourceFile

SOURCES_FILE = "sources.yaml"


def check_sources(library: Library, source: SourceFile) -> Iterator[Problem]:
    """Warn of works in one file of sources that no module of the library cites."""
    cited = {name for entry in library.all_entries if isinstance(entry.value, Module) for name in entry.value.evidence}
    for name in source.data if isinstance(source.data, dict) else ():
        if name not in cited and name in library.sources:
            message = f'No module cites "{name}".'
            hint = "Cite it under  evidence:  of a module, or take it out."
            yield Problem("evidence/unused", source.place((name,), key=True), message, hint, Severity.WARNING)
