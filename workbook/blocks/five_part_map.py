"""Situation, thoughts, feelings, body and actions, and how they meet."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Text, unknown_keys


class FivePartMap(Question):
    """Five linked boxes: the situation above, and thoughts, feelings, body and actions around a ring.

    ``height`` is the least height of the four boxes in millimetres, 34 to 80 (default 51); they grow a little.
    An example's answer names the boxes (``situation``, ``thoughts``, ``feelings``, ``body``, ``actions``), each with
    a text.
    """

    type: Literal["five-part-map"] = "five-part-map"
    height: Annotated[int, Field(ge=34, le=80)] = 51
    answer: ClassVar[Any] = dict[str, Text]
    parts: ClassVar[tuple[str, ...]] = ("situation", "thoughts", "feelings", "body", "actions")

    def answer_problems(self, answer: dict[str, str]) -> Iterator[AnswerProblem]:
        """An answer names the boxes."""
        yield from unknown_keys(answer, list(self.parts))
