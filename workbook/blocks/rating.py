"""A number to circle."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workbook.blocks.base import AnswerProblem
from workbook.blocks.scale import Rated, Scaled


class RatingScale(Scaled):
    """A number from 0 to 10 to circle, with words at 0, 5 and 10 (``low``, ``middle``, ``high``).

    ``scale`` is ``0-10`` (default), ``0-100`` (in tens) or ``0-5``. An example's answer is the number circled.
    """

    type: Literal["rating"] = "rating"
    scale: Literal["0-10", "0-100", "0-5"] = "0-10"
    answer: ClassVar[Any] = Rated

    def answer_problems(self, answer: int) -> Iterator[AnswerProblem]:
        """An answer is a number on the scale."""
        yield from self.off_scale(answer)
