"""Four boxes in a square."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Part, Question, Text, Word, unknown_keys


class TwoByTwo(Question):
    """Four boxes in a square, such as good and hard sides, soon and later.

    ``across`` and ``down`` name the two columns and the two rows, if the axes have names. ``height`` is the least
    height of a box in millimetres, 30 to 80 (default 45). An example's answer names the boxes by id, each with a list
    of notes.
    """

    type: Literal["two-by-two"] = "two-by-two"
    cells: Annotated[tuple[Part, ...], Field(min_length=4, max_length=4)]
    across: Annotated[tuple[Word, ...], Field(min_length=2, max_length=2)] | None = None
    down: Annotated[tuple[Word, ...], Field(min_length=2, max_length=2)] | None = None
    height: Annotated[int, Field(ge=30, le=80)] = 45
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the boxes."""
        yield from unknown_keys(answer, [c.id for c in self.cells])
