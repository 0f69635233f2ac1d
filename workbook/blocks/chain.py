"""A path of linked boxes."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word, too_many

Kind: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]
"""A word for what a link is, such as "thought": 12 characters at most."""


class Link(Strict):
    """What is written in one link, and the kind that is circled."""

    text: Text
    kind: Kind | None = None


class Chain(Question):
    """Four to ten linked boxes in the order of reading: one thing that led to the next, or steps along a path.

    Give either ``links`` (how many blank boxes) or ``link_labels`` (the printed name of each). ``kinds``, two to four
    words of 12 characters at most, stand in each box to be circled; with ``links``, ``first`` and ``last`` name the two
    boxes at the ends, which have no kind then. ``across`` is how many boxes stand side by side,
    1 to 3 (default 2; large print has one). ``lines`` is the least in a box, 1 to 6; it grows to ``most``.
    An example's answer is a list in the order of the boxes: ``text``, and with ``kinds`` perhaps a ``kind``.
    """

    type: Literal["chain"] = "chain"
    links: Annotated[int, Field(ge=4, le=10)] | None = None
    link_labels: Annotated[tuple[Word, ...], Field(min_length=4, max_length=10)] | None = None
    kinds: Annotated[tuple[Kind, ...], Field(min_length=2, max_length=4)] | None = None
    first: Word | None = None
    last: Word | None = None
    across: Annotated[int, Field(ge=1, le=3)] = 2
    lines: Annotated[int, Field(ge=1, le=6)] = 2
    most: Annotated[int, Field(ge=1, le=8)] | None = None
    answer: ClassVar[Any] = tuple[Link, ...]

    @model_validator(mode="after")
    def _one_kind_of_links(self) -> "Chain":
        if (self.links is None) == (self.link_labels is None):
            raise ValueError('A chain takes either "links" or "link_labels".')
        if self.link_labels and (self.first or self.last):
            raise ValueError('With "link_labels", the ends have names already: leave out "first" and "last".')
        return self

    @property
    def count(self) -> int:
        """How many boxes the chain has."""
        return self.links if self.links is not None else len(self.link_labels or ())

    def name(self, number: int) -> str | None:
        """Give the printed name of a box, counted from 1, if it has one."""
        if self.link_labels:
            return self.link_labels[number - 1]
        return {1: self.first, self.count: self.last}.get(number)

    def has_kinds(self, number: int) -> bool:
        """Whether kinds stand in a box: not in an end that has a name."""
        return bool(self.kinds) and (self.link_labels is not None or self.name(number) is None)

    @property
    def most_lines(self) -> int:
        """The most lines in a box when the sheet has room to fill."""
        return max(self.most or self.lines + 1, self.lines)

    def answer_problems(self, answer: tuple[Link, ...]) -> Iterator[AnswerProblem]:
        """There are not more answers than boxes, and each kind is one of those to circle."""
        yield from too_many(list(answer), self.count, "links")
        for index, link in enumerate(answer):
            if link.kind is not None and not (self.has_kinds(index + 1) and link.kind in (self.kinds or ())):
                hint = f"Use one of: {', '.join(self.kinds)}." if self.kinds else 'Leave "kind" out, or give "kinds".'
                yield (index, "kind"), f'"{link.kind}" is not one of the kinds of this box.', hint
