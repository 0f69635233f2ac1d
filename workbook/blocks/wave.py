"""A feeling drawn over time."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Word
from workbook.blocks.scale import SCALES

_Number: TypeAlias = Annotated[int, Field(ge=0, le=100)]


class Wave(Question):
    """Axes for drawing how strong a feeling or an urge is over time: the number upward, time to the right.

    ``marks`` (two to six) are the words under the time axis, evenly spaced; ``low`` and ``high`` name the ends of the
    scale, which is ``0-10`` (default), ``0-100`` or ``0-5``. ``height`` is the least, in millimetres: 40 to 100
    (default 75).

    An example's answer is a list of three to twelve numbers, evenly spaced over the time, which is drawn as one line.
    """

    type: Literal["wave"] = "wave"
    marks: Annotated[tuple[Word, ...], Field(min_length=2, max_length=6)] | None = None
    scale: Literal["0-10", "0-100", "0-5"] = "0-10"
    low: Word | None = None
    high: Word | None = None
    height: Annotated[int, Field(ge=40, le=100)] = 75
    answer: ClassVar[Any] = Annotated[tuple[_Number, ...], Field(min_length=3, max_length=12)]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The lines of the chart, from the least to the greatest."""
        return SCALES[self.scale]

    @property
    def top(self) -> int:
        """The greatest number."""
        return self.numbers[-1]

    def level(self, number: float) -> float:
        """Give how far down a number is in the drawing, which is 2 higher than the plot inside it."""
        return round(self.height + 1 - number * self.height / self.top, 2)

    def curve(self, answer: tuple[int, ...]) -> str:
        """Give the path of a smooth line through the numbers, 150 wide; it turns flat where a number is at an end."""
        dx = 150 / (len(answer) - 1)
        ends = (0, self.top)
        path, slope = f"M1 {self.level(answer[0]):g}", 0.0
        for i, value in enumerate(answer):
            before, after = answer[max(i - 1, 0)], answer[min(i + 1, len(answer) - 1)]
            steep = 0.8 if i in (0, len(answer) - 1) else 0.45
            own = 0 if value in ends else (after - before) * steep
            if i:
                x, out, into = 1 + i * dx, self.level(before + slope / 3), self.level(value - own / 3)
                path += f" C{x - dx * 2 / 3:.1f} {out:g} {x - dx / 3:.1f} {into:g} {x:.1f} {self.level(value):g}"
            slope = own
        return path

    def answer_problems(self, answer: tuple[int, ...]) -> Iterator[AnswerProblem]:
        """No number is higher than the scale."""
        for index, number in enumerate(answer):
            if number > self.top:
                yield (index,), f"{number} is more than {self.top}.", f"Write a number from 0 to {self.top}."
