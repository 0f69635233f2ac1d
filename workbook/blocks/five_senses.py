"""Five things you see, four you feel, three you hear, two you smell, one you taste."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workbook.blocks.base import AnswerProblem, Question, Text, too_many, unknown_keys


class FiveSenses(Question):
    """Five lines for what I see, four for what I feel, three hear, two smell, one taste.

    An example's answer names the senses (``see``, ``feel``, ``hear``, ``smell``, ``taste``), each with a list.
    """

    type: Literal["five-senses"] = "five-senses"
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]
    senses: ClassVar[tuple[tuple[str, int], ...]] = (("see", 5), ("feel", 4), ("hear", 3), ("smell", 2), ("taste", 1))

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the senses, with not more things than there are lines."""
        yield from unknown_keys(answer, [s[0] for s in self.senses])
        for sense, count in self.senses:
            yield from too_many(list(answer.get(sense, ())), count, "lines", (sense,))
