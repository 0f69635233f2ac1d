"""Rungs from the easiest at the bottom to the hardest at the top."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Part, Question, Text, Word, too_many, unknown_keys

STEP = "step"
"""The id of what is written on a rung itself."""


class Ladder(Question):
    """A ladder of five to ten ``rungs`` to write on (default 8), the first at the bottom.

    ``columns``, up to three with ``id``, ``label`` and perhaps ``help``, are small places beside each rung, for a
    number or a date. ``step`` names what stands on the rungs, ``top`` and ``bottom`` the two ends of the ladder.
    ``row_height`` is the least height of a rung in millimetres, 12 to 30 (default 14); it grows to ``most_height``.
    In large print each rung is a card. An example's answer is a list, lowest rung first: ``step`` and the columns by
    id, each a text.
    """

    type: Literal["ladder"] = "ladder"
    rungs: Annotated[int, Field(ge=5, le=10)] = 8
    columns: Annotated[tuple[Part, ...], Field(max_length=3)] = ()
    step: Word | None = None
    top: Word | None = None
    bottom: Word | None = None
    row_height: Annotated[int, Field(ge=12, le=30)] = 14
    most_height: Annotated[int, Field(ge=12, le=40)] | None = None
    answer: ClassVar[Any] = tuple[dict[str, Text], ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> "Ladder":
        if len({STEP, *(column.id for column in self.columns)}) <= len(self.columns):
            raise ValueError(f'The columns of a ladder need different ids, and none can be "{STEP}".')
        return self

    @property
    def greatest_row_height(self) -> int:
        """The greatest height of a rung in millimetres when the sheet has room to fill."""
        return max(self.most_height or round(self.row_height * 1.6), self.row_height)

    def answer_problems(self, answer: tuple[dict[str, str], ...]) -> Iterator[AnswerProblem]:
        """Each rung names the step or a column, and there are not more rungs than the ladder has."""
        for index, rung in enumerate(answer):
            yield from unknown_keys(rung, [STEP, *(column.id for column in self.columns)], (index,))
        yield from too_many(list(answer), self.rungs, "rungs")
