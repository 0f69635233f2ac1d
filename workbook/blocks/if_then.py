"""Plans in the form if ... then ..."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many


class Plan(Strict):
    """One plan."""

    cue: Text
    action: Text


class IfThen(Question):
    """One to five plans: "If ... happens, then I will ...".

    ``rows`` is how many, 1 to 5 (default 3). ``cue`` and ``action`` change the printed words "If" and "then I will".
    An example's answer is a list of plans, each with ``cue`` and ``action``.
    """

    type: Literal["if-then"] = "if-then"
    rows: Annotated[int, Field(ge=1, le=5)] = 3
    cue: Word | None = None
    action: Word | None = None
    answer: ClassVar[Any] = tuple[Plan, ...]

    def answer_problems(self, answer: tuple[Plan, ...]) -> Iterator[AnswerProblem]:
        """There are not more plans than rows."""
        yield from too_many(list(answer), self.rows, "rows")
