"""One goal on one page."""

from typing import Any, ClassVar, Literal

from workbook.blocks.base import Question, Rating, Strict, Text


class GoalAnswer(Strict):
    """A goal sheet filled in."""

    goal: Text
    why: Text | None = None
    measure: Text | None = None
    when: Text | None = None
    first_step: Text | None = None
    support: Text | None = None
    confidence: Rating | None = None


class GoalSheet(Question):
    """One goal: what, why it matters, how I will know, by when, the first step, who can help, how sure I am (0 to 10).

    The parts and their words are fixed. An example's answer gives ``goal``, ``why``, ``measure``, ``when``,
    ``first_step``, ``support`` and ``confidence``; only ``goal`` is needed.
    """

    type: Literal["goal-sheet"] = "goal-sheet"
    answer: ClassVar[Any] = GoalAnswer
