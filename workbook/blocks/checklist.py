"""Boxes to tick."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Label, Question, Text


class Checklist(Question):
    """Boxes to tick, in one to three columns, with a free line at the end if ``other`` is true.

    An example's answer is the list of ticked options, word for word; with ``other``, one more text of your own.
    """

    type: Literal["checklist"] = "checklist"
    options: Annotated[tuple[Label, ...], Field(min_length=2, max_length=24)]
    columns: Annotated[int, Field(ge=1, le=3)] = 1
    other: bool = False
    answer: ClassVar[Any] = tuple[Text, ...]

    def own_words(self, answer: tuple[str, ...]) -> str | None:
        """Give the answer that is none of the options: it goes on the free line."""
        return next((text for text in answer if text not in self.options), None)

    def answer_problems(self, answer: tuple[str, ...]) -> Iterator[AnswerProblem]:
        """An answer is an option; one more is allowed where there is a free line."""
        own = [i for i, text in enumerate(answer) if text not in self.options]
        for index in own[1 if self.other else 0 :]:
            yield (index,), f'"{answer[index]}" is not one of the options.', "Copy an option word for word."
