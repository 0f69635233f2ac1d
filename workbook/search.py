"""Full-text search over modules and worksheets: every word must be there, as a stem or as the beginning of a word.

The words of all files stand in an index (SQLite's FTS5, in memory). Reading a thousand files takes seconds and asking
the index takes milliseconds, so the index is kept in the cache, under the hash of every file that it was made from.
Where SQLite has no FTS5, texts are looked through word by word; the same is found, but for stems.
"""

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from workbook import paths
from workbook.cache import Cache, key_of
from workbook.catalog import rows
from workbook.library import Entry, Library, find_yaml, load
from workbook.model import Module, StandingWorksheet, WorksheetUse
from workbook.source import Data
from workbook.tools import program

SEARCHED = ("modules", "worksheets")
"""The kinds that have an index."""

COLUMNS = {"name": 10.0, "tags": 6.0, "about": 4.0, "uses": 2.0, "text": 1.0}
"""What is looked through, and how much a word there weighs: a title says more than a line on a page."""

PURPOSE = ("name", "tags", "about", "uses")
"""What says for whom and for what something is, without the text of its pages."""

LEAST_PREFIX = 3
"""Letters from which a word may be only the beginning of one."""

_NOT_TEXT = frozenset({"id", "type", "domain", "who", "use", "evidence", "topics", "tags", "after", "version"})
_NOT_FOR_CLIENTS = frozenset({"license", "review", "allow", "facilitator", "clinician"})
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')

Scores: TypeAlias = dict[int, float]
"""How well rows fit, by their number: the less, the better."""


@dataclass(frozen=True)
class Document:
    """A row of a list, and the words that it is found by, by column."""

    row: dict[str, Any]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """What has to be there: a word, or (``exact``) a phrase whose last word is whole."""

    text: str
    exact: bool = False


@dataclass(frozen=True)
class Found:
    """What a search gave, the best first: rows, words that nothing has, known topics, and how many files are broken."""

    rows: list[dict[str, Any]]
    nowhere: tuple[str, ...]
    topics: tuple[str, ...]
    broken: int


class Index(Protocol):
    """Something that can be asked for one term at a time."""

    def facts(self) -> tuple[list[dict[str, Any]], tuple[str, ...], int]:
        """Give all rows, the topics, and the number of broken files."""

    def scores(self, term: Term, columns: Sequence[str]) -> Scores:
        """Give the rows that have a term in one of these columns."""


def search(
    libraries: Sequence[Path], what: str, words: str = "", purpose: str = "", cache: Cache | None = None
) -> Found:
    """Find the modules or worksheets that have all ``words`` anywhere, and all of ``purpose`` where it says for what.

    ``what`` is one of SEARCHED. Words in straight quotes are a phrase. Without any word, everything is found.
    """
    return ask(_index(libraries, what, cache), words, purpose)


def ask(index: Index, words: str = "", purpose: str = "") -> Found:
    """Ask an index for all ``words`` anywhere, and all of ``purpose`` where it says for what something is."""
    all_rows, topics, broken = index.facts()
    asked = [(term, tuple(COLUMNS)) for term in terms(words)] + [(term, PURPOSE) for term in terms(purpose)]
    total: Scores = dict.fromkeys(range(len(all_rows)), 0.0)
    nowhere = []
    for term, columns in asked:
        scores = index.scores(term, columns)
        nowhere += [] if scores else [term.text]
        total = {number: total[number] + score for number, score in scores.items() if number in total}
    best = sorted(total, key=lambda number: (total[number], number))
    return Found([all_rows[number] for number in best], tuple(nowhere), topics, broken)


def terms(words: str) -> tuple[Term, ...]:
    """Take apart what was typed; a lone quotation mark counts for nothing."""
    found = []
    for phrase, word in _TERM.findall(words):
        text = (phrase or word).strip()
        found += [Term(text, exact=bool(phrase))] if text else []
    return tuple(dict.fromkeys(found))


def having(found: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Keep the rows that have all words in any of their fields, for kinds that have no index."""
    wanted = words.lower().split()
    texts = [json.dumps(list(row.values()), ensure_ascii=False).lower() for row in found]
    return [row for row, text in zip(found, texts, strict=True) if all(word in text for word in wanted)]


def has_fts5() -> bool:
    """Tell whether SQLite can search full texts here, and give an index as bytes."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(x)")
        except sqlite3.OperationalError:
            return False
    return hasattr(connection, "serialize")


def _index(libraries: Sequence[Path], what: str, cache: Cache | None) -> Index:
    """Give the index that was kept, or make it, and keep it."""
    if not has_fts5():
        library = load(libraries)
        return PlainIndex(documents(library, what), tuple(library.topics), len(library.all_broken))
    key = key_of("search", program(), what, repr((libraries, str(Path.cwd()))), *_read(libraries)) if cache else ""
    kept = cache.get_note(key) if cache else None
    if kept:
        with contextlib.suppress(sqlite3.Error):
            return FullTextIndex.recalled(kept)
    library = load(libraries)
    index = FullTextIndex.made(documents(library, what), tuple(library.topics), len(library.all_broken))
    if cache:
        cache.put_note(key, index.as_bytes())
        cache.trim()
    return index


def _read(libraries: Sequence[Path]) -> Iterator[bytes]:
    """Give all that lists are made from: names and bytes of every file."""
    for root in (*libraries, paths.CONTENT, paths.SEEDS):
        for path in find_yaml(root):
            yield str(path).encode(errors="surrogateescape")
            try:
                yield path.read_bytes()
            except OSError:  # loading will tell
                yield b""


def documents(library: Library, what: str) -> list[Document]:
    """Give the rows of a list with the words that they are found by."""
    shelf: dict[str, Any] = library.modules if what == "modules" else library.worksheets
    return [Document(row, _words(library, shelf[row["id"]])) for row in rows(library, what)]


def _words(library: Library, entry: Entry[Module] | Entry[StandingWorksheet]) -> tuple[str, ...]:
    """Give the words of a module or worksheet by column, in the order of COLUMNS."""
    value, text = entry.value, list(_texts(entry.source.data))
    tags = [*value.tags, value.domain]
    if isinstance(value, StandingWorksheet):
        about, uses = value.purpose, value.clinician
    else:
        topics = [library.topics[name].title for name in value.topics if name in library.topics]
        tags += [*value.topics, *topics]
        about, uses = value.tagline, value.facilitator.use_when
        used = [sheet.use for sheet in value.worksheets if isinstance(sheet, WorksheetUse)]
        text += [f"{sheet.title} {sheet.purpose}" for name in used for sheet in _sheets(library, name)]
    return f"{value.title}\n{value.id}", "\n".join(tags), about, uses, "\n".join(text)


def _sheets(library: Library, name: str) -> list[StandingWorksheet]:
    return [library.worksheets[name].value] if name in library.worksheets else []


def _texts(data: Data, depth: int = 0) -> Iterator[str]:
    """Give all that clients read in a file, as it is written."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, depth + 1)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _NOT_TEXT and (depth or key not in _NOT_FOR_CLIENTS):
                yield from _texts(value, depth + 1)


class FullTextIndex:
    """Words in two tables of SQLite's FTS5: by their stems, and as they are written, for beginnings of words."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def made(cls, found: Iterable[Document], topics: Sequence[str], broken: int) -> "FullTextIndex":
        """Make an index."""
        connection = sqlite3.connect(":memory:")
        columns = ", ".join(COLUMNS)
        letters = "unicode61 remove_diacritics 2 tokenchars ''_''"
        connection.execute("CREATE TABLE facts (rows TEXT, topics TEXT, broken INTEGER)")
        connection.execute(f"CREATE VIRTUAL TABLE stems USING fts5({columns}, content='', tokenize='porter {letters}')")
        connection.execute(f"CREATE VIRTUAL TABLE plain USING fts5({columns}, content='', tokenize='{letters}')")
        listed = []
        for number, document in enumerate(found):
            listed.append(document.row)
            for table in ("stems", "plain"):
                marks = ", ".join("?" * len(COLUMNS))
                insert = f"INSERT INTO {table} (rowid, {columns}) VALUES (?, {marks})"  # noqa: S608 - our own names
                connection.execute(insert, (number, *document.words))
        facts = (json.dumps(listed, ensure_ascii=False), json.dumps(list(topics)), broken)
        connection.execute("INSERT INTO facts VALUES (?, ?, ?)", facts)
        connection.commit()
        return cls(connection)

    @classmethod
    def recalled(cls, data: bytes) -> "FullTextIndex":
        """Take up an index that was kept; raise sqlite3.Error if it is none."""
        connection = sqlite3.connect(":memory:")
        connection.deserialize(data)
        connection.execute("SELECT broken FROM facts")
        return cls(connection)

    def as_bytes(self) -> bytes:
        """Give the index to keep."""
        return self.connection.serialize()

    def facts(self) -> tuple[list[dict[str, Any]], tuple[str, ...], int]:
        """Give all rows, the topics, and the number of broken files."""
        listed, topics, broken = self.connection.execute("SELECT rows, topics, broken FROM facts").fetchone()
        return json.loads(listed), tuple(json.loads(topics)), broken

    def scores(self, term: Term, columns: Sequence[str]) -> Scores:
        """Give the rows that have a term in one of these columns, weighed by where and how often."""
        if not any(letter.isalnum() for letter in term.text):
            return {}
        phrase = '"' + term.text.replace('"', "").replace("\0", "") + '"'
        scores = self._match("stems", phrase, columns)
        if not term.exact and len(term.text) >= LEAST_PREFIX:
            for number, score in self._match("plain", f"{phrase}*", columns).items():
                scores[number] = min(score, scores.get(number, 0.0))
        return scores

    def _match(self, table: str, phrase: str, columns: Sequence[str]) -> Scores:
        weights = ", ".join(str(weight) for weight in COLUMNS.values())
        query = f"SELECT rowid, bm25({table}, {weights}) FROM {table} WHERE {table} MATCH ?"  # noqa: S608 - as above
        return dict(self.connection.execute(query, (f"{{{' '.join(columns)}}} : {phrase}",)))


class PlainIndex:
    """The texts themselves, looked through for each term: for a SQLite without FTS5."""

    def __init__(self, found: Sequence[Document], topics: tuple[str, ...], broken: int) -> None:
        self.documents = [(document.row, [words.casefold() for words in document.words]) for document in found]
        self.topics = topics
        self.broken = broken

    def facts(self) -> tuple[list[dict[str, Any]], tuple[str, ...], int]:
        """Give all rows, the topics, and the number of broken files."""
        return [row for row, _ in self.documents], self.topics, self.broken

    def scores(self, term: Term, columns: Sequence[str]) -> Scores:
        """Give the rows that have a term at the beginning of a word in one of these columns, weighed by where."""
        if not any(letter.isalnum() for letter in term.text):
            return {}
        end = r"\b" if term.exact or len(term.text) < LEAST_PREFIX else ""
        pattern = re.compile(rf"\b{re.escape(term.text.casefold())}{end}")
        found = {}
        for number, (_, words) in enumerate(self.documents):
            texts = zip(COLUMNS, words, strict=True)
            weights = [COLUMNS[name] for name, text in texts if name in columns and pattern.search(text)]
            if weights:
                found[number] = -sum(weights)
        return found
