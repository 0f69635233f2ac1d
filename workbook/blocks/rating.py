"""A number from 0 to 10 to circle."""

from typing import Any, ClassVar, Literal

from workbook.blocks.base import Question, Rating, Word


class RatingScale(Question):
    """A number from 0 to 10 to circle, with words at 0, 5 and 10. An example's answer is the number circled."""

    type: Literal["rating"] = "rating"
    low: Word = "not at all"
    middle: Word = "half"
    high: Word = "fully"
    answer: ClassVar[Any] = Rating
