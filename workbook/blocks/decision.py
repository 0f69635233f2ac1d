"""A few questions with yes or no, each way with what to do."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Id, Label, Part, Question, Strict, Text, Word, unknown_keys


class Fork(Strict):
    """One question of the tree and the ways that end here; the other way goes on to the next question."""

    ask: Label
    help: Label | None = None
    yes: Part | None = None
    no: Part | None = None

    @property
    def side(self) -> Literal["yes", "no"]:
        """Which of the two ways leads out to the side: "no", unless only "yes" ends here."""
        return "no" if self.no else "yes"


class Decision(Question):
    """A small tree: one to three yes-or-no questions, from the top down, and what to do at the end of each way.

    Each of ``questions`` has an ``ask``, perhaps a ``help``, and the end ``yes`` or ``no`` (``id``, ``label``, perhaps
    ``help``) that is written on; the other way leads to the next question. The last question has both ends. ``lines``
    is the least at each end, 2 to 6; it grows to ``most``. ``yes_word`` and ``no_word`` change the words on the arrows.
    An example's answer names the ends by id, each with a text; an end that was not reached is left out.
    """

    type: Literal["decision"] = "decision"
    questions: Annotated[tuple[Fork, ...], Field(min_length=1, max_length=3)]
    lines: Annotated[int, Field(ge=2, le=6)] = 3
    most: Annotated[int, Field(ge=2, le=10)] | None = None
    yes_word: Word | None = None
    no_word: Word | None = None
    answer: ClassVar[Any] = dict[Id, Text]

    @model_validator(mode="after")
    def _every_way_ends(self) -> "Decision":
        *before, last = self.questions
        if not (last.yes and last.no):
            raise ValueError('The last question needs both "yes" and "no".')
        if any((fork.yes is None) == (fork.no is None) for fork in before):
            raise ValueError('Each question but the last has either "yes" or "no"; the other way leads on.')
        ids = [end.id for end in self.ends]
        if len(set(ids)) < len(ids):
            raise ValueError("The ends of a tree need different ids.")
        return self

    @property
    def ends(self) -> tuple[Part, ...]:
        """The ends of all ways, in the order of reading."""
        return tuple(end for fork in self.questions for end in (fork.no, fork.yes) if end)

    @property
    def most_lines(self) -> int:
        """The most lines at an end when the sheet has room to fill."""
        return max(self.most or self.lines + 2, self.lines)

    def answer_problems(self, answer: dict[str, str]) -> Iterator[AnswerProblem]:
        """An answer names the ends."""
        yield from unknown_keys(answer, [end.id for end in self.ends])
