"""Rules that go beyond the form of one file. One file a family, one function a code or two; each gives problems."""

from collections.abc import Iterator
from datetime import date

from workbook.checks import examples, plans, references, safety, sensitivity, values, wording
from workbook.checks.editor import CODES, Editor
from workbook.checks.languages import is_english
from workbook.library import Entry, Library
from workbook.model import Module, Program, StandingWorksheet
from workbook.problems import Problem, Severity

__all__ = ["Editor", "Written", "check_entry"]

Written = Entry[Module] | Entry[StandingWorksheet] | Entry[Program]


def check_entry(library: Library, entry: Written, today: date, reader: Editor | None = None) -> tuple[Problem, ...]:
    """Check one module, worksheet or program against the rules; warnings that its file allows are left out.

    With an editor, its marks are among the problems; without one, only what must be right before anything is printed.
    """
    found = [*_all(library, entry, today), *(reader.check(entry) if reader else ())]
    unseen = frozenset() if reader else CODES
    return tuple(_allowed(entry, found, unseen))


def _all(library: Library, entry: Written, today: date) -> Iterator[Problem]:
    yield from references.check(library, entry)
    yield from values.check(library, entry)
    yield from examples.check(library, entry)
    yield from plans.check(library, entry)
    if is_english(library, entry):
        yield from wording.check(entry)
    yield from safety.check(library, entry, today)
    yield from sensitivity.check(library, entry)


def _allowed(entry: Written, found: list[Problem], unseen: frozenset[str]) -> Iterator[Problem]:
    """Leave out what the file allows; an allow that allows nothing, or an error, is itself an error."""
    allows = {allow.code: i for i, allow in enumerate(entry.value.allow)}
    used = set()
    for problem in found:
        if problem.code in allows and problem.severity is Severity.WARNING:
            used.add(problem.code)
        else:
            yield problem
    for code, index in allows.items():
        if code not in used | unseen and not code.startswith("print/"):  # pages are not laid out here
            message = f'Nothing in this file gives the warning "{code}".'
            place = entry.source.place(("allow", index, "code"))
            yield Problem("schema/unused-allow", place, message, "Remove this allow. An error cannot be allowed.")
