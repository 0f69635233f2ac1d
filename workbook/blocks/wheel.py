"""A wheel of sectors, to mark on a scale or with words to circle."""

from collections.abc import Iterator
from math import cos, radians
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Rating, Strict, Text, unknown_keys
from workbook.blocks.shapes import Point, around, sector

WheelWord: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=13)]
_MOST_TURNED = 6
_MOST_LONG = 12
_RADII = {0: (0.0, 99.0), 1: (0.0, 38.0, 99.0), 2: (0.0, 36.0, 68.0, 99.0)}
"""The rings of words in a drawing 200 wide: the middle is for the names of the sectors."""


class Sector(Part):
    """A sector: its id, its name and perhaps one or two rings of printed words, the inner ring first."""

    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24)]
    words: Annotated[
        tuple[Annotated[tuple[WheelWord, ...], Field(min_length=1, max_length=4)], ...], Field(max_length=2)
    ] = ()


class Written(NamedTuple):
    """A word on the wheel: where its middle is and how long it may be, in percent, and how far it is turned."""

    text: str
    x: float
    y: float
    width: float
    turn: float


class WheelAnswer(Strict):
    """Numbers by sector and rating, or the words that were circled."""

    numbers: dict[str, dict[str, Rating]] = Field(default_factory=dict)
    circled: tuple[Text, ...] = ()


class Wheel(Question):
    """A wheel of three to ten sectors, to mark from 0 to 10 or with words to circle.

    With one or two ``ratings`` (each an id and a label), each sector has a scale from 0 in the middle to 10 at the rim:
    of two, the first is marked with a line across the sector, the last by shading. Names have 24 characters at most.
    With printed ``words`` in each sector (one or two rings, one to four words of 13 characters in each; the name of a
    sector has 12), the words are circled. In large print and on a screen they are printed as lists.

    An example's answer has ``numbers`` (for each sector by id, the ratings by id) or ``circled`` (a list of words).
    """

    type: Literal["wheel"] = "wheel"
    sectors: Annotated[tuple[Sector, ...], Field(min_length=3, max_length=10)]
    ratings: Annotated[tuple[Part, ...], Field(min_length=1, max_length=2)] | None = None
    answer: ClassVar[Any] = WheelAnswer

    @model_validator(mode="after")
    def _one_form(self) -> "Wheel":
        rings = {len(s.words) for s in self.sectors}
        if len(rings) > 1:
            raise ValueError("All sectors of a wheel need the same number of rings of words.")
        if bool(rings - {0}) == bool(self.ratings):
            raise ValueError('A wheel takes either "ratings", or "words" in each sector.')
        if not self.ratings and (long := [s.label for s in self.sectors if len(s.label) > _MOST_LONG]):
            raise ValueError(f'"{long[0]}" is too long for the middle of a wheel: {_MOST_LONG} characters at most.')
        return self

    @property
    def step(self) -> float:
        """The angle of a sector."""
        return 360 / len(self.sectors)

    @property
    def radii(self) -> tuple[float, ...]:
        """The edges of the rings of words, from the middle outward."""
        return _RADII[len(self.sectors[0].words)]

    @property
    def spokes(self) -> list[tuple[Point, Point]]:
        """The lines between words and between sectors."""
        found = [(Point(100, 100), around(99, self.step * i)) for i in range(len(self.sectors))]
        for i, own in enumerate(self.sectors):
            for inner, outer, words in zip(self.radii[1:], self.radii[2:], own.words, strict=False):
                angles = [self.step * (i + k / len(words)) for k in range(1, len(words))]
                found += [(around(inner, a), around(outer, a)) for a in angles]
        return found

    @property
    def names(self) -> list[Written]:
        """The names of the sectors in the middle; where they are many, they are turned as the words are."""
        middle = self.radii[1] * 0.64
        turned = len(self.sectors) > _MOST_TURNED
        return [
            _written(s.label, self.step * (i + 0.5), middle, self.radii[1] * 0.72, turned=turned)
            for i, s in enumerate(self.sectors)
        ]

    def written(self, index: int) -> list[Written]:
        """Give the words of one sector, the inner ring first."""
        found = []
        for inner, outer, words in zip(self.radii[1:], self.radii[2:], self.sectors[index].words, strict=False):
            for k, word in enumerate(words):
                angle = self.step * (index + (k + 0.5) / len(words))
                found.append(_written(word, angle, (inner + outer) / 2, outer - inner, turned=True))
        return found

    def beside(self, index: int, rim: float) -> tuple[Point, str, float]:
        """Give where the name of a sector stands outside the rim, which of its edges, and how far up it is moved.

        A name at the top stands on that place, one at the bottom hangs from it: so two lines do not run into the wheel.
        """
        angle = self.step * (index + 0.5)
        moved = round(-50 - 50 * cos(radians(angle)), 1)
        edge = "middle" if abs(angle % 180) < 12 or abs(angle % 180) > 168 else ("left" if angle < 180 else "right")  # noqa: PLR2004
        return around(rim + 4, angle), edge, moved

    def shade(self, index: int, value: int, rim: float) -> str:
        """Give the path of a sector that is shaded up to a number."""
        return sector(0, rim * value / 10, self.step * index, self.step * (index + 1))

    def mark(self, index: int, value: int, rim: float) -> str:
        """Give the path of a line across a sector at a number."""
        radius = rim * value / 10
        a, b = around(radius, self.step * index + 2), around(radius, self.step * (index + 1) - 2)
        return f"M{a.x:g} {a.y:g} A{radius:g} {radius:g} 0 0 1 {b.x:g} {b.y:g}"

    def answer_problems(self, answer: WheelAnswer) -> Iterator[AnswerProblem]:
        """Numbers name the sectors and the ratings; circled words stand on the wheel."""
        ratings = [r.id for r in self.ratings or ()]
        yield from unknown_keys(dict(answer.numbers), [s.id for s in self.sectors], ("numbers",))
        for name, numbers in answer.numbers.items():
            yield from unknown_keys(dict(numbers), ratings, ("numbers", name))
        words = {word for s in self.sectors for ring in s.words for word in ring} | {s.label for s in self.sectors}
        for number, word in enumerate(answer.circled):
            if self.ratings or word not in words:
                yield ("circled", number), f'"{word}" is not a word on this wheel.', "Write it as on the wheel."


def _written(text: str, angle: float, radius: float, length: float, *, turned: bool) -> Written:
    """Place a word on the wheel; one that is turned never stands on its head."""
    x, y = around(radius, angle)
    turn = (angle - 90 if angle % 360 < 180 else angle + 90) if turned else 0  # noqa: PLR2004
    return Written(text, round(x / 2, 2), round(y / 2, 2), round(length / 2, 2), round(turn, 2))
