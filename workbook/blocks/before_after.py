"""The same rating twice."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workbook.blocks.base import AnswerProblem, Strict, Word
from workbook.blocks.scale import Rated, Scaled


class BeforeAfterAnswer(Strict):
    """The two numbers that were circled."""

    before: Rated
    after: Rated


class BeforeAfter(Scaled):
    """The same rating twice, one above the other, to see what changed.

    ``before`` and ``after`` name the two rows; ``low``, ``middle`` and ``high`` are the words under the numbers.
    ``scale`` is ``0-10`` (default), ``0-100`` (in tens) or ``0-5``. An example's answer gives ``before`` and ``after``.
    """

    type: Literal["before-after"] = "before-after"
    scale: Literal["0-10", "0-100", "0-5"] = "0-10"
    before: Word | None = None
    after: Word | None = None
    answer: ClassVar[Any] = BeforeAfterAnswer

    def answer_problems(self, answer: BeforeAfterAnswer) -> Iterator[AnswerProblem]:
        """Both numbers are on the scale."""
        yield from self.off_scale(answer.before, "before")
        yield from self.off_scale(answer.after, "after")
