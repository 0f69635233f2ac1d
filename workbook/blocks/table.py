"""A table to fill in."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Column, Label, Question, Text, too_many, unknown_keys


class Table(Question):
    """A table with two to seven columns and blank rows.

    Give either ``rows`` (how many blank rows) or ``row_labels`` (a first column of printed words, headed
    ``first_column``, with the share ``first_width`` of the width). ``row_height`` is the least, in millimetres: 12 for
    a phrase, 18 to 22 for a sentence. An example's answer is a list of rows; each names the columns by id.
    """

    type: Literal["table"] = "table"
    columns: Annotated[tuple[Column, ...], Field(min_length=2, max_length=7)]
    rows: Annotated[int, Field(ge=1, le=20)] | None = None
    row_labels: Annotated[tuple[Label, ...], Field(min_length=1, max_length=20)] | None = None
    first_column: Label | None = None
    first_width: Annotated[float, Field(ge=0.3, le=6)] = 1.2
    row_height: Annotated[int, Field(ge=9, le=60)] = 14
    most_height: Annotated[int, Field(ge=9, le=80)] | None = None
    answer: ClassVar[Any] = tuple[dict[str, Text], ...]

    @model_validator(mode="after")
    def _one_kind_of_rows(self) -> "Table":
        if (self.rows is None) == (self.row_labels is None):
            raise ValueError('A table takes either "rows" or "row_labels".')
        return self

    @property
    def row_count(self) -> int:
        """How many rows the table has."""
        return self.rows if self.rows is not None else len(self.row_labels or ())

    @property
    def greatest_row_height(self) -> int:
        """The greatest height of a row in millimetres when the sheet has room to fill."""
        return max(self.most_height or round(self.row_height * 1.6), self.row_height)

    def answer_problems(self, answer: tuple[dict[str, str], ...]) -> Iterator[AnswerProblem]:
        """Each row names columns of the table, and there are not more rows than the table has."""
        for index, row in enumerate(answer):
            yield from unknown_keys(row, [c.id for c in self.columns], (index,))
        yield from too_many(list(answer), self.row_count, "rows")
