"""A bucket that fills, and the taps that let some out."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Rating, Strict, Text, Word, too_many

_EASE = 10
TOP, FLOOR = 24, 136
"""Where 10 and 0 are in the drawing, which is 150 high."""


class BucketAnswer(Strict):
    """What flows in, what lets some out, and how full the bucket is before and after."""

    flows: tuple[Text, ...] = ()
    taps: tuple[Text, ...] = ()
    level: Rating | None = None
    after: Rating | None = None


class Bucket(Question):
    """A bucket with a scale from 0 to 10: lines above for what flows in, and taps with lines for what lets some out.

    ``flows`` (2 to 6, default 6) is how many lines there are above it, two to a row; ``taps`` (2 to 5, default 4) how
    many taps it has. ``into``, ``out``, ``level`` and ``after`` are the words at these places, if others are wanted;
    ``again: false`` leaves out the second number, of how full it is later.

    An example's answer gives ``flows`` and ``taps`` (lists), ``level`` and ``after`` (numbers from 0 to 10).
    """

    type: Literal["bucket"] = "bucket"
    flows: Annotated[int, Field(ge=2, le=6)] = 6
    taps: Annotated[int, Field(ge=2, le=5)] = 4
    into: Word | None = None
    out: Word | None = None
    level: Word | None = None
    after: Word | None = None
    again: bool = True
    answer: ClassVar[Any] = BucketAnswer

    def height(self, number: int) -> float:
        """Give how far down a number is in the drawing."""
        return FLOOR - (FLOOR - TOP) * number / _EASE

    def wall(self, y: float) -> float:
        """Give how far right the right wall is at a height: the bucket is wider at the top."""
        return round(84 - 10 * (y - 14) / 128, 2)

    @property
    def spouts(self) -> list[float]:
        """How far down each tap is, spread over the height of the wall: in the middle of its row of writing."""
        return [round(14 + 130 * (i + 0.5) / self.taps, 2) for i in range(self.taps)]

    def answer_problems(self, answer: BucketAnswer) -> Iterator[AnswerProblem]:
        """There are not more flows or taps than lines."""
        yield from too_many(list(answer.flows), self.flows, "lines", ("flows",))
        yield from too_many(list(answer.taps), self.taps, "taps", ("taps",))
        if answer.after is not None and not self.again:
            yield ("after",), "The bucket has no second number.", "Take it out, or write  again: true"
