"""Fragments by content hash, in a folder that can be deleted at any time.

An entry is written aside and renamed, so it is there whole or not at all, whoever else writes and whenever a process is
killed; its digest is looked at when it is read, so that a damaged one is set again. Entries that were not used for the
longest time go first when the folder grows beyond its limit.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from workbook.aside import written_aside
from workbook.fragment import Damaged, Fragment, dump, load

LIMIT_BYTES = 256 * 2**20
"""A workbook of 250 pages takes about 2 MB."""

_SUFFIX = ".fragment"
_NOTE = ".note"
_DIGEST = 32
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by Workbook. This folder can be deleted at any time.\n"
"""The mark of a folder that backups leave out (bford.info/cachedir)."""


@dataclass(frozen=True)
class CacheInfo:
    """What is in a cache: the folder, the number of fragments, their size and the limit in bytes."""

    folder: Path
    fragments: int
    size: int
    limit: int


class Cache:
    """Finished fragments in a folder. One that cannot be read is set again; ``trouble`` says what cannot be written."""

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        self.folder = folder
        self.limit = limit
        self.trouble = ""

    def get(self, key: str) -> Fragment | None:
        """Give a fragment, or None; a damaged one is taken away."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            found = _read(data, key)
        except (Damaged, ValueError, KeyError, TypeError):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):  # a folder that is only to be read is of use too
            os.utime(path)  # what is used stays
        return found

    def put(self, key: str, fragment: Fragment) -> None:
        """Keep a fragment. A cache that cannot be written is trouble, not a reason to stop."""
        self._write(self._path(key), key.encode() + dump(fragment))

    def get_note(self, key: str) -> bytes | None:
        """Give a note that was kept, or None; a damaged one is as good as none."""
        path = self._path(key, _NOTE)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if data[:_DIGEST] != hashlib.sha256(key.encode() + data[_DIGEST:]).digest():
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data[_DIGEST:]

    def put_note(self, key: str, note: bytes) -> None:
        """Keep a note, such as which fragments a workbook is bound of."""
        self._write(self._path(key, _NOTE), hashlib.sha256(key.encode() + note).digest() + note)

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file aside, and rename it."""
        try:
            self._prepare(path.parent)
            with written_aside(path, prefix=".aside-") as stream:
                stream.write(data)
        except OSError as error:
            self.trouble = f"{error.strerror} ({self.folder})"

    def is_usable(self) -> bool:
        """Tell whether the folder is there, or can be made."""
        try:
            self._prepare(self.folder)
        except OSError as error:
            self.trouble = f"{error.strerror} ({self.folder})"
        return not self.trouble

    def is_empty(self) -> bool:
        """Tell whether there is nothing at all: then the first sections will have to be set."""
        return next(self.folder.glob(f"*/*{_SUFFIX}"), None) is None

    def trim(self) -> None:
        """Take out what was not used for the longest time, until nine tenths of the limit are left; and old remains."""
        entries = self._entries()
        size = sum(entry.stat.st_size for entry in entries)
        if size > self.limit:
            for entry in sorted(entries, key=lambda entry: entry.stat.st_mtime_ns):
                with contextlib.suppress(OSError):
                    entry.path.unlink()
                    size -= entry.stat.st_size
                if size <= self.limit * 0.9:
                    break
        newest = max((entry.stat.st_mtime for entry in entries), default=0.0)
        for aside in self.folder.glob("*/.aside-*"):
            with contextlib.suppress(OSError):
                if aside.stat().st_mtime < newest - 3600:  # left by a process that was killed
                    aside.unlink()

    def clear(self) -> CacheInfo:
        """Take everything out, and say how much it was. Other files in the folder are left alone."""
        info = self.info()
        for path in (
            *self.folder.glob(f"*/*{_SUFFIX}"),
            *self.folder.glob(f"*/*{_NOTE}"),
            *self.folder.glob("*/.aside-*"),
        ):
            path.unlink(missing_ok=True)
        for folder in self.folder.glob("??"):
            with contextlib.suppress(OSError):
                folder.rmdir()
        return info

    def info(self) -> CacheInfo:
        """Say what is in the cache."""
        entries = self._entries()
        fragments = sum(entry.path.suffix == _SUFFIX for entry in entries)
        return CacheInfo(self.folder, fragments, sum(entry.stat.st_size for entry in entries), self.limit)

    def _entries(self) -> list["_Entry"]:
        found = []
        for path in (*self.folder.glob(f"*/*{_SUFFIX}"), *self.folder.glob(f"*/*{_NOTE}")):
            with contextlib.suppress(OSError):  # another process may have taken it away
                found.append(_Entry(path, path.stat()))
        return found

    def _path(self, key: str, suffix: str = _SUFFIX) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def _prepare(self, folder: Path) -> None:
        """Make the folder, for this user only: it holds what the clinic prints."""
        if not folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            tag = self.folder / "CACHEDIR.TAG"
            if not tag.exists():
                tag.write_text(_TAG, encoding="ascii")
            if folder != self.folder:
                folder.mkdir(mode=0o700, exist_ok=True)


def _read(data: bytes, key: str) -> Fragment:
    """Read an entry: its key, then the fragment. Raise Damaged if it is not what was kept under this key."""
    start = key.encode()
    if not data.startswith(start):
        raise Damaged("it is kept under the name of another")
    return load(data[len(start) :])


@dataclass(frozen=True)
class _Entry:
    path: Path
    stat: os.stat_result


def key_of(*parts: str | bytes) -> str:
    """Give the hash of everything that determines a fragment; each part is counted, so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
