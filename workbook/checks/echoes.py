"""The same wording in two modules: sentences of eight words or more, and shared runs of twelve words.

Who meets a stock phrase again stops reading. Only what clients read is compared, and only within one folder: a
clinic's copy of a shipped module is meant to be like it. Every run of words is looked up in one index, so that the time
grows with the words, not with the pairs of modules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from workbook.checks.home import home_of
from workbook.checks.texts import Passage, Reader, passages, pinpoint
from workbook.library import Entry, Library
from workbook.model import Module
from workbook.problems import Problem, Severity
from workbook.reading import runs_of, sentences_of, words_of

SENTENCE = 8
"""Words of a sentence that two modules do not share."""

RUN = 12
"""Words in a row, within one text, that two modules do not share even in different sentences."""


class _Spot(NamedTuple):
    """A run of words: its module, the real path of that, its text, and the words as they are written."""

    entry: Entry[Any]
    file: Path
    passage: Passage
    words: str


@dataclass
class Echoes:
    """The runs of words of all modules of a library, by what they say, and the order of the modules."""

    library: Library
    index: dict[tuple[Path, tuple[str, ...]], list[_Spot]] = field(default_factory=dict)
    order: dict[Path, int] = field(default_factory=dict)
    checked: frozenset[Path] = frozenset()

    @classmethod
    def of(cls, library: Library, checked: Iterable[Entry[Any]]) -> "Echoes":
        """Index the modules of a library; those that are ``checked`` are told of each other once."""
        made = cls(library, checked=frozenset(entry.source.real for entry in checked))
        for entry in library.all_entries:
            if isinstance(entry.value, Module):
                made.order.setdefault(entry.source.real, len(made.order))
                home = home_of(library, entry.source)
                for spot, key in _runs(entry):
                    made.index.setdefault((home, key), []).append(spot)
        return made

    def check(self, entry: Entry[Any]) -> Iterator[Problem]:
        """Warn of wording that a module shares with others: one problem for each other module."""
        shared: dict[Path, list[tuple[_Spot, _Spot]]] = {}
        home = home_of(self.library, entry.source)
        for mine, key in _runs(entry):
            for other in self.index.get((home, key), ()):
                if self._is_told_here(mine.file, other.file):
                    shared.setdefault(other.file, []).append((mine, other))
        for found in shared.values():
            yield _problem(found)

    def _is_told_here(self, mine: Path, other: Path) -> bool:
        """Whether what two modules share is told at this one: at the later of the two, if both are checked."""
        return other not in self.checked or self.order[other] < self.order.get(mine, 0)


def _runs(entry: Entry[Any]) -> Iterator[tuple[_Spot, tuple[str, ...]]]:
    """Give each sentence and each run of words of a module that is long enough."""
    file = entry.source.real
    for passage in passages(entry.source):
        if passage.reader is not Reader.CLIENT or not passage.running:
            continue
        for sentence in sentences_of(passage.plain):
            length = len(words_of(sentence))
            if SENTENCE <= length < RUN:
                yield from ((_Spot(entry, file, passage, text), words) for words, text in runs_of(sentence, length))
        for words, text in runs_of(passage.plain, RUN):
            yield _Spot(entry, file, passage, text), words


def _problem(found: list[tuple[_Spot, _Spot]]) -> Problem:
    mine, other = found[0]
    texts = len({spot.passage.path for spot, _ in found})
    more = f" (and {texts - 1} more of its texts)" if texts > 1 else ""
    there = pinpoint(other.entry.source, other.passage.path, " ".join(other.words.split()[:4]))
    message = f'"{mine.words}" also stands in "{other.entry.value.id}"{more}: {there.file}, line {there.line}.'
    hint = "Say it in other words here, or leave it out."
    place = pinpoint(mine.entry.source, mine.passage.path, " ".join(mine.words.split()[:4]))
    return Problem("wording/repeated", place, message, hint, Severity.WARNING)
