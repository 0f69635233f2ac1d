"""A line with marks, and room to write at each."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many

_FEWEST, _MOST = 3, 8


class TimelineNote(Strict):
    """What is written at one mark: the words, and when, where that is not printed."""

    when: Word | None = None
    text: Text | None = None


class Timeline(Question):
    """A line with three to eight marks in order, and ruled lines to write on at each: a week, a path, a plan.

    Give either ``labels`` (the printed words of the marks) or ``marks`` (how many marks with a short line for the
    time). ``way`` is ``across`` (the default), with notes above and below the line in turn, or ``down``, with the
    notes beside it; large print always goes down. Across, five marks fit on a page that stands, eight on ``page:
    landscape``. ``start`` and ``end`` name the ends of the line. ``lines`` is the least number of lines a note has, 1
    to 6 (3 is usual). An example's answer is a list in order, each with a ``text``, and ``when`` where no label is
    printed.
    """

    type: Literal["timeline"] = "timeline"
    labels: Annotated[tuple[Word, ...], Field(min_length=_FEWEST, max_length=_MOST)] | None = None
    marks: Annotated[int, Field(ge=_FEWEST, le=_MOST)] | None = None
    way: Literal["across", "down"] = "across"
    start: Word | None = None
    end: Word | None = None
    lines: Annotated[int, Field(ge=1, le=6)] = 3
    answer: ClassVar[Any] = tuple[TimelineNote, ...]

    @model_validator(mode="after")
    def _one_kind_of_marks(self) -> "Timeline":
        if (self.labels is None) == (self.marks is None):
            raise ValueError('A timeline takes either "labels" or "marks".')
        return self

    @property
    def count(self) -> int:
        """How many marks the line has."""
        return self.marks if self.marks is not None else len(self.labels or ())

    def goes_down(self, size: str) -> bool:
        """Whether the line goes down the page, with the notes beside it."""
        return self.way == "down" or size == "large-print"

    def answer_problems(self, answer: tuple[TimelineNote, ...]) -> Iterator[AnswerProblem]:
        """There are not more notes than marks, and no time where a label is printed."""
        yield from too_many(list(answer), self.count, "notes")
        for index, note in enumerate(answer):
            if note.when and self.labels:
                yield (index, "when"), "The words of this mark are printed already.", 'Remove "when".'
