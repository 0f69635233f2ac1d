"""Safety: crisis lines that were checked not too long ago, and reviews that have not run out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from workbook.library import Entry, Library
from workbook.model import Crisis, CrisisLine, Program
from workbook.problems import Place, Problem, Severity

WARN_AFTER_DAYS = 90
FAIL_AFTER_DAYS = 180
"""Crisis numbers change: an option of 988 ended in July 2025 and is still printed in many places."""


def check(library: Library, entry: Entry[Any], today: date) -> Iterator[Problem]:
    """Check the crisis lines that a program prints, and that a review has not run out."""
    yield from _review(entry, today)
    if isinstance(entry.value, Program) and entry.value.locale in library.crisis:
        yield from check_crisis(library.crisis[entry.value.locale], today)


def _review(entry: Entry[Any], today: date) -> Iterator[Problem]:
    """Warn when the day has passed by which a clinic wanted to read a text again."""
    due = entry.value.review.due
    if due is not None and due < today:
        message = f"This text was to be reviewed again by {due}."
        hint = "Read it again and write new dates, or write  status: unreviewed"
        place = entry.source.place(("review", "due"))
        yield Problem("safety/review-past-due", place, message, hint, Severity.WARNING)


def check_crisis(entry: Entry[Crisis], today: date) -> Iterator[Problem]:
    """Warn 90 days after a line was last checked, and fail after 180."""
    for index, line in enumerate(entry.value.lines):
        place = entry.source.place(("lines", index, "verified_on"))
        hint = "Call or look it up at source_url, correct it, and write today's date."
        yield from check_age(line, place, today, hint)


def check_age(line: CrisisLine, place: Place, today: date, hint: str) -> Iterator[Problem]:
    """Warn 90 days after one line was last checked, and fail after 180."""
    age = (today - line.verified_on).days
    if age > WARN_AFTER_DAYS:
        severity = Severity.ERROR if age > FAIL_AFTER_DAYS else Severity.WARNING
        message = f"{line.name} was last checked {age} days ago."
        yield Problem("safety/old-crisis-line", place, message, hint, severity)
