"""Wording: the reading grade of what a client reads. Clinics aim at grade 6; CDC's limit is grade 8."""

from collections.abc import Iterable, Iterator
from typing import Any

from workbook.checks.texts import Passage, Reader
from workbook.library import Entry
from workbook.problems import Place, Problem, Severity
from workbook.reading import client_text, grade
from workbook.source import SourceFile

AIM = 6.0
LIMIT = 8.0
_ENDS = (".", "?", "!")


def check(entry: Entry[Any]) -> Iterator[Problem]:
    """Warn above grade 6 and fail above grade 8, part by part."""
    for key, text in client_text(entry.value).items():
        yield from _grade(text, entry.source.place((key,), key=True))


def check_sheets(source: SourceFile, found: Iterable[Passage]) -> Iterator[Problem]:
    """Check the sentences of each sheet together: its purpose, its help, and labels that are sentences."""
    sheets: dict[str, list[Passage]] = {}
    for passage in found:
        whole = passage.running or passage.plain.endswith(_ENDS)
        if passage.reader is Reader.CLIENT and whole and passage.part.startswith(("worksheets/", "purpose", "blocks")):
            sheets.setdefault(passage.part if "/" in passage.part else "", []).append(passage)
    for some in sheets.values():
        yield from _grade("\n".join(passage.plain for passage in some), source.place(some[0].path))


def _grade(text: str, place: Place) -> Iterator[Problem]:
    level = grade(text)
    if level is not None and level > AIM:
        severity = Severity.ERROR if level > LIMIT else Severity.WARNING
        message = f"This part reads at grade {level:.1f}; clients need {AIM:g} or below."
        hint = "Use shorter sentences and shorter words."
        yield Problem("wording/reading-grade", place, message, hint, severity)
