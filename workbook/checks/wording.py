"""Wording: the reading grade of what a client reads. Clinics aim at grade 6; CDC's limit is grade 8."""

from collections.abc import Iterator
from typing import Any

from workbook.library import Entry
from workbook.problems import Problem, Severity
from workbook.reading import client_text, grade

AIM = 6.0
LIMIT = 8.0


def check(entry: Entry[Any]) -> Iterator[Problem]:
    """Warn above grade 6 and fail above grade 8, part by part."""
    for key, text in client_text(entry.value).items():
        level = grade(text)
        if level is None or level <= AIM:
            continue
        severity = Severity.ERROR if level > LIMIT else Severity.WARNING
        message = f"This part reads at grade {level:.1f}; clients need {AIM:g} or below."
        hint = "Use shorter sentences and shorter words."
        yield Problem("wording/reading-grade", entry.source.place((key,), key=True), message, hint, severity)
