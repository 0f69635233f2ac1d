"""The same few fields again and again, as cards."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Question, Word, too_many
from workbook.blocks.cells import Answers, Cell, Entry, Row, by_line, cell_problems, filled, is_tall

_MOST_LINES = 10
"""Writing lines of one card: more do not fit on a page in large print."""

QuestionWords: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
"""What a field asks for: 64 characters at most, so that it stands on two lines in large print."""


class RecordField(Cell):
    """One field of a card: what it is, its label, and how many ruled ``lines`` it has (one to six)."""

    label: QuestionWords
    lines: Annotated[int, Field(ge=1, le=6)] = 1


class Record(Question):
    """The same two to seven ``fields`` printed several times as framed cards, to be filled in one by one.

    ``count`` cards (one to six, default 3) are headed by ``heading`` and their number ("Try 1", "Try 2"). A field has
    an id, a ``label`` and perhaps ``help``, ``lines`` (one to six, default 1, ten in all; one line stands beside its
    label, more stand under it) and ``kind``: ``text`` (the default), ``short`` (a number, a time, a date), ``tick`` (a
    box) or ``choice`` (two or three short words to circle, given as ``options``). Two fields that follow each other
    share a line if they are ``short`` or ``tick``, with labels of 26 characters at most, help counted. An example's
    answer is a list of cards; each names the fields by id. A box to tick is answered ``yes``.
    """

    type: Literal["record"] = "record"
    heading: Word
    fields: Annotated[tuple[RecordField, ...], Field(min_length=2, max_length=7)]
    count: Annotated[int, Field(ge=1, le=6)] = 3
    answer: ClassVar[Any] = tuple[Answers, ...]

    @model_validator(mode="after")
    def _fits_on_a_page(self) -> "Record":
        lines = sum(field.lines for field in self.fields)
        if lines > _MOST_LINES:
            raise ValueError(f"A card has {_MOST_LINES} lines at most; these fields have {lines} in all.")
        if any(field.lines > 1 and field.is_small for field in self.fields):
            raise ValueError('Only a field of the kind "text" takes more than one line.')
        return self

    def entries(self, size: str) -> tuple[tuple[Entry, ...], ...]:
        """Give the fields of a card, line by line."""
        large = size == "large-print"  # what stands beside a label is too short for words then
        return by_line((Entry(f, f.lines, f.lines == 1 and (f.is_small or not large)) for f in self.fields), size)

    def is_open(self, size: str) -> bool:
        """Whether a card stands without a frame, as it may go on to a next page."""
        return size == "large-print" and is_tall(self.entries(size))

    def filled(self, answer: tuple[dict[str, str], ...] | None) -> tuple[Row, ...]:
        """Give the cards as they are printed, blank or with an example's answer."""
        return tuple(Row(str(i + 1), None, filled(answer, i), {}) for i in range(self.count))

    def answer_problems(self, answer: tuple[dict[str, str], ...]) -> Iterator[AnswerProblem]:
        """Each card names fields of the record, and there are not more cards than are printed."""
        for index, card in enumerate(answer):
            yield from cell_problems(card, self.fields, (index,))
        yield from too_many(list(answer), self.count, "cards")
