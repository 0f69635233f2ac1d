"""Each sheet ends with a way out ("Skip anything. Stop any time."), also where a clinic has templates of its own."""

from collections.abc import Iterator

from workbook import paths
from workbook.overrides import Overrides, OwnTemplate
from workbook.problems import Place, Problem, Severity, display_path

_EXIT = ('class="exit"', "parts.sheet(")
"""What the line stands in, and what a page calls to have sheets with it."""


def check_exits(overrides: Overrides) -> Iterator[Problem]:
    """Warn of a clinic's own templates that leave out the line, where the shipped template has it."""
    for file in overrides.by_name.values():
        shipped = paths.TEMPLATES / file.name
        if shipped.is_file() and _has_exit(shipped.read_text(encoding="utf-8")) and not _keeps_exit(file):
            message = "This page leaves out the line that lets people skip, stop and choose what to share."
            hint = 'Keep the part  <div class="exit">  of the shipped template; its words may be your own.'
            place = Place(display_path(file.path))
            yield Problem("safety/no-exit-line", place, message, hint, Severity.WARNING)


def _has_exit(text: str) -> bool:
    return any(sign in text for sign in _EXIT)


def _keeps_exit(file: OwnTemplate) -> bool:
    """Whether an own template has the line, or builds on the shipped one; one that cannot be read is told elsewhere."""
    try:
        text = file.path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return True
    return _has_exit(text) or f"shipped/{file.name}" in text
