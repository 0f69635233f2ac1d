"""A table to fill in."""

from collections.abc import Iterator
from math import ceil
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Label, too_many
from workbook.blocks.cells import Answers, Column, Grid, Row, filled

_LEVEL_WIDTH = 2
_WIDTH_IN_LARGE_PRINT = 9
"""How many columns with turned heads stand side by side in large print, beside that of the row labels."""

_LONGEST_TURNED = 26
_SHORT = 8
_EM = 0.5
"""How wide a letter is on average, in parts of its height."""


class Table(Grid):
    """A table with blank rows: two to seven columns, or up to sixteen narrow ones with ``turned`` heads.

    Give either ``rows`` (how many blank rows) or ``row_labels`` (a first column of printed words, headed
    ``first_column``, with the share ``first_width`` of the width). A column has an id, a label and perhaps ``help``,
    ``width`` and ``kind``: ``text`` (the default), ``short`` (a number, a time, a date), ``tick`` (a box) or ``choice``
    (two or three short words to circle, given as ``options``). ``turned`` turns the heads by 90 degrees; a column with
    a ``width`` of 2 or more keeps a level head. ``row_height`` is the least, in millimetres: 12 for a phrase, 18 to 22
    for a sentence; ``most_height`` limits its growth. ``prefilled`` gives printed words for cells, row by row.

    In large print a table with more than three columns becomes cards, one for each row; ``large: table`` keeps the
    table, for short cells, and one with turned heads is parted into tables that fit. An example's answer is a list of
    rows; each names the columns by id. A box to tick is answered ``yes``.
    """

    type: Literal["table"] = "table"
    columns: Annotated[tuple[Column, ...], Field(min_length=2, max_length=16)]
    turned: bool = False
    rows: Annotated[int, Field(ge=1, le=20)] | None = None
    row_labels: Annotated[tuple[Label, ...], Field(min_length=1, max_length=20)] | None = None
    first_column: Label | None = None
    first_width: Annotated[float, Field(ge=0.3, le=6)] = 1.2
    row_height: Annotated[int, Field(ge=9, le=60)] = 14
    most_height: Annotated[int, Field(ge=9, le=80)] | None = None
    prefilled: Annotated[tuple[Answers, ...], Field(min_length=1, max_length=20)] | None = None
    answer: ClassVar[Any] = tuple[Answers, ...]
    most_columns: ClassVar[int] = 7
    """The most columns with level heads, those of ``row_labels`` not counted."""

    @model_validator(mode="after")
    def _one_kind_of_rows(self) -> "Table":
        if (self.rows is None) == (self.row_labels is None):
            raise ValueError('A table takes either "rows" or "row_labels".')
        return self

    @model_validator(mode="after")
    def _columns_with_room(self) -> "Table":
        if not self.turned and len(self.columns) > self.most_columns:
            raise ValueError(f'More than {self.most_columns} columns need "turned: true".')
        if self.large == "table" and len(self.columns) > self.most_columns:
            raise ValueError(f'In large print a table has room for {self.most_columns} columns; leave out "large".')
        for column in self.columns:
            if self.is_turned(column) and max(len(column.label), len(column.help or "")) > _LONGEST_TURNED:
                raise ValueError(f'A turned head has room for {_LONGEST_TURNED} characters; shorten "{column.label}".')
        return self

    @model_validator(mode="after")
    def _printed_cells_exist(self) -> "Table":
        kinds = {column.id: column.kind for column in self.columns}
        for row in self.prefilled or ():
            for name in row:
                if kinds.get(name) not in {"text", "short"}:
                    raise ValueError(f'"{name}" in "prefilled" is not a column for text.')
        if len(self.prefilled or ()) > self.row_count:
            raise ValueError(f'"prefilled" has {len(self.prefilled or ())} rows, but the table has {self.row_count}.')
        return self

    @property
    def has_heads(self) -> bool:
        """Whether a first column names the rows."""
        return self.row_labels is not None

    @property
    def has_short_cells(self) -> bool:
        """Whether all cells are for less than a written word, or for a few on one line, as with turned heads."""
        return self.turned or super().has_short_cells

    @property
    def row_count(self) -> int:
        """How many rows the table has."""
        return self.rows if self.rows is not None else len(self.row_labels or ())

    @property
    def greatest_row_height(self) -> int:
        """The greatest height of a row in millimetres when the sheet has room to fill."""
        return max(self.most_height or round(self.row_height * 1.6), self.row_height)

    def first_width_in(self, size: str) -> float:
        """Give the width of the column of row labels, as the author wants it."""
        del size
        return self.first_width

    def is_turned(self, column: Column) -> bool:
        """Whether the head of a column stands on its end."""
        return self.turned and column.width < _LEVEL_WIDTH

    def is_cards(self, size: str) -> bool:
        """Whether each row is set as a card: never with turned heads, whose table is parted instead."""
        return not self.turned and super().is_cards(size)

    def parts(self, size: str) -> tuple[tuple[Column, ...], ...]:
        """Give the columns, table by table: with turned heads, large print parts them evenly."""
        total = sum(column.width for column in self.columns)
        count = ceil(total / _WIDTH_IN_LARGE_PRINT)
        if size != "large-print" or not self.turned or count == 1:
            return (self.columns,)
        tables: list[list[Column]] = [[]]
        for column in self.columns:
            if tables[-1] and sum(c.width for c in tables[-1]) + column.width / 2 > total / count:
                tables.append([])
            tables[-1].append(column)
        return tuple(map(tuple, tables))

    @property
    def is_short(self) -> bool:
        """Whether the table may stand on one page in large print, too."""
        return self.row_count <= _SHORT

    @property
    def turned_height(self) -> float:
        """How tall the turned heads are, in parts of the height of a letter."""
        texts = [text for c in self.columns if self.is_turned(c) for text in (c.label, c.help or "")]
        return max(map(len, texts), default=0) * _EM + 0.9

    def filled(self, answer: tuple[dict[str, str], ...] | None) -> tuple[Row, ...]:
        """Give the rows as they are printed, blank or with an example's answer."""
        labels = self.row_labels or (None,) * self.row_count
        return tuple(
            Row(str(i + 1), label, filled(answer, i), filled(self.prefilled, i)) for i, label in enumerate(labels)
        )

    def answer_problems(self, answer: tuple[dict[str, str], ...]) -> Iterator[AnswerProblem]:
        """Each row names columns of the table, and there are not more rows than the table has."""
        for index, row in enumerate(answer):
            yield from self.problems_of(row, (index,))
            for name in row.keys() & filled(self.prefilled, index).keys():
                yield (index, name), "This cell is printed already.", 'Take the answer out, or the text of "prefilled".'
        yield from too_many(list(answer), self.row_count, "rows")
