"""Titled boxes to write in, in a grid."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, unknown_keys


class Boxes(Question):
    """Two to nine titled boxes with lines to write on, in a grid.

    ``boxes`` have an ``id``, a ``label`` and perhaps a line of ``help``; they fill the ``columns`` (1 to 3, default 2)
    row by row. ``height`` is the least height of a box in millimetres, 20 to 120 (default 40), ``most`` the greatest
    (160 at most; half as much again if left out). In large print the boxes stand one below the other. An example's
    answer names the boxes by id, each with a list of notes.
    """

    type: Literal["boxes"] = "boxes"
    boxes: Annotated[tuple[Part, ...], Field(min_length=2, max_length=9)]
    columns: Annotated[int, Field(ge=1, le=3)] = 2
    height: Annotated[int, Field(ge=20, le=120)] = 40
    most: Annotated[int, Field(ge=20, le=160)] | None = None
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Boxes":
        if len({box.id for box in self.boxes}) < len(self.boxes):
            raise ValueError("Two boxes have the same id.")
        return self

    @property
    def most_height(self) -> int:
        """The greatest height of a box in millimetres when the sheet has room to fill."""
        return max(self.most or round(self.height * 1.5), self.height)

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the boxes."""
        yield from unknown_keys(answer, [box.id for box in self.boxes])
