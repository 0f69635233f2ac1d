"""Steps up to a goal."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many


class GoalStepsAnswer(Strict):
    """The goal at the top and the steps from the bottom up, perhaps with the day of each."""

    goal: Text
    steps: tuple[Text, ...]
    dates: tuple[Text, ...] = ()


class GoalSteps(Question):
    """A staircase with three to seven ``steps`` (default 5) and a goal at the top, read from the bottom up.

    ``top`` names the place of the goal; ``dates: true`` adds a place for a day beside each step. An example's answer
    gives ``goal`` and ``steps``, the first step first, and perhaps ``dates`` in the same order.
    """

    type: Literal["goal-steps"] = "goal-steps"
    steps: Annotated[int, Field(ge=3, le=7)] = 5
    top: Word | None = None
    dates: bool = False
    answer: ClassVar[Any] = GoalStepsAnswer

    def answer_problems(self, answer: GoalStepsAnswer) -> Iterator[AnswerProblem]:
        """There are not more steps than the staircase has, and dates only where there is room for them."""
        yield from too_many(list(answer.steps), self.steps, "steps", ("steps",))
        yield from too_many(list(answer.dates), self.steps if self.dates else 0, "dates", ("dates",))
