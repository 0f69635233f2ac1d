"""Words to circle."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Text, Word


class Choice(Question):
    """Two to sixteen short options to circle. An example's answer is the option circled."""

    type: Literal["choice"] = "choice"
    options: Annotated[tuple[Word, ...], Field(min_length=2, max_length=16)]
    answer: ClassVar[Any] = Text

    def answer_problems(self, answer: str) -> Iterator[AnswerProblem]:
        """An answer is one of the options."""
        if answer not in self.options:
            yield (), f'"{answer}" is not one of the options.', f"Use one of: {', '.join(self.options)}."
