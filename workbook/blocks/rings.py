"""Rings around a middle."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, too_many, unknown_keys
from workbook.blocks.shapes import Point, around

_EDGE = 99
_RINGS_MM = 96
_MOST_LINES = 12
_CORES = {2: 23.0, 3: 19.0, 4: 17.0}
_ANGLES = (
    (50,),
    (50, 310),
    (50, 180, 310),
    (55, 130, 230, 305),
    (55, 110, 180, 250, 305),
    (45, 95, 145, 210, 265, 315),
)
"""Where the names of a ring stand, by how many they are: clear of its own name at the top."""
_TURNS = (0, 5, -5, 3)
"""A ring's names are turned a little, so that they do not stand in line with those of the next."""


class Ring(Part):
    """A ring: its id, its name (24 characters at most, because it stands on the line) and perhaps a line of help."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]


class Place(NamedTuple):
    """Where a name stands, and the width it has, in percent of the drawing."""

    left: float
    top: float
    width: float


class Rings(Question):
    """Two to four rings, one around the other, the nearest first: people around me, or what I can and cannot change.

    ``center`` is the word in the middle, such as Me; without it, the first ring is the round space in the middle.
    Write in the rings, or give ``lines`` (1 to 5) for ruled lines beside the drawing, so many for each ring; without a
    ``center`` they are needed. An example's answer names the rings by id, each with a list: six short names in a ring
    at most, or as many notes as it has lines.
    """

    type: Literal["rings"] = "rings"
    rings: Annotated[tuple[Ring, ...], Field(min_length=2, max_length=4)]
    center: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)] | None = None
    lines: Annotated[int, Field(ge=1, le=5)] | None = None
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    @model_validator(mode="after")
    def _room_to_write(self) -> "Rings":
        if self.center is None and self.lines is None:
            raise ValueError('Rings without a word in the middle need "lines" to write on.')
        if len(self.rings) * (self.lines or 0) > _MOST_LINES:
            raise ValueError(f"The rings have room for {_MOST_LINES} lines beside them in all.")
        return self

    @property
    def radii(self) -> list[float]:
        """The outer radius of each ring in a drawing that is 200 wide."""
        count = len(self.rings)
        core = _CORES[count] if self.center else 0
        return [core + (_EDGE - core) / count * number for number in range(1, count + 1)]

    @property
    def core(self) -> float:
        """The radius of the middle; 0 where the first ring is the middle."""
        return _CORES[len(self.rings)] if self.center else 0

    def place(self, ring: int, number: int, count: int) -> Place:
        """Give the place of one of several names in a ring."""
        outer = self.radii[ring]
        inner = self.radii[ring - 1] if ring else self.core
        x, y = around((outer + inner) / 2, _ANGLES[count - 1][number] + _TURNS[ring])
        beside = abs(y - 100) < 0.6 * (outer + inner) / 2
        width = (outer - inner) * (0.5 if beside else 0.75)
        return Place(round(x / 2 - width / 2, 2), round(y / 2, 2), round(width, 2))

    @property
    def tall(self) -> float:
        """The height in millimetres of a drawing with lines beside it: that of the lines, or of the rings."""
        return max(_RINGS_MM, len(self.rings) * ((self.lines or 0) * 8.5 + 15))

    @property
    def above(self) -> float:
        """What is left free above the rings and below them, in the units of a drawing whose rings are 200 wide."""
        return round((self.tall / _RINGS_MM - 1) * 100, 2)

    def leader(self, ring: int) -> tuple[Point, Point]:
        """Give the ends of the line from a ring to what is written beside it.

        The outermost ring is written about at the top. Each line starts in the middle of its ring, at the right.
        """
        count = len(self.rings)
        row = (200 + 2 * self.above) / count * (count - 1 - ring) + 7
        inner = self.radii[ring - 1] if ring else self.core
        middle = (self.radii[ring] + inner) / 2 if inner else self.radii[ring] * 0.8
        start = around(middle, 40 + (70 if inner else 95) * (count - 1 - ring) / (count - 1))
        return Point(start.x, round(start.y + self.above, 2)), Point(228, round(row, 2))

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the rings, with at most six names in each, or one note a line."""
        yield from unknown_keys(answer, [r.id for r in self.rings])
        for ring, names in answer.items():
            yield from too_many(list(names), self.lines or 6, "lines" if self.lines else "names", (ring,))
