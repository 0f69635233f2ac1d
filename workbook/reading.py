"""How hard a text is to read: Flesch-Kincaid grade, measured as Kincaid et al. (1975) define it.

grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59. Syllables are counted by Pyphen's hyphenation
patterns joined with the count of vowel groups, whichever is larger: hyphenation leaves short first and last syllables
uncounted.
"""

import re
from collections.abc import Iterator
from functools import cache

import pyphen

from workbook.blocks.base import Block
from workbook.blocks.key_points import KeyPoints
from workbook.blocks.prose import Prose
from workbook.blocks.steps import Steps
from workbook.model import Module, Program, Worksheet

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’)]|$)|\n+")


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """Count the syllables of an English word: at least 1."""
    lower = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", lower))
    if lower.endswith("e") and not re.search(r"([^aeiouy]le|ee|ye)$", lower) and groups > 1:
        groups -= 1
    if lower.endswith("ed") and not lower.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    if lower.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g)es$", lower) and groups > 1:
        groups -= 1
    return max(1, groups, _patterns().inserted(lower).count("-") + 1 if lower else 1)


def words_of(text: str) -> list[str]:
    """Give the words of a text; numbers and signs are none."""
    return _WORD.findall(text)


def runs_of(text: str, length: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each run of so many words in a row: the words in lower case, and the run as it is written."""
    found = [*_WORD.finditer(text)]
    words = [word.group().lower().replace("’", "'") for word in found]
    for start in range(len(found) - length + 1):
        end = start + length
        yield tuple(words[start:end]), text[found[start].start() : found[end - 1].end()]


def sentences_of(text: str) -> list[str]:
    """Give the sentences of a text: what ends with a full stop, a question or exclamation mark, or a line."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]


def grade(text: str) -> float | None:
    """Give the Flesch-Kincaid grade of a text; None under 30 words, where the formula says nothing."""
    words = words_of(text)
    if len(words) < 30:  # noqa: PLR2004
        return None
    sentences = max(1, len(sentences_of(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def client_text(value: Module | Worksheet | Program) -> dict[str, str]:
    """Give the running text that a client reads, by key of the file: headings, labels and tables are not sentences."""
    if isinstance(value, Program):
        return {"welcome": _prose(value.welcome), "sessions": "\n".join(s.opener or s.aim for s in value.sessions)}
    if isinstance(value, Worksheet):
        return {"purpose": value.purpose}
    return {
        "learn": _prose(value.learn),
        "steps": "\n".join(value.steps),
        "practice": f"{value.practice.what}\n{value.practice.smallest}",
        "review_questions": "\n".join(value.review_questions),
        "summary": "\n".join(value.summary),
    }


def _prose(blocks: tuple[Block, ...]) -> str:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Prose):
            texts.append(block.text)
        elif isinstance(block, KeyPoints):
            texts += block.points
        elif isinstance(block, Steps):
            texts += block.steps
    return "\n".join(texts)


def reading_grade(value: Module | Worksheet | Program) -> float | None:
    """Give the reading grade of all that a client reads; None where there is too little text to say."""
    return grade("\n".join(client_text(value).values()))
