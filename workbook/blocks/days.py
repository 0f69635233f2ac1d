"""Days of the week, and what people put into a row of small boxes: words that several blocks share."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from workbook.blocks.base import AnswerProblem

Day: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""A day of the week, as answers name it."""

Start: TypeAlias = Literal["monday", "sunday"]
"""The day on which a printed week begins."""

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Marks: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""What stands in a row of small boxes, with spaces between: ``x x . o 7``. A dot leaves a box empty."""

EMPTY = "."
LONGEST_MARK = 3


def days_from(start: Start) -> tuple[Day, ...]:
    """Give the seven days in the order of printing."""
    return DAYS if start == "monday" else ("sun", *DAYS[:6])


def marks_of(text: str | None, boxes: int) -> tuple[str, ...]:
    """Give what stands in each of so many boxes, an empty text where nothing does."""
    marks = ["" if mark == EMPTY else mark for mark in (text or "").split()]
    return tuple((marks + [""] * boxes)[:boxes])


def wrong_marks(text: str, boxes: int, path: tuple[str | int, ...]) -> Iterator[AnswerProblem]:
    """Give what is wrong with a row of marks: more than there are boxes, or one too wide for its box."""
    marks = text.split()
    if len(marks) > boxes:
        yield (
            path,
            f"The example has {len(marks)} marks, but the row has {boxes} boxes.",
            "Write one mark a box, with spaces between; a dot leaves a box empty.",
        )
    for mark in marks:
        if len(mark) > LONGEST_MARK:
            yield path, f'The mark "{mark}" is too long for its box.', f"Use {LONGEST_MARK} signs at most."
