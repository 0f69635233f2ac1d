"""A feeling drawn over time."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import Question, Rating, Word


class Wave(Question):
    """Axes for drawing how strong a feeling or an urge is over time: 0 to 10 upward, time to the right.

    ``marks`` are the words under the time axis, evenly spaced. An example's answer is a list of three to twelve
    numbers, evenly spaced over the time, which is drawn as one line.
    """

    type: Literal["wave"] = "wave"
    marks: Annotated[tuple[Word, ...], Field(min_length=2, max_length=6)] = (
        "start",
        "5 min",
        "10 min",
        "20 min",
        "30 min",
    )
    low: Word = "gone"
    high: Word = "strongest"
    answer: ClassVar[Any] = Annotated[tuple[Rating, ...], Field(min_length=3, max_length=12)]
