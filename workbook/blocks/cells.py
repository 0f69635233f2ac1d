"""What is filled in again and again: columns of a table, fields of a record, and the rows of answers to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, unknown_keys

Short: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]
"""A word to circle in a cell: 12 characters at most."""

TICK = "yes"
"""What an example writes for a box that is ticked."""

_BRIEF = 26
"""The most characters of a label, with its help, that stand with their field on half a line."""
_MOST_LINES = 4
_MM_FOR_A_LINE = 4.5
"""How much of the height of a full-width row a line of a card in large print stands for."""
_NEARLY = 0.3
"""The part of a line that is not worth one more."""
_PHRASE = 0.75
"""What a cell for a phrase holds at most, in such lines."""
_LABEL = 0.8
_TALL = 12
"""The height of a label, and of the tallest card that has a frame in large print, in writing lines."""


class Cell(Part):
    """One thing to fill in: its id, its label, perhaps a line of help, and what goes there.

    ``kind`` is ``text`` (the default), ``short`` (a number, a time, a date or initials), ``tick`` (a box; an example
    answers ``yes``) or ``choice`` (two or three short words to circle, given as ``options``).
    """

    kind: Literal["text", "short", "tick", "choice"] = "text"
    options: Annotated[tuple[Short, ...], Field(min_length=2, max_length=3)] | None = None

    @model_validator(mode="after")
    def _options_to_circle(self) -> "Cell":
        if (self.kind == "choice") != (self.options is not None):
            raise ValueError('"options" go with "kind: choice", and only with it.')
        return self

    @property
    def is_small(self) -> bool:
        """Whether less room than for a written word is enough."""
        return self.kind != "text"

    @property
    def is_brief(self) -> bool:
        """Whether it takes half a line of a card, label and all."""
        return self.kind in {"short", "tick"} and len(self.label + (self.help or "")) <= _BRIEF

    def problem(self, value: str) -> tuple[str, str] | None:
        """Give what is wrong with an answer to this, and what to write instead."""
        if self.kind == "tick" and value != TICK:
            return f'"{value}" cannot stand in a box to tick.', f"Write {TICK}, or leave the answer out."
        if self.options and value not in self.options:
            return f'"{value}" is not one of the options.', f"Use one of: {', '.join(self.options)}."
        return None


class Column(Cell):
    """A column: what a cell of it is, and its share of the width (1 is the usual; 2 is twice as wide)."""

    width: Annotated[float, Field(ge=0.3, le=6)] = 1


class Row(NamedTuple):
    """One row or card as it is printed: what its fields are named by, its head, what is written and what is printed."""

    key: str
    head: str | None
    given: Mapping[str, str]
    printed: Mapping[str, str]


class Entry(NamedTuple):
    """A field on a card: how many ruled lines it has, and whether they stand beside its label or under it."""

    cell: Cell
    lines: int
    beside: bool


def is_tall(lines: Sequence[Sequence[Entry]]) -> bool:
    """Whether a card in large print would take so much of a page that it is set without a frame, and may be parted."""
    under = [entry for line in lines for entry in line if not entry.beside]
    return len(lines) - len(under) + sum(entry.lines + _LABEL for entry in under) > _TALL


def by_line(entries: Iterable[Entry], size: str) -> tuple[tuple[Entry, ...], ...]:
    """Give the fields of a card, line by line: two brief ones share a line, but not in large print."""
    lines: list[list[Entry]] = []
    for entry in entries:
        pairs = size != "large-print" and lines and len(lines[-1]) == 1 and lines[-1][0].cell.is_brief
        if pairs and entry.cell.is_brief:
            lines[-1].append(entry)
        else:
            lines.append([entry])
    return tuple(map(tuple, lines))


def cell_problems(
    answer: Mapping[str, str], cells: Sequence[Cell], path: tuple[str | int, ...] = ()
) -> Iterator[AnswerProblem]:
    """Give the mistakes in the answers to one row."""
    yield from unknown_keys(dict(answer), [cell.id for cell in cells], path)
    for cell in cells:
        if cell.id in answer and (wrong := cell.problem(answer[cell.id])):
            yield ((*path, cell.id), *wrong)


class Grid(Question):
    """A table of any kind. In large print one with more than three columns is set as cards, one for each row."""

    columns: tuple[Column, ...]
    row_height: int
    large: Literal["cards", "table"] = "cards"
    widest_upright: ClassVar[int] = 4
    """The most columns that a table in large print has on upright paper."""

    @property
    def column_count(self) -> int:
        """How many columns are printed, with that of the row labels."""
        return len(self.columns) + self.has_heads

    @property
    def has_heads(self) -> bool:
        """Whether a first column names the rows."""
        return True

    def first_width_in(self, size: str) -> float:
        """Give the width of the column of row labels; it counts as one unless a table says otherwise."""
        del size
        return 1

    @property
    def has_short_cells(self) -> bool:
        """Whether all cells are for less than a written word."""
        return all(column.is_small for column in self.columns)

    @property
    def lies_in_large_print(self) -> bool:
        """Whether the table needs paper that lies on its long side in large print; boxes to tick do not."""
        wide = self.column_count > self.widest_upright and any(c.kind != "tick" for c in self.columns)
        return self.large == "table" and wide

    def is_cards(self, size: str) -> bool:
        """Whether each row is set as a card in an edition of this size."""
        return size == "large-print" and self.large == "cards" and self.column_count > 3  # noqa: PLR2004 - said above

    def is_compact(self, column: Column) -> bool:
        """Whether a column is for less than a written word."""
        return column.is_small or self.has_short_cells

    def parts(self, size: str) -> tuple[tuple[Column, ...], ...]:
        """Give the columns, table by table: in large print one with many narrow columns is parted into several."""
        del size
        return (self.columns,)

    def least_row_height(self, size: str) -> int:
        """The least height of a row in millimetres: in large print as much taller as its writing lines, or for one."""
        if size != "large-print":
            return self.row_height
        return max(self.row_height, 12) if self.has_short_cells else round(self.row_height * 11.5 / 8.5)

    def entries(self, size: str) -> tuple[tuple[Entry, ...], ...]:
        """Give the columns as fields of a card, line by line: their lines hold as much handwriting as the cells."""
        total = sum(column.width for column in self.columns) + self.has_heads
        held = [c.width / total * self.row_height / _MM_FOR_A_LINE for c in self.columns]
        return by_line(map(self._entry, self.columns, held), size)

    def _entry(self, column: Column, held: float) -> Entry:
        """Give a column as a field of a card, for a cell that holds so many lines: a phrase stands beside its label."""
        lines = 1 if column.is_small else min(max(ceil(held - _NEARLY), 1), _MOST_LINES)
        return Entry(column, lines, column.is_small or held < _PHRASE)

    def is_open(self, size: str) -> bool:
        """Whether a card stands without a frame, as it may go on to a next page."""
        return size == "large-print" and is_tall(self.entries(size))

    def problems_of(self, row: Mapping[str, str], path: tuple[str | int, ...]) -> Iterator[AnswerProblem]:
        """Give the mistakes in the answers to one row."""
        yield from cell_problems(row, self.columns, path)


Answers: TypeAlias = dict[str, Text]
"""What an example writes in one row or card, by the ids of columns or fields."""


def filled(answer: Any, index: int) -> Mapping[str, str]:
    """Give the answers to one row of a list; none where the list ends before it."""
    return answer[index] if answer and index < len(answer) else {}
