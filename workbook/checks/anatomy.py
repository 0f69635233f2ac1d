"""The anatomy of a shipped module: what every module has that goes out with this program (``content/README.md``).

A clinic's own module needs less. The form of a module (``model.py``) asks for the rest: key points, steps, practice,
review questions, summary, risk.
"""

from collections.abc import Iterator

from workbook.checks.home import is_shipped
from workbook.library import Entry, Library
from workbook.model import Module, WorksheetUse
from workbook.problems import Problem, Severity
from workbook.source import DataPath

PLANS = (50, 90)
"""Minutes of the plans that a facilitator can choose from: a group of 50 minutes, or a long one."""

ADAPTATIONS = ("adolescent", "older-adult", "low-literacy", "telehealth", "trauma")
DISCUSSION = 3
SNAGS = 2
"""The fewest questions to talk about, and of things that tend to go wrong."""


def check(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    """Warn of what a shipped module lacks."""
    if not is_shipped(entry.source):
        return
    for path, what, hint in _missing(library, entry.value):
        place = entry.source.place(path, key=True)
        message = f"This module has no {what}, as each shipped one has."
        yield Problem("schema/missing-part", place, message, hint, Severity.WARNING)


def _missing(library: Library, module: Module) -> Iterator[tuple[DataPath, str, str]]:
    """Give what is missing: where, what, and what to write."""
    given, at = module.facilitator, ("facilitator",)
    for minutes in PLANS:
        if minutes not in given.plan:
            yield (*at, "plan"), f"plan for {minutes} minutes", f"Add a plan  {minutes}:  whose steps add up."
    for name in ADAPTATIONS:
        if name not in given.adaptations:
            yield (*at, "adaptations"), f'adaptation "{name}"', f"Say what to do differently:  {name}: >-"
    if not given.opening:
        yield at, "opening", "Add the words to begin with:  opening: >-"
    if len(given.snags) < SNAGS:
        yield (*at, "snags"), f"{SNAGS} snags", "Say what tends to go wrong, and what to say then."
    if len(given.discussion) < DISCUSSION:
        yield (*at, "discussion"), f"{DISCUSSION} questions to discuss", "Add open questions."
    if not any(_has_example(library, module, i) for i in range(len(module.worksheets))):
        yield ("worksheets",), "worked example", "Let one of the people of characters.yaml fill in a sheet."
    if not module.topics:
        yield ("topics",), "topic", "Name what it teaches by the keys of seeds/topics.yaml, if one fits."


def _has_example(library: Library, module: Module, index: int) -> bool:
    sheet = module.worksheets[index]
    if sheet.example or not isinstance(sheet, WorksheetUse):
        return sheet.example is not None
    standing = library.worksheets.get(sheet.use)
    return standing is not None and standing.value.example is not None
