"""A grid of seven days."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, unknown_keys
from workbook.blocks.cells import Answers, Column, Grid, Row

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WeekGrid(Grid):
    """Seven days, one row a day, with one to four columns to fill in.

    The columns are those of a ``table``, with the same ``kind``. ``start`` is ``monday`` (the default) or ``sunday``,
    ``row_height`` the least in millimetres. In large print a grid with more than two columns becomes seven cards;
    ``large: table`` keeps the grid, for short cells. An example's answer names days (``mon`` to ``sun``), each with its
    columns by id.
    """

    type: Literal["week-grid"] = "week-grid"
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=4)]
    start: Literal["monday", "sunday"] = "monday"
    row_height: Annotated[int, Field(ge=9, le=26)] = 13
    answer: ClassVar[Any] = dict[str, Answers]
    widest_upright: ClassVar[int] = 5

    row_count: ClassVar[int] = len(_DAYS)
    turned: ClassVar[bool] = False
    is_short: ClassVar[bool] = True
    day_share: ClassVar[dict[str, float]] = {"standard": 0.17, "large-print": 0.25}
    """The part of the width that the longest name of a day needs."""

    @property
    def greatest_row_height(self) -> int:
        """The greatest height of a row in millimetres when the sheet has room to fill."""
        return min(26, self.row_height + 8)

    def first_width_in(self, size: str) -> float:
        """Give the width of the column of days."""
        share = self.day_share[size]
        return sum(column.width for column in self.columns) * share / (1 - share)

    def filled(self, answer: dict[str, dict[str, str]] | None) -> tuple[Row, ...]:
        """Give the days in the order of printing, blank or with an example's answer."""
        order = _DAYS if self.start == "monday" else ("sun", *_DAYS[:6])
        return tuple(Row(day, day, (answer or {}).get(day, {}), {}) for day in order)

    def answer_problems(self, answer: dict[str, dict[str, str]]) -> Iterator[AnswerProblem]:
        """An answer names days, and columns in them."""
        yield from unknown_keys(answer, list(_DAYS))
        for day, cells in answer.items():
            yield from self.problems_of(cells, (day,))
