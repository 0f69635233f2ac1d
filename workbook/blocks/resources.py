"""Places near by that can help: those of a clinic's own list, and rows for more."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Protocol, TypeAlias

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, too_many
from workbook.blocks.cells import Answers, Column, cell_problems
from workbook.blocks.table import Table

ResourceKind: TypeAlias = Literal[
    "support-group",
    "community-center",
    "class",
    "volunteering",
    "pharmacy",
    "food",
    "housing",
    "money",
    "work",
    "health",
    "legal",
    "transport",
    "phone",
    "family",
    "company",
    "other",
]
"""What a place is for; ``templates/print/places.html`` has the words that are printed."""

_COLUMNS = (
    ("place", 1.25, "text"),
    ("reach", 1.1, "text"),
    ("open", 1, "text"),
    ("way", 1, "text"),
    ("called", 0.65, "short"),
    ("outcome", 1.15, "text"),
)
_TRACKED = 2
"""The last columns are printed only where calls are tracked."""


class Place(Protocol):
    """What is printed of a resource; ``clinic.py`` has the model."""

    @property
    def kind(self) -> ResourceKind:
        """What it is for."""

    @property
    def cells(self) -> Mapping[str, str]:
        """What is printed in the columns, by their ids."""


class _Line(NamedTuple):
    """One row: what it is headed, and what is printed in it."""

    head: ResourceKind | Literal[""]
    printed: Mapping[str, str]


class Resources(Question):
    """Places that can help, from the clinic's list ``resources.yaml``, with blank rows to add my own.

    ``kinds`` chooses kinds of places, in the order of printing; without it, all are printed. A kind of which the clinic
    has none gets a blank row of its own, and ``rows`` more blank ones follow (0 to 12; 3). Without a clinic's list all
    rows are blank. ``track`` adds two columns: when I called, and what came of it. ``row_height`` is the least, in
    millimetres. In large print each row becomes a card. An example's answer is a list of rows with ``place``,
    ``reach``, ``open``, ``way``, and with ``track`` also ``called`` and ``outcome``; it is printed without the clinic's
    list.
    """

    type: Literal["resources"] = "resources"
    kinds: Annotated[tuple[ResourceKind, ...], Field(max_length=16)] = ()
    rows: Annotated[int, Field(ge=0, le=12)] = 3
    track: bool = False
    row_height: Annotated[int, Field(ge=12, le=30)] = 16
    most_height: Annotated[int, Field(ge=12, le=40)] | None = None
    answer: ClassVar[Any] = tuple[Answers, ...]

    def lines(self, places: Sequence[Place]) -> tuple[_Line, ...]:
        """Give the rows by the kind of place: those of the clinic, a blank one for each kind without, and more."""
        wanted = self.kinds or tuple(dict.fromkeys(place.kind for place in places))
        found = [_Line(kind, place.cells) for kind in wanted for place in places if place.kind == kind]
        there = {line.head for line in found}
        missing = [_Line(kind, {}) for kind in self.kinds if kind not in there]
        rows = sorted((*found, *missing), key=lambda line: wanted.index(line.head))
        return (*rows, *[_Line("", {})] * (self.rows or (not rows)))

    def columns(self, words: Mapping[str, str]) -> tuple[Column, ...]:
        """Give the columns with these words as their heads."""
        chosen = _COLUMNS if self.track else _COLUMNS[:-_TRACKED]
        return tuple(Column.model_validate(_column(name, words, width, kind)) for name, width, kind in chosen)

    def shown(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """Give those of the places that are printed."""
        return tuple(place for place in places if not self.kinds or place.kind in self.kinds)

    def table(self, places: Sequence[Place], words: Mapping[str, str], own: str, answer: Any = None) -> Table:
        """Give the table that is printed, with these words for its heads; ``own`` is the head of rows to add to.

        With an answer it is an example, which has none of the clinic's places.
        """
        lines = self.lines(() if answer is not None else places)
        return Table.model_construct(
            id=self.id,
            label=self.label,
            help=self.help,
            columns=self.columns(words),
            row_labels=tuple(words[line.head] if line.head else own for line in lines),
            prefilled=tuple(dict(line.printed) for line in lines),
            first_width=1,
            row_height=self.row_height,
            most_height=self.most_height,
        )

    def answer_problems(self, answer: tuple[dict[str, str], ...]) -> Iterator[AnswerProblem]:
        """An answer names columns, and has not more rows than the sheet without a clinic's list."""
        for index, row in enumerate(answer):
            yield from cell_problems(row, self.columns({}), (index,))
        yield from too_many(list(answer), len(self.lines(())), "rows")


def _column(name: str, words: Mapping[str, str], width: float, kind: str) -> dict[str, Any]:
    return {"id": name, "label": words.get(name, name), "width": width, "kind": kind}
