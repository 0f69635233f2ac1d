"""A dotted chart with a point for each day, and rows of small boxes below it."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Word, unknown_keys
from workbook.blocks.days import EMPTY, Marks, marks_of, wrong_marks

POINTS = "points"
_HALF_A_MONTH = 16
_A_WEEK = 7
_TALL_LEVELS = 8
_NARROWEST, _WIDEST = 2, 10


class Span(NamedTuple):
    """Days that stand side by side: the first and the last."""

    first: int
    last: int

    @property
    def days(self) -> range:
        """The numbers of the days."""
        return range(self.first, self.last + 1)


class DayChart(Question):
    """A dotted chart for one point a day, such as a mood over a month, with rows of small boxes below the days.

    ``days`` is 7 to 31 (31 is usual; more than 16 need a sheet with ``page: landscape``). The scale runs from ``low``
    to ``high``, whole numbers two to ten apart: 0 to 10 is usual, -3 to 3 shows both sides of an everyday mood.
    ``low_word``, ``middle_word`` and ``high_word`` stand beside the numbers. ``rows`` are one to five rows below, each
    with ``id`` and ``label``, for a number or a tick a day. In large print half a month stands side by side. An
    example's answer names ``points`` and rows; each is a text with one number or mark a day, with spaces between, and
    a dot where a day stays empty.
    """

    type: Literal["day-chart"] = "day-chart"
    days: Annotated[int, Field(ge=7, le=31)] = 31
    low: Annotated[int, Field(ge=-5, le=9)] = 0
    high: Annotated[int, Field(ge=1, le=10)] = 10
    low_word: Word | None = None
    middle_word: Word | None = None
    high_word: Word | None = None
    rows: Annotated[tuple[Part, ...], Field(min_length=1, max_length=5)]
    answer: ClassVar[Any] = dict[str, Marks]

    @model_validator(mode="after")
    def _a_scale_to_read(self) -> "DayChart":
        if not _NARROWEST <= self.high - self.low <= _WIDEST:
            raise ValueError(f'"high" is {_NARROWEST} to {_WIDEST} more than "low".')
        if any(row.id == POINTS for row in self.rows):
            raise ValueError(f'No row can have the id "{POINTS}": it names the points of the chart.')
        return self

    @property
    def levels(self) -> tuple[int, ...]:
        """The numbers of the scale, the highest first."""
        return tuple(range(self.high, self.low - 1, -1))

    @property
    def middle(self) -> int:
        """The number in the middle: zero on a scale with two sides."""
        return 0 if self.low < 0 < self.high else (self.low + self.high) // 2

    def level_height(self, size: str) -> int:
        """How far apart the levels are, in millimetres: at least, and in large print always."""
        few = len(self.levels) < _TALL_LEVELS
        if size == "large-print":
            return 10 if few else 7
        return 7 if few else 6

    def spans(self, size: str) -> tuple[Span, ...]:
        """Give the days that stand side by side: a week on a ``screen``, half a month in large print, else all."""
        most = {"screen": _A_WEEK, "large-print": _HALF_A_MONTH}.get(size, self.days)
        return tuple(Span(first, min(first + most - 1, self.days)) for first in range(1, self.days + 1, most))

    def day_width(self, size: str) -> int:
        """About how wide a day is on paper, in millimetres: 31 lie on paper on its long side, 16 stand upright."""
        count = len(self.spans(size)[0].days)
        return round((210 if count > _HALF_A_MONTH else 130) / count)

    def points(self, answer: dict[str, str] | None) -> tuple[int | None, ...]:
        """Give the number of each day of an example, None for a day without."""
        return tuple(int(mark) if mark else None for mark in marks_of((answer or {}).get(POINTS), self.days))

    def marks(self, answer: dict[str, str] | None, row: str) -> tuple[str, ...]:
        """Give what stands in the boxes of a row."""
        return marks_of((answer or {}).get(row), self.days)

    def answer_problems(self, answer: dict[str, str]) -> Iterator[AnswerProblem]:
        """An answer names rows of the chart, has a mark a day at most, and points that are on the scale."""
        yield from unknown_keys(answer, [POINTS, *(row.id for row in self.rows)])
        scale = {str(level) for level in self.levels}
        for key, text in answer.items():
            yield from wrong_marks(text, self.days, (key,))
            for mark in text.split() if key == POINTS else ():
                if mark != EMPTY and mark not in scale:
                    yield (key,), f'"{mark}" is not on the scale.', f"Use whole numbers from {self.low} to {self.high}."
