"""Safety: crisis lines that were checked not too long ago."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from workbook.library import Entry, Library
from workbook.model import Crisis, Program
from workbook.problems import Problem, Severity

WARN_AFTER_DAYS = 90
FAIL_AFTER_DAYS = 180
"""Crisis numbers change: an option of 988 ended in July 2025 and is still printed in many places."""


def check(library: Library, entry: Entry[Any], today: date) -> Iterator[Problem]:
    """Check the crisis lines that a program prints."""
    if isinstance(entry.value, Program) and entry.value.locale in library.crisis:
        yield from check_crisis(library.crisis[entry.value.locale], today)


def check_crisis(entry: Entry[Crisis], today: date) -> Iterator[Problem]:
    """Warn 90 days after a line was last checked, and fail after 180."""
    for index, line in enumerate(entry.value.lines):
        age = (today - line.verified_on).days
        if age <= WARN_AFTER_DAYS:
            continue
        severity = Severity.ERROR if age > FAIL_AFTER_DAYS else Severity.WARNING
        place = entry.source.place(("lines", index, "verified_on"))
        message = f"{line.name} was last checked {age} days ago."
        hint = "Call or look it up at source_url, correct it, and write today's date."
        yield Problem("safety/old-crisis-line", place, message, hint, severity)
