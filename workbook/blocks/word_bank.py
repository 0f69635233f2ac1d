"""Words to ring, as many as fit."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, model_validator

from workbook.blocks.base import AnswerProblem, Question, Strict, Text, Word

_MOST = 120

Words: TypeAlias = Annotated[tuple[Word, ...], Field(min_length=3, max_length=_MOST)]
"""Words that stand together: three at least."""


class WordGroup(Strict):
    """Words that belong together, such as a family of feelings."""

    label: Word
    words: Words


class WordBank(Question):
    """Words to circle, as many as fit: they run on in lines, with room for a pencil around each.

    Give ``words`` (a list) or ``groups`` (two to nine, each with a ``label`` and ``words``); 3 to 120 words in all, of
    40 characters at most. ``other: true`` adds a line for words of one's own. An example's answer is the list of
    circled words, word for word; with ``other``, one more text of your own.
    """

    type: Literal["word-bank"] = "word-bank"
    words: Words | None = None
    groups: Annotated[tuple[WordGroup, ...], Field(min_length=2, max_length=9)] | None = None
    other: bool = False
    answer: ClassVar[Any] = tuple[Text, ...]

    @model_validator(mode="after")
    def _fits(self) -> "WordBank":
        if (self.words is None) == (self.groups is None):
            raise ValueError('A word bank takes either "words" or "groups".')
        words = self.all_words
        if len(words) > _MOST:
            raise ValueError(f"A word bank has {_MOST} words at most; this one has {len(words)}.")
        if len(set(words)) < len(words):
            raise ValueError("A word stands in this word bank twice.")
        return self

    @property
    def sets(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """The words in groups, each with its label; words without groups are one set without a label."""
        if self.groups:
            return tuple((group.label, group.words) for group in self.groups)
        return ((None, self.words or ()),)

    @property
    def all_words(self) -> tuple[str, ...]:
        """All words, in order."""
        return tuple(word for _, words in self.sets for word in words)

    def own_words(self, answer: tuple[str, ...]) -> str | None:
        """Give the answer that is none of the words: it goes on the free line."""
        return next((text for text in answer if text not in self.all_words), None)

    def answer_problems(self, answer: tuple[str, ...]) -> Iterator[AnswerProblem]:
        """An answer is one of the words; one more is allowed where there is a free line."""
        own = [i for i, text in enumerate(answer) if text not in self.all_words]
        for index in own[1 if self.other else 0 :]:
            yield (index,), f'"{answer[index]}" is not one of the words.', "Copy a word as it is printed."
