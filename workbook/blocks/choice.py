"""Words to circle."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Label, Question, Text

SIDE_BY_SIDE = 40
"""The most characters of an option that stands beside others."""


class Choice(Question):
    """Two to sixteen short options, of which one is circled.

    ``right`` is the right option, word for word, where there is one (in a knowledge check): only the facilitator's
    copy says it. ``stacked: true`` gives each option a line of its own, for longer ones. An option has 110 characters
    at most; keep those that stand side by side under 40. An example's answer is the option circled.
    """

    type: Literal["choice"] = "choice"
    options: Annotated[tuple[Label, ...], Field(min_length=2, max_length=16)]
    right: Label | None = None
    stacked: bool = False
    answer: ClassVar[Any] = Text

    @model_validator(mode="after")
    def _right_is_an_option(self) -> "Choice":
        if self.right is not None and self.right not in self.options:
            raise ValueError('"right" is not one of the options. Copy the right option word for word.')
        if not self.stacked and any(len(option) > SIDE_BY_SIDE for option in self.options):
            raise ValueError(
                f"An option has more than {SIDE_BY_SIDE} characters. Shorten it, or write"
                ' "stacked: true" to give each option a line of its own.'
            )
        return self

    def answer_problems(self, answer: str) -> Iterator[AnswerProblem]:
        """An answer is one of the options."""
        if answer not in self.options:
            yield (), f'"{answer}" is not one of the options.', f"Use one of: {', '.join(self.options)}."
