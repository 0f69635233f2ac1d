"""Two ruled columns side by side."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Part, Question, Text, too_many, unknown_keys


class TwoColumns(Question):
    """Two ruled columns side by side, each with its own label, for two sides of one thing.

    An example's answer names the columns by id, each with a list of notes; a note may take more than one line.
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

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the columns."""
        yield from unknown_keys(answer, [c.id for c in self.columns])
        for column, notes in answer.items():
            yield from too_many(list(notes), self.lines, "lines", (column,))
