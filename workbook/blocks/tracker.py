"""Rows of small boxes to tick, day by day."""

from collections.abc import Iterator
from math import ceil
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Label, Question, Strict, Text, Word, too_many
from workbook.blocks.days import Day, Marks, Start, days_from, marks_of, wrong_marks

_A_WEEK = 7
_IN_LARGE_PRINT = 11
_SIDE_BY_SIDE = 10
_ROWS = 10


class TrackerRow(Strict):
    """One row of an example: its own words where they are not printed, and the marks in its boxes."""

    name: Text | None = None
    second: Text | None = None
    marks: Marks | None = None


class Tracker(Question):
    """Rows of small boxes to tick, such as habits over the days of a month or a week.

    ``row_labels`` are printed words, and ``rows`` is how many rows with a line for my own words follow: one to ten in
    all. ``boxes`` is how many boxes a row has, 2 to 31 with numbers (31 is usual), or ``week`` for seven days with
    names, from ``start``. Up to ten boxes stand beside the words of their row, more stand below them. 31 in one line
    need a sheet with ``page: landscape``; ``in_a_line`` breaks them up (16 fit on a page that stands). ``second``
    names a second place to write in each row, such as "Smallest version". ``box_height`` is the least height of a box,
    8 to 16 millimetres. An example's answer is a list of rows with ``marks``: one for each box, three signs at most,
    with spaces between, and a dot where a box stays empty; ``name`` and ``second`` are the words on the lines.
    """

    type: Literal["tracker"] = "tracker"
    row_labels: Annotated[tuple[Label, ...], Field(max_length=_ROWS)] = ()
    rows: Annotated[int, Field(ge=0, le=_ROWS)] = 0
    boxes: Annotated[int, Field(ge=2, le=31)] | Literal["week"] = 31
    start: Start = "monday"
    in_a_line: Annotated[int, Field(ge=2, le=31)] | None = None
    second: Word | None = None
    box_height: Annotated[int, Field(ge=8, le=16)] = 8
    answer: ClassVar[Any] = tuple[TrackerRow, ...]

    @model_validator(mode="after")
    def _some_rows(self) -> "Tracker":
        if not 1 <= self.row_count <= _ROWS:
            raise ValueError(f'A tracker has one to {_ROWS} rows: "row_labels" and "rows" together.')
        return self

    @property
    def row_count(self) -> int:
        """How many rows there are, printed and blank."""
        return len(self.row_labels) + self.rows

    @property
    def box_count(self) -> int:
        """How many boxes a row has."""
        return _A_WEEK if self.boxes == "week" else self.boxes

    @property
    def days(self) -> tuple[Day, ...]:
        """The days of the boxes, if they are the days of a week."""
        return days_from(self.start) if self.boxes == "week" else ()

    @property
    def side_by_side(self) -> bool:
        """Whether the boxes stand beside the words of their row."""
        return self.box_count <= _SIDE_BY_SIDE and self.in_a_line is None

    def line_of(self, size: str) -> int:
        """How many boxes stand in one line: in large print at most eleven, in lines of about the same length.

        On a ``screen`` it is at most a week, which has room on a phone.
        """
        most = min(self.in_a_line or self.box_count, self.box_count)
        room = {"large-print": _IN_LARGE_PRINT, "screen": _A_WEEK}.get(size, most)
        if most <= room:
            return most
        lines = ceil(self.box_count / room)
        return ceil(self.box_count / lines) if size == "large-print" else room

    def marks(self, row: TrackerRow | None) -> tuple[str, ...]:
        """What stands in the boxes of a row of an example."""
        return marks_of(row.marks if row else None, self.box_count)

    def answer_problems(self, answer: tuple[TrackerRow, ...]) -> Iterator[AnswerProblem]:
        """No more rows and marks than there is room for, and no words where words are printed."""
        yield from too_many(list(answer), self.row_count, "rows")
        for index, row in enumerate(answer):
            if row.name and index < len(self.row_labels):
                yield (index, "name"), "The words of this row are printed already.", 'Remove "name".'
            if row.second and not self.second:
                yield (
                    (index, "second"),
                    "The rows have no second place to write.",
                    'Remove it, or give the block "second".',
                )
            yield from wrong_marks(row.marks or "", self.box_count, (index, "marks"))
