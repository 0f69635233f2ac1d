"""What ratings have in common: the numbers of a scale, and the words under its ends."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Word

Scale: TypeAlias = Literal["0-10", "0-100", "0-5", "1-5", "-2..2"]
"""The scales that a row of circles can show."""

Rated: TypeAlias = Annotated[int, Field(ge=-2, le=100)]
"""A number on one of the scales; which numbers a block has is checked by ``off_scale``."""

SCALES: dict[str, tuple[int, ...]] = {
    "0-10": tuple(range(11)),
    "0-100": tuple(range(0, 101, 10)),
    "0-5": tuple(range(6)),
    "1-5": tuple(range(1, 6)),
    "-2..2": tuple(range(-2, 3)),
}


class Scaled(Question):
    """A question that is answered on a scale, with words at both ends and in the middle."""

    scale: Scale = "0-10"
    low: Word | None = None
    middle: Word | None = None
    high: Word | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers to circle, from the least to the greatest."""
        return SCALES[self.scale]

    def off_scale(self, number: int | None, *path: str | int) -> Iterator[AnswerProblem]:
        """Give a problem if a number is not on the scale."""
        numbers = self.numbers
        if number is None or number in numbers:
            return
        step = numbers[1] - numbers[0]
        steps = f", in steps of {step}" if step > 1 else ""
        yield (
            path,
            f"{number} is not on the scale of this block.",
            f"Use a number from {numbers[0]} to {numbers[-1]}{steps}.",
        )
