"""Ideas to choose from, in groups."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Id, Part, Question, Strict, Text, Word, too_many, unknown_keys

_LEAST, _MOST = 6, 80


class IdeaGroup(Strict):
    """A group of ideas under one heading."""

    id: Id
    label: Word
    ideas: Annotated[tuple[Word, ...], Field(min_length=2, max_length=20)]


class Menu(Question):
    """Groups of short ideas, each idea with one or two small boxes to tick, such as "tried" and "want to try".

    ``groups`` (one to nine) have an ``id``, a ``label`` and 2 to 20 ``ideas`` of 40 characters at most; 6 to 80 ideas
    in all. Groups stand side by side in 1 to 3 ``columns`` (default 3), row by row, so make neighbors about equally
    long; in large print they stand one below the other. ``boxes`` names one or two boxes by ``id`` and ``label``: the
    first is a square, the second a circle. ``own`` is the number of blank lines at the end of each group, 0 to 3
    (default 1). An example's answer gives, by box id, the ideas ticked, and by group id, the ideas written there.
    """

    type: Literal["menu"] = "menu"
    groups: Annotated[tuple[IdeaGroup, ...], Field(min_length=1, max_length=9)]
    boxes: Annotated[tuple[Part, ...], Field(min_length=1, max_length=2)]
    columns: Annotated[int, Field(ge=1, le=3)] = 3
    own: Annotated[int, Field(ge=0, le=3)] = 1
    answer: ClassVar[Any] = dict[str, tuple[Text, ...]]

    @model_validator(mode="after")
    def _fits(self) -> "Menu":
        ideas = self.ideas
        if not _LEAST <= len(ideas) <= _MOST:
            raise ValueError(f"A menu has {_LEAST} to {_MOST} ideas; this one has {len(ideas)}.")
        if len(set(ideas)) < len(ideas):
            raise ValueError("An idea stands in this menu twice.")
        names = [*(group.id for group in self.groups), *(box.id for box in self.boxes)]
        if len(set(names)) < len(names):
            raise ValueError("Groups and boxes need ids that all differ.")
        return self

    @property
    def ideas(self) -> tuple[str, ...]:
        """All printed ideas, in order."""
        return tuple(idea for group in self.groups for idea in group.ideas)

    def height_in_lines(self, columns: int) -> int:
        """How many lines stand below each other: those of the longest group in each row of groups."""
        lengths = [len(group.ideas) + self.own for group in self.groups]
        return sum(max(lengths[start : start + columns]) for start in range(0, len(lengths), columns))

    def answer_problems(self, answer: dict[str, tuple[str, ...]]) -> Iterator[AnswerProblem]:
        """What is ticked stands in the menu, printed or written; what is written has a line."""
        groups = {group.id for group in self.groups}
        yield from unknown_keys(answer, [*(box.id for box in self.boxes), *groups])
        known = {*self.ideas, *(text for name in groups for text in answer.get(name, ()))}
        for box in self.boxes:
            for index, text in enumerate(answer.get(box.id, ())):
                if text not in known:
                    yield (box.id, index), f'"{text}" is not an idea of this menu.', "Copy an idea word for word."
        for group in self.groups:
            yield from too_many(list(answer.get(group.id, ())), self.own, "lines", (group.id,))
