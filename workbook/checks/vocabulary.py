"""Words that clients are better off without, promises, protected names, and terms that need an explanation.

The words stand in ``seeds/words.yaml``, and a clinic's own in ``words.yaml`` of its folder. What stands in "quotation
marks" is somebody's own words, and is left alone, but for protected names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from workbook import paths
from workbook.blocks.base import Strict, Text
from workbook.checks.texts import Passage, Reader, is_denied, pinpoint
from workbook.files import is_file
from workbook.parse import parse
from workbook.problems import Problem, Severity
from workbook.source import SourceFile, read

WORDS_FILE = "words.yaml"
"""What a clinic's own list is called, in its folder."""

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_LEVELS = 3
"""How many folders above a single file are looked at for a list: ``our-clinic/modules/grounding/``."""

Kind: TypeAlias = Literal["avoid", "promise", "name", "term"]


class Word(Strict):
    """One word of a list: what to say instead, why, other forms of it, and whether facilitators' pages count."""

    kind: Kind = "avoid"
    say: Text
    why: Text | None = None
    also: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    facilitator: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """A list of words, ready to be looked for."""

    words: Mapping[str, Word]

    @cached_property
    def _forms(self) -> dict[str, str]:
        return {form: name for name, word in self.words.items() for form in (name, *(word.also or ()))}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One pattern for all forms, the longest first; a form with a capital letter is found as it is written."""
        forms = sorted(self._forms, key=lambda form: (-len(form), form))
        written = [re.escape(form) if form != form.lower() else f"(?i:{re.escape(form)})" for form in forms]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?![\w-])") if written else re.compile(r"(?!)")

    def find(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Give the words that stand in a text: as the list has them, as they are written, and where they begin."""
        for found in self._pattern.finditer(text):
            form = found.group()
            yield self._forms.get(form) or self._forms[form.lower()], form, found.start()


def read_words(file: Path) -> tuple[dict[str, Word], tuple[Problem, ...]]:
    """Read a list of words; give it, and the mistakes in it."""
    source = read(file)
    words: dict[str, Word] = {}
    problems = [*source.problems]
    for key in source.data if isinstance(source.data, dict) else ():
        word, found = parse(Word, source, (key,))
        problems += found
        words |= {key: word} if word else {}
    return words, tuple(dict.fromkeys(problems))


def words_file(root: Path) -> Path | None:
    """Give the clinic's own list that holds for the files below a folder, if there is one."""
    for folder in (root, *root.absolute().parents[:_LEVELS]):
        if is_file(folder / WORDS_FILE) and folder.absolute() != paths.SEEDS:
            return folder / WORDS_FILE
    return None


def vocabulary_for(root: Path) -> Vocabulary:
    """Give the shipped words and those of the clinic whose folder this is; its own stand before the shipped ones."""
    shipped, _ = read_words(paths.SEEDS / WORDS_FILE)
    file = words_file(root)
    return Vocabulary(shipped | (read_words(file)[0] if file else {}))


def check(source: SourceFile, found: Iterable[Passage], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Warn of words to avoid, of promises and of protected names; each once in a text."""
    for passage in found:
        told = set()
        quoted = [match.span() for match in _QUOTED.finditer(passage.raw)]
        for name, form, at in vocabulary.find(passage.raw):
            word = vocabulary.words[name]
            in_quotes = any(start <= at < end for start, end in quoted)
            denied = word.kind == "promise" and is_denied(_sentence(passage.raw, at))
            if name not in told and not denied and _counts(word, passage.reader, in_quotes=in_quotes):
                told.add(name)
                yield _problem(source, passage, word, form)


def _sentence(text: str, at: int) -> str:
    """Give the sentence around a place in a text."""
    return text[max(text.rfind(sign, 0, at) for sign in ".?!") + 1 :].partition(".")[0]


def _counts(word: Word, reader: Reader, *, in_quotes: bool) -> bool:
    if word.kind == "term" or (reader is Reader.FACILITATOR and not word.facilitator):
        return False
    return word.kind == "name" or not (in_quotes or reader is Reader.EXAMPLE)


def _problem(source: SourceFile, passage: Passage, word: Word, form: str) -> Problem:
    place = pinpoint(source, passage.path, form)
    why = f" {word.why}" if word.why else ""
    if word.kind == "name":
        message = f'"{form}" is a protected or published name.{why}'
        hint = f"Write instead: {word.say}."
        return Problem("wording/protected-name", place, message, hint, Severity.WARNING)
    if word.kind == "promise":
        message = f'"{form}" promises more than anybody can know.{why}'
        hint = f"Write what may happen, such as: {word.say}."
        return Problem("wording/promise", place, message, hint, Severity.WARNING)
    message = f'"{form}" is better left out.{why}'
    return Problem("wording/word-to-avoid", place, message, f"Write instead: {word.say}.", Severity.WARNING)
