"""A box in the middle, linked with the boxes around it."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, unknown_keys


class LinkedMap(Question):
    """A center box and three to eight boxes above and below it, linked with it by arrows, to see how things belong.

    ``center`` and each of ``boxes`` have an ``id``, a ``label`` and perhaps a ``help``. ``arrows`` run ``both`` ways
    (default), ``in`` to the center, or ``out`` of it. ``height`` is the least height of a box in millimetres, 24 to
    80; it grows to ``most`` where there is room. In large print the boxes stand below the center, along a line.
    An example's answer names the boxes by id, each with a text.
    """

    type: Literal["linked-map"] = "linked-map"
    center: Part
    boxes: Annotated[tuple[Part, ...], Field(min_length=3, max_length=8)]
    arrows: Literal["both", "in", "out"] = "both"
    height: Annotated[int, Field(ge=24, le=80)] = 42
    most: Annotated[int, Field(ge=24, le=110)] | None = None
    answer: ClassVar[Any] = dict[str, Text]

    @model_validator(mode="after")
    def _ids_differ(self) -> "LinkedMap":
        if len({self.center.id, *(box.id for box in self.boxes)}) <= len(self.boxes):
            raise ValueError("The boxes of a map, and its center, need different ids.")
        return self

    @property
    def most_height(self) -> int:
        """The greatest height of a box in millimetres when the sheet has room to fill."""
        return max(self.most or round(self.height * 1.6), self.height)

    @property
    def above(self) -> tuple[Part, ...]:
        """The boxes above the center: half of them, or the smaller half."""
        return self.boxes[: len(self.boxes) // 2]

    @property
    def below(self) -> tuple[Part, ...]:
        """The boxes below the center."""
        return self.boxes[len(self.boxes) // 2 :]

    def answer_problems(self, answer: dict[str, str]) -> Iterator[AnswerProblem]:
        """An answer names the boxes."""
        yield from unknown_keys(answer, [self.center.id, *(box.id for box in self.boxes)])
