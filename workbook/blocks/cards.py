"""Cards to cut out and keep in a pocket."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many


class Card(Strict):
    """One card: a title and either printed text or blank lines."""

    title: Word
    text: Text | None = None


class Cards(Question):
    """Two to eight pocket cards with cut marks, two across. A card without ``text`` has lines to write on.

    An example's answer is a list with the words written on the blank cards, in order.
    """

    type: Literal["cards"] = "cards"
    cards: Annotated[tuple[Card, ...], Field(min_length=2, max_length=8)]
    answer: ClassVar[Any] = tuple[Text, ...]

    @property
    def blank(self) -> tuple[Card, ...]:
        """The cards to write on."""
        return tuple(card for card in self.cards if card.text is None)

    def answer_problems(self, answer: tuple[str, ...]) -> Iterator[AnswerProblem]:
        """There are not more answers than blank cards."""
        yield from too_many(list(answer), len(self.blank), "blank cards")
