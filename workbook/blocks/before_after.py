"""The same rating twice."""

from typing import Any, ClassVar, Literal

from workbook.blocks.base import Question, Rating, Strict, Word


class BeforeAfterAnswer(Strict):
    """The two numbers that were circled."""

    before: Rating
    after: Rating


class BeforeAfter(Question):
    """The same 0 to 10 rating twice, one above the other. An example's answer gives ``before`` and ``after``."""

    type: Literal["before-after"] = "before-after"
    before: Word = "Before"
    after: Word = "After"
    low: Word = "calm"
    middle: Word = "some distress"
    high: Word = "the most distress"
    answer: ClassVar[Any] = BeforeAfterAnswer
