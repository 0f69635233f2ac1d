"""The folder that copies go to: a file a row, called by its number, and an index without names.

The folder is made for its owner only. What lies in it that is not in its index is left alone.
"""

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from workbook.aside import PREFIX, write_private
from workbook.files import is_file, is_folder
from workbook.problems import Place, Problem, ProblemsFound, display_path
from workbook.roster import Roster, Row

INDEX = "index.csv"
_COLUMNS = ["number", "file", "pages", "edition", "made-of"]
_LOCK = ".lock"


@dataclass(frozen=True)
class Entry:
    """A copy in the index: its pages, its edition, and the hash of all that it is made of but for what is personal."""

    pages: int
    edition: str
    digest: str


def file_name(number: str) -> str:
    """Give what the file of a row is called."""
    return f"{number}.pdf"


def index_of(rows: Iterable[Row], entries: Mapping[str, Entry]) -> bytes:
    """Give the index of the copies that are there, in the order of the rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for row in rows:
        if entry := entries.get(row.number):
            writer.writerow([row.number, file_name(row.number), entry.pages, entry.edition, entry.digest])
    return text.getvalue().encode()


@dataclass
class Outbox:
    """A folder of copies, and what its index says of them."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)

    def problems(self) -> tuple[Problem, ...]:
        """Say why copies cannot go here: no folder around it, or other people's files in it."""
        place = Place(display_path(self.folder))
        if is_file(self.folder):
            return (Problem("file/exists", place, "This is a file, not a folder.", "Name another folder with -o"),)
        if not is_folder(self.folder):
            if is_folder(self.folder.parent):
                return ()
            hint = f"Make it first:  mkdir -p {self.folder.parent}"
            return (Problem("file/not-found", place, f"There is no folder {self.folder.parent}.", hint),)
        if is_file(self.folder / INDEX) and self._read_index() is not None:
            return ()
        if any(path for path in self.folder.iterdir() if not path.name.startswith(".")):
            hint = "Name a new folder, or an empty one, with -o"
            return (Problem("file/exists", place, "There are other files in this folder.", hint),)
        return ()

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder if it is not there, read its index, and take away what a run that was killed left behind.

        Raise ProblemsFound if another run has it open. What a run that was killed has held is free at once.
        """
        self.folder.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(self.folder / _LOCK, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            message, hint = "Another run is making copies in this folder.", "Wait for its end, or name another folder."
            raise ProblemsFound([Problem("file/in-use", Place(display_path(self.folder)), message, hint)]) from None
        try:
            for path in self.folder.glob(f"{PREFIX}*"):
                path.unlink(missing_ok=True)
            self.entries = self._read_index() or {}
            yield
        finally:
            lock.release()

    def is_private(self) -> bool:
        """Tell whether nobody else can look into the folder."""
        return not self.folder.stat().st_mode & 0o077

    def file(self, number: str) -> Path:
        """Give the file of a row."""
        return self.folder / file_name(number)

    def digest_of(self, number: str) -> str:
        """Give what the index says that the copy of a row is made of."""
        entry = self.entries.get(number)
        return entry.digest if entry else ""

    def read(self, number: str) -> bytes:
        """Give the file of a row, or nothing if it is not there."""
        try:
            return self.file(number).read_bytes()
        except OSError:
            return b""

    def put(self, number: str, pdf: bytes) -> None:
        """Write the file of a row."""
        write_private(self.file(number), pdf)

    def write_index(self, roster: Roster) -> None:
        """Write the index of the copies that are there, in the order of the roster."""
        write_private(self.folder / INDEX, index_of(roster.rows, self.entries))

    def strangers(self, roster: Roster) -> list[str]:
        """Give the files of rows that were in the index and are no longer in the roster."""
        numbers = {row.number for row in roster.rows}
        return [
            self.file(number).name for number in self.entries if number not in numbers and is_file(self.file(number))
        ]

    def _read_index(self) -> dict[str, Entry] | None:
        """Read the index; None if it is not one of ours."""
        try:
            rows = list(csv.reader(io.StringIO((self.folder / INDEX).read_text(encoding="utf-8"), newline="")))
        except (OSError, ValueError, csv.Error):
            return None
        if not rows or rows[0] != _COLUMNS:
            return None
        return {
            row[0]: Entry(int(row[2]), row[3], row[4])
            for row in rows[1:]
            if len(row) == len(_COLUMNS) and row[2].isdecimal()
        }
