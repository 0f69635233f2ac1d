"""A grid of seven days."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Column, Question, Text, unknown_keys

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


class WeekGrid(Question):
    """Seven days, one row a day, with one to four columns to fill in.

    An example's answer names days (``mon`` to ``sun``), each with its columns by id.
    """

    type: Literal["week-grid"] = "week-grid"
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=4)]
    start: Literal["monday", "sunday"] = "monday"
    row_height: Annotated[int, Field(ge=9, le=26)] = 13
    answer: ClassVar[Any] = dict[str, dict[str, Text]]

    @property
    def days(self) -> tuple[tuple[str, str], ...]:
        """The days in the order of printing: (short name, full name)."""
        order = _DAYS if self.start == "monday" else ("sun", *_DAYS[:6])
        return tuple((day, _NAMES[day]) for day in order)

    def answer_problems(self, answer: dict[str, dict[str, str]]) -> Iterator[AnswerProblem]:
        """An answer names days, and columns in them."""
        yield from unknown_keys(answer, list(_DAYS))
        for day, cells in answer.items():
            yield from unknown_keys(cells, [c.id for c in self.columns], (day,))
