"""Cards to cut out and keep in a pocket."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Question, Strict, Word, too_many

_LINES = {
    ("pocket", "standard"): 3,
    ("pocket", "large-print"): 2,
    ("index", "standard"): 6,
    ("index", "large-print"): 4,
}
"""Writing lines under the title of a blank card."""


class Card(Strict):
    """One card: a title and either printed text (220 characters at most) or blank lines."""

    title: Word
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=220)] | None = None


class Cards(Question):
    """One to eight cards with cut marks. A card without ``text`` has lines to write on.

    ``size`` is ``pocket`` (about as large as a business card, with three lines; eight fill a page) or ``index`` (3 by 5
    inches, six lines). ``across`` is how many stand side by side, 1 or 2: two pocket cards unless it says otherwise,
    and always one index card, as two are wider than the page. Large print sets all cards one below the other.

    An example's answer is a list with the words written on the blank cards, in order.
    """

    type: Literal["cards"] = "cards"
    cards: Annotated[tuple[Card, ...], Field(min_length=1, max_length=8)]
    size: Literal["pocket", "index"] = "pocket"
    across: Annotated[int, Field(ge=1, le=2)] | None = None
    answer: ClassVar[Any] = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...]

    @model_validator(mode="after")
    def _fits_across(self) -> "Cards":
        if self.size == "index" and self.across == 2:  # noqa: PLR2004
            raise ValueError("Two index cards do not fit side by side. Take out across, or make them pocket cards.")
        return self

    def lines(self, page: str) -> int:
        """The writing lines of a blank card on a page of this size; those of large print are longer."""
        return _LINES[self.size, page]

    def side_by_side(self, page: str) -> int:
        """How many cards stand side by side on a page of this size: one in large print."""
        usual = 2 if self.size == "pocket" else 1
        return 1 if page == "large-print" else self.across or usual

    @property
    def blank(self) -> tuple[Card, ...]:
        """The cards to write on."""
        return tuple(card for card in self.cards if card.text is None)

    def answer_problems(self, answer: tuple[str, ...]) -> Iterator[AnswerProblem]:
        """There are not more answers than blank cards."""
        yield from too_many(list(answer), len(self.blank), "blank cards")
