"""Two ruled columns side by side."""

from collections.abc import Iterator
from math import ceil
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Part, Question, Text, too_many, unknown_keys

_LEAST = 3
_FITS = 11
"""The most lines with which a side stands on a page of large print below the label."""
_WIDE_SHARE = 0.7
"""What a line that is twice as long takes, with letters that are larger by a third."""


class TwoColumns(Question):
    """Two ruled columns side by side, each with its own label, for two sides of one thing.

    ``lines`` (3 to 20, default 5) is the least for each side; the sheet gives up to ``most`` where there is room. In
    large print one side stands below the other. An example's answer names the columns by id, each with a list of notes;
    a note may take more than one line.
    """

    type: Literal["two-columns"] = "two-columns"
    columns: Annotated[tuple[Part, ...], Field(min_length=2, max_length=2)]
    lines: Annotated[int, Field(ge=3, le=20)] = 5
    most: Annotated[int, Field(ge=3, le=26)] | None = None
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    @property
    def most_lines(self) -> int:
        """The most lines that the sheet may give when it has room to fill."""
        return max(self.most or self.lines * 2, self.lines)

    def lines_in(self, size: str) -> int:
        """How many lines a side has: in large print, where the sides are stacked, lines are twice as long."""
        longer = min(max(ceil(self.lines * _WIDE_SHARE), _LEAST), _FITS)
        return longer if size == "large-print" else self.lines

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the columns."""
        yield from unknown_keys(answer, [c.id for c in self.columns])
        for column, notes in answer.items():
            yield from too_many(list(notes), self.lines, "lines", (column,))
