"""Several statements or goals, each with its own rating."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Id, Label, Strict, Text, Word, unknown_keys
from workbook.blocks.scale import Rated, Scaled


class RatedRow(Strict):
    """A row: its id and its statement. A row without a ``label`` has a line to write one's own on."""

    id: Id
    label: Label | None = None


class RowAnswer(Strict):
    """A row filled in: the words on its line, and the number circled, or both numbers where there are two."""

    words: Text | None = None
    number: Rated | None = None
    before: Rated | None = None
    after: Rated | None = None


class RatingRows(Scaled):
    """Two to ten statements or goals, each with its own row of circles on one scale.

    ``rows`` have an ``id`` and a ``label`` (110 characters); a row without a label has a line for the person's own
    words. ``scale`` is ``0-10`` (default), ``0-100``, ``0-5``, ``1-5`` or ``-2..2``; ``low``, ``middle`` and ``high``
    are the words above it. ``twice: true`` gives each row two ratings, one above the other, named ``before`` and
    ``after`` ("At the start" and "Now" if left out); six rows at most then. An example's answer gives, by row id, the
    number circled, or ``words`` with ``number``, or with ``before`` and ``after``.
    """

    type: Literal["rating-rows"] = "rating-rows"
    rows: Annotated[tuple[RatedRow, ...], Field(min_length=2, max_length=10)]
    scale: Literal["0-10", "0-100", "0-5", "1-5", "-2..2"] = "0-10"
    twice: bool = False
    before: Word | None = None
    after: Word | None = None
    answer: ClassVar[Any] = dict[str, Rated | RowAnswer]

    @model_validator(mode="after")
    def _fits(self) -> "RatingRows":
        if len({row.id for row in self.rows}) < len(self.rows):
            raise ValueError("Two rows have the same id.")
        if (self.before or self.after) and not self.twice:
            raise ValueError('"before" and "after" name two ratings in a row: write "twice: true" as well.')
        if self.twice and len(self.rows) > 6:  # noqa: PLR2004 - as the docstring says
            raise ValueError("With two ratings a row there is room for six rows at most.")
        return self

    def filled(self, answer: dict[str, int | RowAnswer] | None, row: str) -> RowAnswer:
        """Give what an example has in a row; empty if it has nothing there."""
        given = (answer or {}).get(row, RowAnswer())
        return RowAnswer(number=given) if isinstance(given, int) else given

    def answer_problems(self, answer: dict[str, int | RowAnswer]) -> Iterator[AnswerProblem]:
        """An answer names rows, has as many numbers as they have, and words only where there is a line."""
        yield from unknown_keys(answer, [row.id for row in self.rows])
        for row in self.rows:
            if row.id not in answer:
                continue
            given = self.filled(answer, row.id)
            if given.words and row.label:
                yield (row.id, "words"), "This row has printed words and no line.", "Give only its rating."
            if self.twice and given.number is not None:
                yield (row.id,), "This row has two ratings.", 'Write "before:" and "after:", each with a number.'
            if not self.twice and (given.before, given.after) != (None, None):
                yield (row.id,), "This row has one rating.", "Write one number."
            for key in ("number", "before", "after"):
                path = (row.id,) if isinstance(answer[row.id], int) else (row.id, key)
                yield from self.off_scale(getattr(given, key), *path)
