"""People around me, in rings."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Part, Question, Text, too_many, unknown_keys


class SupportCircles(Question):
    """Me in the middle, and two or three rings around me for the people and places in my life, nearest first.

    An example's answer names the rings by id, each with up to six short names.
    """

    type: Literal["support-circles"] = "support-circles"
    rings: Annotated[tuple[Part, ...], Field(min_length=2, max_length=3)]
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """An answer names the rings, with at most six names in each."""
        yield from unknown_keys(answer, [r.id for r in self.rings])
        for ring, names in answer.items():
            yield from too_many(list(names), 6, "names", (ring,))
