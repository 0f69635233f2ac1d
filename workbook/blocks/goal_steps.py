"""Steps up to a goal."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many


class GoalStepsAnswer(Strict):
    """The goal at the top and the steps from the bottom up."""

    goal: Text
    steps: tuple[Text, ...]


class GoalSteps(Question):
    """A staircase with three to six steps and a goal at the top, read from the bottom up.

    An example's answer gives ``goal`` and ``steps``, the first step first.
    """

    type: Literal["goal-steps"] = "goal-steps"
    steps: Annotated[int, Field(ge=3, le=6)] = 5
    top: Word = "My goal"
    answer: ClassVar[Any] = GoalStepsAnswer

    def answer_problems(self, answer: GoalStepsAnswer) -> Iterator[AnswerProblem]:
        """There are not more steps than the staircase has."""
        yield from too_many(list(answer.steps), self.steps, "steps", ("steps",))
