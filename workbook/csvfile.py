"""One CSV file -> rows of cells, as spreadsheets save them: UTF-8, with commas, semicolons or tabs between cells.

Rows are counted as a spreadsheet counts them, from 1. What is in a cell is never told: it may be somebody's name.
"""

import csv
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.problems import Place, Problem, display_path

MAX_BYTES = 8 * 2**20
"""Ten thousand rows with long goals have 4 MB."""

Cells = tuple[str, ...]

_SEPARATORS = ",;\t"
_HINT_AT_TOP = re.compile(r'^"?sep=([,;\t])"?[ \t,;]*(?:\r\n|\n|\r)', re.IGNORECASE)
_OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet or zip file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xff\xfe": "text in the encoding UTF-16",
    b"\xfe\xff": "text in the encoding UTF-16",
}
_SAVE_AS = 'In the spreadsheet choose "Save as" and the type "CSV UTF-8".'


@dataclass(frozen=True)
class CsvFile:
    """The rows of a file with their numbers; ``problems`` says what is wrong with the file as a whole."""

    name: str
    rows: tuple[tuple[int, Cells], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_csv(path: Path, most_rows: int) -> CsvFile:
    """Read a file of ``most_rows`` rows at most; nothing is raised for bad input."""
    name = display_path(path)
    raw, problem = _bytes(path, name)
    return CsvFile(name, problems=(problem,)) if problem else csv_of(raw, name, most_rows)


def csv_of(raw: bytes, name: str, most_rows: int) -> CsvFile:
    """Read what is in a file. Empty rows at the end are left out.

    What stands between cells is found in the first row: of comma, semicolon and tab the one that is there most often,
    outside quotation marks. A line ``sep=;`` above it, as spreadsheets write and hide it, says so itself.
    """
    text, problem = _text(raw, name)
    if problem:
        return CsvFile(name, problems=(problem,))
    told = _HINT_AT_TOP.match(text)
    text = text[told.end() :] if told else text
    rows, problems = _rows(text, told[1] if told else _separator(text), name, most_rows)
    while rows and not any(rows[-1][1]):
        rows.pop()
    return CsvFile(name, tuple(rows), tuple(problems))


def _bytes(path: Path, name: str) -> tuple[bytes, Problem | None]:
    """Read a file, or say why it cannot be read."""
    place = Place(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return b"", Problem("file/is-a-directory", place, "This is a folder, not a file.", "Name a CSV file in it.")
        if not stat.S_ISREG(mode):
            hint = "Save the table in a file, and name that."
            return b"", Problem("file/unreadable", place, "This is a device or a pipe, not a file.", hint)
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "Check the spelling and the folder."
        return b"", Problem("file/not-found", place, "There is no such file.", hint)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "its name cannot be used").lower()
        return b"", Problem("file/unreadable", place, f"This file cannot be read: {reason}.", "Check who may read it.")
    if len(raw) > MAX_BYTES:
        hint = "Split it into several rosters."
        return b"", Problem("file/too-large", place, f"This file is larger than {MAX_BYTES:,} bytes.", hint)
    return raw, None


def _text(raw: bytes, name: str) -> tuple[str, Problem | None]:
    """Give the text of a file without its byte-order mark, or say why it is none, at the row."""
    for start, kind in _OTHER_FILES.items():
        if raw.startswith(start):
            message = f"This is {kind}, not CSV in UTF-8."
            return "", Problem("roster/not-utf-8", Place(name), message, _SAVE_AS)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "This row is in another encoding than UTF-8."
        return "", Problem("roster/not-utf-8", Place(name, _line(raw[: error.start]), 1), message, _SAVE_AS)
    if "\0" in text:
        message = "This row has characters that no text has."
        before = text[: text.index("\0")].encode()
        return "", Problem("roster/not-utf-8", Place(name, _line(before), 1), message, _SAVE_AS)
    return text, None


def _line(before: bytes) -> int:
    """Count lines as ``csv`` does, up to where something begins."""
    return len(re.findall(rb"\r\n|\n|\r", before)) + 1


def _separator(text: str) -> str:
    """Give what stands between cells in the first row."""
    first = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    outside = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=outside.count)  # of equals the first: a comma


def _rows(text: str, separator: str, name: str, most: int) -> tuple[list[tuple[int, Cells]], list[Problem]]:
    """Give rows of trimmed cells, until a quotation mark is wrong or there are too many."""
    rows: list[tuple[int, Cells]] = []
    number = 0
    try:
        for number, cells in enumerate(_reader(text, separator), 1):
            if number > most:
                message = f"There are more than {most - 1:,} rows below the first one."
                hint = "Split it into several rosters, each with a folder of its own."
                return rows, [Problem("roster/too-many-rows", Place(name, number, 1), message, hint)]
            rows.append((number, tuple(_trimmed(cell) for cell in cells)))
    except csv.Error:
        message = "A quotation mark in this row is not closed, or stands in the middle of a cell."
        hint = 'Write a quotation mark inside a cell twice, and put the cell in quotation marks: "the ""big"" one".'
        return rows, [Problem("roster/quotation-mark", Place(name, number + 1, 1), message, hint)]
    return rows, []


def _trimmed(cell: str) -> str:
    """Spreadsheets and web pages leave spaces that do not break."""
    return cell.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
