"""Every text of a file with its place: what clients read, what an example says, and what only facilitators read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workbook.problems import Place
from workbook.source import Data, DataPath, SourceFile

_NOT_TEXT = frozenset({"id", "type", "use", "who", "only", "url", "right", "to", "before", "after", "at", "kind"})
"""Keys whose values are names or choices. ("before" and "after" of a rating are single words.)"""

_NOT_PRINTED = frozenset(
    {"id", "domain", "tags", "topics", "evidence", "audience", "minutes", "version", "license", "review", "allow"}
    | {"format", "clients", "session_minutes", "locale", "discharge", "extends", "self_guided", "values", "settings"}
    | {"sensitivity", "clinician_led", "distress", "page", "pages"}
)
"""Keys at the top of a file that print no sentence."""

_RUNNING = frozenset({"text", "help", "purpose", "what", "smallest", "opener", "aim", "note", "words"})
"""Keys of running text; in other keys of a block stand labels, heads and words to choose from."""

_LISTS = frozenset({"learn", "steps", "points", "review_questions", "summary", "welcome", "closing", "blocks"})
"""Lists whose bare texts are sentences."""

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_NO = re.compile(
    r"\b(?:no|not|never|without|nobody|no one|\w+n['’]t|instead of|rather than|before you (?:stop|start|change)"
    r"|wary of|promis(?:e|es|ing)|(?:ask|tell|call|talk (?:to|with)|check with) (?:your|my|the|a) (?:care )?"
    r"(?:doctor|nurse|pharmacist|prescriber|clinic|clinician|psychiatrist|therapist|counselor|case manager|team))\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


class Reader(StrEnum):
    """Who reads a text: the client, the client in what a made-up person wrote, or the facilitator alone."""

    CLIENT = "client"
    EXAMPLE = "example"
    FACILITATOR = "facilitator"


@dataclass(frozen=True)
class Passage:
    """One text: where it stands, who reads it, and of which part it is (``learn``, or ``worksheets/0`` for a sheet).

    ``running`` text is made of sentences; a label or a word to choose is not.
    """

    path: DataPath
    raw: str
    reader: Reader
    part: str
    running: bool

    @property
    def plain(self) -> str:
        """The text without emphasis and addresses, on one line."""
        return plain(self.raw)


@cache
def plain(text: str) -> str:
    """Give a text without emphasis and addresses, on one line."""
    return _SPACE.sub(" ", _LINK.sub(r"\1", text).replace("*", "")).strip()


def passages(source: SourceFile) -> tuple[Passage, ...]:
    """Give every text of a module, worksheet or program, in the order of the file."""
    data = source.data if isinstance(source.data, dict) else {}
    return tuple(found for key, value in data.items() if key not in _NOT_PRINTED for found in _walk(value, (key,)))


def _walk(data: Data, at: DataPath) -> Iterator[Passage]:
    if isinstance(data, str):
        if data.strip():
            yield Passage(at, data, _reader(at), _part(at), _is_running(at))
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from _walk(item, (*at, i))
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _NOT_TEXT or isinstance(value, (list, dict)):
                yield from _walk(value, (*at, key))


def _reader(at: DataPath) -> Reader:
    if at[0] in {"facilitator", "clinician"}:
        return Reader.FACILITATOR
    return Reader.EXAMPLE if "example" in at else Reader.CLIENT


def _part(at: DataPath) -> str:
    return f"{at[0]}/{at[1]}" if at[0] in {"worksheets", "sessions", "changes"} and len(at) > 1 else str(at[0])


def _is_running(at: DataPath) -> bool:
    last = at[-1]
    return (last if isinstance(last, str) else at[-2]) in (_RUNNING if isinstance(last, str) else _LISTS)


def in_one(words: str) -> frozenset[str]:
    """Give the words of a list that is written as one text."""
    return frozenset(words.split())


def read_by_clients(found: Iterable[Passage]) -> dict[str, list[Passage]]:
    """Give the sentences that clients read, part by part, in order; labels and examples are left out."""
    parts: dict[str, list[Passage]] = {}
    for passage in found:
        if passage.reader is Reader.CLIENT and passage.running:
            parts.setdefault(passage.part, []).append(passage)
    return parts


def is_denied(sentence: str) -> bool:
    """Whether a sentence says the opposite of some of its words: has a "no" or "never", or sends to a clinician."""
    return bool(_NO.search(sentence))


def pinpoint(source: SourceFile, path: DataPath, words: str) -> Place:
    """Give the line and column where some words of a text begin; the place of the text where they are not found.

    A text may run over several lines, so the words are looked for in the file, with any space between them.
    """
    start = source.place(path)
    try:
        lines = source.path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return start
    after = min((line for line, _ in (*source.values.values(), *source.keys.values()) if line > start.line), default=0)
    own = "\n".join(lines[start.line - 1 : after - 1 if after else None])
    pattern = r"[\s*]+".join(map(re.escape, words.split()))
    found = re.compile(pattern, re.IGNORECASE).search(own, max(start.column - 1, 0)) if pattern else None
    if not found:
        return start
    before = own[: found.start()]
    return Place(start.file, start.line + before.count("\n"), len(before) - before.rfind("\n"))
