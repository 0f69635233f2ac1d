"""Bands one above the other, such as the zones of a thermometer."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Label, Part, Question, Rating, Text, Word, unknown_keys

Pattern: TypeAlias = Literal["plain", "dots", "stripes", "cross"]
_UPWARD: tuple[Pattern, ...] = ("plain", "dots", "stripes", "cross", "cross")


class Band(Part):
    """A band: its name, the ``signs`` that are printed in it, the numbers from ``low`` to ``high``, its pattern.

    Without a ``pattern`` (``plain``, ``dots``, ``stripes`` or ``cross``), bands are denser from the bottom up.
    """

    signs: Annotated[tuple[Label, ...], Field(max_length=5)] = ()
    low: Rating | None = None
    high: Rating | None = None
    pattern: Pattern | None = None

    @property
    def numbers(self) -> list[int]:
        """The numbers of the thermometer in this band, the highest first."""
        return list(range(self.high, self.low - 1, -1)) if self.high is not None and self.low is not None else []


class Bands(Question):
    """Two to five bands, top to bottom, each with its name, printed signs and room to write: zones of a feeling.

    ``columns`` (one to three, each with an id and a label) are what is written in each band, with ``lines`` (1 to 6)
    ruled lines as the least. Bands that have ``low`` and ``high`` are parts of a thermometer from 0 to 10: the highest
    first, with no number missing or twice. Patterns tell the bands apart, not colors.

    An example's answer names the bands by id, each with the columns by id. With a thermometer, ``now`` may give the
    number that is ringed.
    """

    type: Literal["bands"] = "bands"
    bands: Annotated[tuple[Band, ...], Field(min_length=2, max_length=5)]
    columns: Annotated[tuple[Part, ...], Field(min_length=1, max_length=3)]
    lines: Annotated[int, Field(ge=1, le=6)] = 3
    now: Word | None = None
    answer: ClassVar[Any] = dict[str, dict[str, Text] | Rating]

    @model_validator(mode="after")
    def _whole_scale(self) -> "Bands":
        given = [n for b in self.bands for n in (b.low, b.high)]
        if None in given:
            if any(n is not None for n in given):
                raise ValueError('Either all bands have "low" and "high", or none has.')
            if self.now:
                raise ValueError('"now" names a number on the thermometer: give the bands "low" and "high".')
        elif [n for b in self.bands for n in b.numbers] != list(range(10, -1, -1)):
            raise ValueError("The bands of a thermometer run from 10 at the top to 0, with no number missing or twice.")
        return self

    @property
    def scaled(self) -> bool:
        """Whether the bands are parts of a thermometer."""
        return self.bands[0].low is not None

    def pattern(self, index: int) -> str:
        """Give the pattern of a band: its own, or denser from the bottom up."""
        return self.bands[index].pattern or _UPWARD[len(self.bands) - 1 - index]

    def answer_problems(self, answer: dict[str, dict[str, str] | int]) -> Iterator[AnswerProblem]:
        """An answer names bands, and in each the columns; a number only for the thermometer."""
        known = [b.id for b in self.bands]
        yield from unknown_keys(dict(answer), [*known, "now"] if self.scaled else known)
        for key, own in answer.items():
            if isinstance(own, int) != (key == "now"):
                yield (key,), "Only the number on the thermometer is a number.", "Write  now: 7  or  band: column: text"
            elif isinstance(own, dict):
                yield from unknown_keys(dict(own), [c.id for c in self.columns], (key,))
