"""Boxes in a ring, each leading to the next."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, unknown_keys


class Cycle(Question):
    """Three to six boxes in a ring, each with an arrow to the next, for what keeps itself going.

    ``boxes`` have an ``id``, a ``label`` and perhaps a ``help``, in the order of the arrows. ``height`` is the least
    height of a box in millimetres, 22 to 80; it grows to ``most`` where there is room. ``rings`` names two rings with
    the same boxes, such as a loop and its helpful twin: side by side on paper that lies, one above the other else.
    An example's answer names the boxes by id, each with a text; with ``rings``, it names these first.
    """

    type: Literal["cycle"] = "cycle"
    boxes: Annotated[tuple[Part, ...], Field(min_length=3, max_length=6)]
    rings: Annotated[tuple[Part, ...], Field(min_length=2, max_length=2)] | None = None
    height: Annotated[int, Field(ge=22, le=80)] = 34
    most: Annotated[int, Field(ge=22, le=100)] | None = None
    answer: ClassVar[Any] = dict[str, Text | dict[str, Text]]

    @model_validator(mode="after")
    def _two_rings_of_four(self) -> "Cycle":
        if self.rings and len(self.boxes) > 4:  # noqa: PLR2004 - more would leave too little room to write
            raise ValueError("Two rings have room for four boxes each.")
        return self

    @model_validator(mode="after")
    def _ids_differ(self) -> "Cycle":
        for parts in (self.boxes, self.rings or ()):
            if len({part.id for part in parts}) < len(parts):
                raise ValueError("The boxes of a ring, and two rings, need different ids.")
        return self

    @property
    def most_height(self) -> int:
        """The greatest height of a box in millimetres when the sheet has room to fill."""
        return max(self.most or round(self.height * 1.6), self.height)

    @property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """For each box, clockwise: its row, its column, and how many columns it takes.

        Boxes stand in two columns; an odd one out lies across the top, so that all arrows are straight.
        """
        count = len(self.boxes)
        odd = count % 2
        rows = (count + odd) // 2
        right = [(row, 2, 1) for row in range(1 + odd, rows + 1)]
        left = [(row, 1, 1) for row in range(rows, 1, -1)]
        return ((1, 1, 2 if odd else 1), *right, *left)

    @property
    def rows(self) -> int:
        """How many rows of boxes the ring has."""
        return max(row for row, _, _ in self.places)

    def given(self, answer: dict[str, Any] | None, ring: str | None) -> dict[str, str]:
        """Give what an answer says about one ring."""
        return (answer or {}) if ring is None else (answer or {}).get(ring, {})

    def answer_problems(self, answer: dict[str, Any]) -> Iterator[AnswerProblem]:
        """An answer names the boxes, and before them the rings if there are two."""
        known = [box.id for box in self.boxes]
        if not self.rings:
            yield from unknown_keys(answer, known)
        else:
            yield from unknown_keys(answer, [ring.id for ring in self.rings])
        for key, value in answer.items():
            if isinstance(value, dict) != bool(self.rings):
                hint = "Name the boxes below each ring." if self.rings else "Write a text for each box."
                yield (key,), f'"{key}" holds the wrong kind of answer.', hint
            elif isinstance(value, dict):
                yield from unknown_keys(value, known, (key,))
