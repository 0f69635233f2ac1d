"""Situation, thoughts, feelings, body and actions, and how they meet."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workbook.blocks.base import AnswerProblem, Question, Text, unknown_keys


class FivePartMap(Question):
    """Five linked boxes: the situation above, and thoughts, feelings, body and actions around a ring.

    An example's answer names the boxes (``situation``, ``thoughts``, ``feelings``, ``body``, ``actions``), each with
    a text.
    """

    type: Literal["five-part-map"] = "five-part-map"
    answer: ClassVar[Any] = dict[str, Text]
    parts: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("situation", "Situation", "Where, when, who?"),
        ("thoughts", "Thoughts", "What went through my mind?"),
        ("feelings", "Feelings", "One word each. How strong, 0 to 10?"),
        ("body", "Body", "What did I notice?"),
        ("actions", "Actions", "What did I do?"),
    )

    def answer_problems(self, answer: dict[str, str]) -> Iterator[AnswerProblem]:
        """An answer names the boxes."""
        yield from unknown_keys(answer, [p[0] for p in self.parts])
