"""The outline of a body, to mark where something is felt."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Id, Question, Strict, Text, Word, unknown_keys
from workbook.blocks.shapes import Point

Sign: TypeAlias = Literal["circle", "cross", "wave", "dots", "square", "triangle"]
_SIGNS: tuple[Sign, ...] = ("circle", "cross", "wave", "dots", "square", "triangle")
_BOTH_MM, _FRONT_MM = 130, 150

_HALF = """
C6.4 2 10 7 10 13.5 C10 19 7.6 23 5.2 25.6 C5 27.6 5 29 5.6 30.8 C8.6 33.6 14.6 34 18.4 35.2
C23.4 36.8 25.4 41 25.8 47 C26.4 55 28 61 28.8 67.5 C30 74.5 33 83.5 34.4 93.5 C35 97 38 100.5 38.4 105.5
C38.7 110 37.4 115.6 35.2 116.2 C32.8 116.6 32 111 31.4 106.5 C30.9 102.5 30.4 99 30 95 C27.8 86 25 78 23.4 70
C22.2 63.5 20.4 58 18.6 53 C18.4 60 16 68 15.8 75 C15.6 82.5 18.4 88.5 19.2 97 C19.8 106 18.8 117 17.4 127
C16.4 134 14.6 139 14.4 146 C14.4 151 15.8 156 15.4 163 C15 171 11.6 178 11 185 C11 188.5 15.2 192.4 15 195.2
C14.8 198.2 6 198.4 4.6 196.6 C3.5 194.8 4.6 189 4.4 185 C3.6 176 3.2 170 3.4 162 C3.6 156 4.2 151 3.8 146
C3.4 137 2.4 121 0 110
"""
"""The right half of the outline, from the top of the head to between the legs: x from the middle, y from the top."""

_PLACES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "head": (("front", 0, 8),),
    "eyes": (("front", 0, 13),),
    "jaw": (("front", 0, 22),),
    "throat": (("front", 0, 29),),
    "neck": (("back", 0, 29),),
    "shoulders": (("front", -17, 41), ("front", 17, 41)),
    "chest": (("front", 0, 49),),
    "stomach": (("front", 0, 69),),
    "belly": (("front", 0, 87),),
    "upper back": (("back", 0, 52),),
    "lower back": (("back", 0, 84),),
    "hips": (("front", -13, 100), ("front", 13, 100)),
    "arms": (("front", -27, 72), ("front", 27, 72)),
    "hands": (("front", -35, 106), ("front", 35, 106)),
    "legs": (("front", -10, 126), ("front", 10, 126)),
    "knees": (("front", -9, 147), ("front", 9, 147)),
    "feet": (("front", -9, 192), ("front", 9, 192)),
}


def _whole(half: str) -> str:
    """Give the path of the whole outline: the half, and the same mirrored on the way back up."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", half)]
    points = [(0.0, 2.0), *zip(numbers[::2], numbers[1::2], strict=True)]
    loop = points + [(-x, y) for x, y in points[-2::-1]]
    curves = [loop[i : i + 3] for i in range(1, len(loop), 3)]
    return "M0 2 " + " ".join("C" + " ".join(f"{x:g} {y:g}" for x, y in curve) for curve in curves) + " Z"


OUTLINE = _whole(_HALF)


class Mark(Strict):
    """A mark: its id, what it means, and its sign, else the next of circle, cross, wave, dots, square, triangle."""

    id: Id
    label: Word
    sign: Sign | None = None


class MarkAnswer(Strict):
    """Where a mark was drawn and what was written about it."""

    at: tuple[str, ...] = ()
    words: Text | None = None


class BodyMap(Question):
    """The outline of a body from the front and the back, to mark where something is felt, and lines for words.

    ``marks`` (one to six) are the key beside it, each with an id, a label and perhaps a ``sign``; ``lines`` (1 to 4) is
    how many ruled lines each has as the least. ``views`` is ``both`` (default) or ``front``. ``height`` of the outline
    is 90 to 150 millimetres (default 120), to 130 with both views; it grows where there is room.

    An example's answer names the marks by id, each with ``at`` (a list of places: head, eyes, jaw, throat, neck,
    shoulders, chest, stomach, belly, upper back, lower back, hips, arms, hands, legs, knees, feet) and ``words``.
    """

    type: Literal["body-map"] = "body-map"
    marks: Annotated[tuple[Mark, ...], Field(min_length=1, max_length=6)]
    lines: Annotated[int, Field(ge=1, le=4)] = 2
    views: Literal["both", "front"] = "both"
    height: Annotated[int, Field(ge=90, le=150)] = 120
    outline: ClassVar[str] = OUTLINE
    answer: ClassVar[Any] = dict[str, MarkAnswer]

    @model_validator(mode="after")
    def _lines_beside_the_outline(self) -> "BodyMap":
        if self.views == "both" and self.height > _BOTH_MM:
            raise ValueError(f"With both views the outline is {_BOTH_MM} mm high at most, to leave room for words.")
        if len(self.marks) * (self.lines * 8.5 + 8) > self.height + 30:
            raise ValueError("The lines do not fit beside the outline: take fewer marks or lines, or more height.")
        return self

    @property
    def most_height(self) -> int:
        """The greatest height of the outline in millimetres when the sheet has room to fill."""
        return _BOTH_MM if self.views == "both" else max(_FRONT_MM, self.height)

    @property
    def shown(self) -> tuple[str, ...]:
        """The views in the order in which they stand."""
        return ("front",) if self.views == "front" else ("front", "back")

    def sign(self, index: int) -> Sign:
        """Give the sign of a mark."""
        return self.marks[index].sign or _SIGNS[index]

    def spots(self, view: str, places: tuple[str, ...]) -> list[Point]:
        """Give the points of an example's places in one view."""
        return [Point(x, y) for place in places for where, x, y in _PLACES[place] if where == view]

    def answer_problems(self, answer: dict[str, MarkAnswer]) -> Iterator[AnswerProblem]:
        """An answer names the marks, and places of the views that are printed."""
        yield from unknown_keys(dict(answer), [m.id for m in self.marks])
        known = [name for name, spots in _PLACES.items() if all(view in self.shown for view, _, _ in spots)]
        for mark, own in answer.items():
            for index, place in enumerate(own.at):
                if place not in known:
                    yield (mark, "at", index), f'"{place}" is not a place on this outline.', f"Use {', '.join(known)}."
