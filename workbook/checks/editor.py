"""What a good editor would mark before a text goes to print: all rules about wording, and what can do harm.

``workbook check`` asks for it; printing does not. What goes by the rules of English is left out of other languages.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook.checks import (
    anatomy,
    breathing,
    distress,
    hazards,
    keypoints,
    sentences,
    standalone,
    terms,
    topics,
    vocabulary,
)
from workbook.checks.echoes import Echoes
from workbook.checks.home import home_of
from workbook.checks.languages import is_english
from workbook.checks.texts import passages
from workbook.checks.vocabulary import Vocabulary, vocabulary_for
from workbook.checks.wording import check_sheets
from workbook.library import Entry, Library
from workbook.model import Module
from workbook.problems import Problem

CODES = frozenset(
    {
        "safety/breath-holding",
        "safety/dose-advice",
        "safety/no-opt-out",
        "safety/no-rating",
        "safety/no-suicide-contract",
        "safety/shaming-score",
        "safety/substance-in-example",
        "safety/trauma-story",
        "safety/weight-or-calories",
        "schema/missing-part",
        "wording/key-point-not-in-text",
        "wording/leans-on-earlier",
        "wording/long-sentence",
        "wording/passive",
        "wording/promise",
        "wording/protected-name",
        "wording/reading-grade",
        "wording/repeated",
        "wording/unglossed-term",
        "wording/word-to-avoid",
    }
)
"""The codes that an editor gives: what a file allows of them counts as used where no editor has looked."""


class Editor:
    """Reads the texts of a library; ``checked`` are those that are looked at together, and told of each other once."""

    def __init__(self, library: Library, checked: Iterable[Entry[Any]]) -> None:
        self._library = library
        self._checked = tuple(checked)
        self._vocabularies: dict[Path, Vocabulary] = {}

    def check(self, entry: Entry[Any]) -> Iterator[Problem]:
        """Give what there is to mark in one module, worksheet or program."""
        yield from distress.check(self._library, entry)
        if isinstance(entry.value, Module):
            yield from anatomy.check(self._library, entry)
            yield from topics.check(self._library, entry)
        if not is_english(self._library, entry):
            return
        source, found = entry.source, passages(entry.source)
        yield from check_sheets(source, found)
        yield from vocabulary.check(source, found, self._vocabulary(entry))
        yield from terms.check(source, found, self._vocabulary(entry))
        yield from sentences.check(source, found)
        yield from hazards.check(source, found)
        yield from breathing.check(entry)
        if isinstance(entry.value, Module):
            yield from standalone.check(source, found)
            yield from keypoints.check(source, found)
            yield from self._echoes.check(entry)

    def _vocabulary(self, entry: Entry[Any]) -> Vocabulary:
        home = home_of(self._library, entry.source)
        if home not in self._vocabularies:
            self._vocabularies[home] = vocabulary_for(home)
        return self._vocabularies[home]

    @cached_property
    def _echoes(self) -> Echoes:
        return Echoes.of(self._library, self._checked)
