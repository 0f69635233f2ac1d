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

    An example's answer gives ``goal``, ``why``, ``measure``, ``when``, ``first_step``, ``support`` and ``confidence``.
    """

    type: Literal["goal-sheet"] = "goal-sheet"
    answer: ClassVar[Any] = GoalAnswer
    parts: ClassVar[tuple[tuple[str, str, str, int], ...]] = (
        ("goal", "My goal, in one line", "What will I do? Say it so a friend could see it.", 2),
        ("why", "Why it matters to me", "", 2),
        ("measure", "How I will know I did it", "", 1),
        ("when", "When and where", "A day, a time and a place.", 1),
        ("first_step", "The first small step", "Small enough for a hard day.", 1),
        ("support", "Who or what can help", "", 1),
    )
