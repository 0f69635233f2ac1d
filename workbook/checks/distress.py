"""Sheets that touch distress ask how strong it is, so that a person sees a change and a clinician sees too much of it.

The line that helps to settle is printed by ``distress: true`` itself. A rating is a block for one, a number or a column
for one, a drawn wave or a thermometer. The guide asks for one before and one after; a module whose sheets are filled in
at one sitting asks on one of them, at the least.
"""

import re
from collections.abc import Iterator
from typing import Any

from workbook.blocks.base import Block
from workbook.library import Entry, Library
from workbook.model import Module, Worksheet
from workbook.problems import Problem, Severity
from workbook.source import DataPath, texts_of

_RATINGS = frozenset({"before-after", "rating", "rating-rows", "wave", "day-chart", "bucket", "ladder"})
_ON_A_SCALE = re.compile(r"\b0\b.*\b(?:5|10|100)\b|\bhow (?:strong|hard|much|heavy)\b|\brat(?:e|ing)\b", re.IGNORECASE)


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Warn of distress that nobody is asked to rate: on a standing sheet, or on all sheets of a module."""
    value = entry.value
    if isinstance(value, Module):
        own = [(i, sheet) for i, sheet in enumerate(value.worksheets) if isinstance(sheet, Worksheet)]
        names = [sheet.use for sheet in value.worksheets if not isinstance(sheet, Worksheet)]
        used = [library.worksheets[name].value for name in names if name in library.worksheets]
        stirring = [i for i, sheet in own if sheet.distress]
        if stirring and not any(map(has_rating, (*used, *(sheet for _, sheet in own)))):
            yield _problem(entry, ("worksheets", stirring[0]))
    elif isinstance(value, Worksheet) and value.distress and not has_rating(value):
        yield _problem(entry, ())


def _problem(entry: Entry[Any], at: DataPath) -> Problem:
    message = "This sheet touches distress, and nothing asks how strong it is."
    hint = "Add a block before-after, or a rating; or leave out  distress: true  where nothing is stirred up."
    place = entry.source.place((*at, "distress"))
    return Problem("safety/no-rating", place, message, hint, Severity.WARNING)


def has_rating(sheet: Worksheet) -> bool:
    """Whether a sheet asks for a rating of any kind."""
    return any(map(_is_rating, sheet.blocks))


def _is_rating(block: Block) -> bool:
    thermometer = block.type == "bands" and getattr(block, "scaled", False)
    texts = (text for _, text in texts_of(block.model_dump()))
    return block.type in _RATINGS or thermometer or any(map(_ON_A_SCALE.search, texts))
