"""Terms of the trade are explained where a client meets them: on the pages of a module, and on each sheet anew.

An explanation is looked for around the term: words in brackets, "X means", "X is", "called X", "or X", "X, which" and
the like, or the term in *soft emphasis*, as these texts bring in a new word. Titles and labels are not looked at.
"""

import re
from collections.abc import Iterable, Iterator

from workbook.checks.texts import Passage, pinpoint, read_by_clients
from workbook.checks.vocabulary import Vocabulary
from workbook.problems import Problem, Severity
from workbook.source import SourceFile

_AFTER = (
    r"""["”*]*,?\s*(?:\(|(?:is|are|means?|says?|stands?\ for|comes?\ (?:from|when)|happens?\ when|helps?|looks?\ at"""
)
_AFTER += r"""|works?\ with|teach(?:es)?|which|that\ is|or|in\ other\ words|so\ that)\b|:)"""
_BEFORE = (
    r"""(?:\(|(?:\bor|\bcalled|\b(?:short|name|word)\ for|\bknown\ as|\bmean\ by|\bsay)\s+(?:an?\ |the\ )?)["“*]*"""
)


def check(source: SourceFile, found: Iterable[Passage], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Warn of the first place where a term stands on the pages or on a sheet that do not explain it."""
    parts: dict[str, list[Passage]] = {}
    for part, own in read_by_clients(found).items():
        parts.setdefault(part if part.startswith("worksheets/") else "", []).extend(own)
    for some in parts.values():
        text = " ".join(passage.raw for passage in some)
        told: set[str] = set()
        for passage in some:
            for name, form, _ in vocabulary.find(passage.plain):
                word = vocabulary.words[name]
                if word.kind == "term" and name not in told and not _explained(text, [name, *(word.also or ())]):
                    place = pinpoint(source, passage.path, form)
                    message = f'"{form}" is not explained here.'
                    hint = f"Say it in plain words, or explain it once, such as: {word.say}."
                    yield Problem("wording/unglossed-term", place, message, hint, Severity.WARNING)
                told.add(name)


def _explained(text: str, forms: list[str]) -> bool:
    """Whether a part explains a term in one of its forms."""
    some = "|".join(map(re.escape, forms))
    emphasis = rf"\*[^*]*\b(?:{some})\b[^*]*\*"
    around = rf"\b(?:{some}){_AFTER}|{_BEFORE}(?:{some})\b|{emphasis}"
    return bool(re.search(around, text, re.IGNORECASE | re.VERBOSE))
