"""The library as it stands: read once, and again when a file has changed. Lists and search indexes stay at hand."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from workbook import catalog, paths
from workbook.domains import DOMAINS
from workbook.library import Library, load
from workbook.preferences import Preferences, preferences
from workbook.search import SEARCHED, Found, FullTextIndex, PlainIndex, ask, documents, has_fts5, having
from workbook.theme import load_theme
from workbook.web.settings import Settings

Row = dict[str, Any]
"""One row of a list, as the catalog gives it."""

KINDS = ("modules", "worksheets", "programs")
"""What there is to look at and to print."""

_READ = frozenset({".yaml", ".yml", ".html", ".css", ".png", ".jpg", ".jpeg", ".svg"})
"""Files that change what is shown."""


@dataclass(frozen=True)
class Stock:
    """The library in one state of its files, which ``stamp`` is the digest of."""

    stamp: str
    library: Library
    rows: Mapping[str, list[Row]]
    indexes: Mapping[str, bytes | PlainIndex]
    preferences: Preferences

    def find(self, kind: str, words: str) -> Found:
        """Give what has all these words, the best first; without words everything, in the order of the domains."""
        if kind not in SEARCHED:
            return Found(having(self.rows[kind], words), (), (), 0)
        if not words.strip():
            return Found(self.rows[kind], (), (), 0)
        index = self.indexes[kind]
        if isinstance(index, PlainIndex):
            return ask(index, words)
        own = FullTextIndex.recalled(index)  # a connection of SQLite belongs to one thread
        with contextlib.closing(own.connection):
            return ask(own, words)

    def row(self, kind: str, name: str) -> Row:
        """Give the row of something that is there."""
        return next(row for row in self.rows[kind] if row["id"] == name)


class Shelf:
    """Gives the library, never older than its files; while many files are read again, for a moment the last state."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._reading: Future[None] | None = None
        self._stock: Stock | None = None

    def now(self) -> Stock:
        """Give the state of this moment."""
        stamp = self.stamp()
        if self._stock and self._stock.stamp == stamp:
            return self._stock
        with self._lock:
            if self._reading is None or self._reading.done():
                self._reading = self._readers.submit(self._read, stamp)
            reading = self._reading
        if self._stock is None:
            reading.result()
        wait([reading], self._settings.limits.patience)
        if self._stock is None:
            raise RuntimeError("the library was not read")
        return self._stock

    def newest(self) -> Stock:
        """Give the state of this moment, however long reading takes."""
        stock = self.now()
        reading = self._reading
        if reading:
            reading.result()
        return self._stock or stock

    def _read(self, stamp: str) -> None:
        libraries = self._settings.libraries
        library = load(libraries)
        order = list(DOMAINS)
        rows = {kind: catalog.rows(library, kind) for kind in KINDS}
        for kind in SEARCHED:
            rows[kind].sort(key=lambda row: order.index(row["domain"]))
        self._stock = Stock(stamp, library, rows, _indexes(library), _preferences(libraries))

    def stamp(self) -> str:
        """Give a digest of the names, sizes and times of all files, as they are now."""
        digest = sha256()
        for root in (*self._settings.libraries, paths.CONTENT, paths.SEEDS):
            for entry in sorted(_files(root)):
                digest.update(repr(entry).encode(errors="surrogateescape"))
        return digest.hexdigest()


def _files(folder: Path | str, around: tuple[str, ...] = ()) -> Iterator[tuple[str, int, int]]:
    """Give the files below a folder. A link that leads to a folder around it is not followed, nor one to nothing."""
    real = os.path.realpath(folder)
    if real in around:
        return
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):  # an editor's lock is a link to nothing
                if entry.is_dir() and not entry.name.startswith("."):
                    yield from _files(entry.path, (*around, real))
                elif os.path.splitext(entry.name)[1].lower() in _READ:  # noqa: PTH122 - of thousands, at each request
                    told = entry.stat()
                    yield entry.path, told.st_mtime_ns, told.st_size


def _indexes(library: Library) -> dict[str, bytes | PlainIndex]:
    if not has_fts5():
        return {kind: PlainIndex(documents(library, kind), (), 0) for kind in SEARCHED}
    indexes: dict[str, bytes | PlainIndex] = {}
    for kind in SEARCHED:
        made = FullTextIndex.made(documents(library, kind), (), 0)
        with contextlib.closing(made.connection):
            indexes[kind] = made.as_bytes()
    return indexes


def _preferences(libraries: tuple[Path, ...]) -> Preferences:
    """Give what the clinic prints in; a theme that has mistakes is told of where problems are."""
    told = preferences(libraries)
    try:
        load_theme(told.theme, libraries)
    except Exception:  # noqa: BLE001 - pages can be looked at without it
        return Preferences(paper=told.paper, locale=told.locale)
    return told
