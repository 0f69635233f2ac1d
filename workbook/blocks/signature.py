"""Lines to sign on."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many


class Signed(Strict):
    """What one person wrote: a name, and perhaps a day."""

    name: Text
    date: Text | None = None


class Signature(Question):
    """One to four lines to sign on, each with a line for the date. ``roles`` are the words under the lines.

    Signing is always optional, and the sheet says so unless ``help`` says something else. An example's answer is a list
    of ``name`` and perhaps ``date``, in the order of the roles.
    """

    type: Literal["signature"] = "signature"
    roles: Annotated[tuple[Word, ...], Field(min_length=1, max_length=4)]
    answer: ClassVar[Any] = tuple[Signed, ...]

    def answer_problems(self, answer: tuple[Signed, ...]) -> Iterator[AnswerProblem]:
        """There are not more signatures than lines."""
        yield from too_many(list(answer), len(self.roles), "roles")
