"""What the form for copies asks for: the program, the table or a number, the edition, and one of two kinds of file."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from workbook.problems import Place, Problem
from workbook.request import BuildRequest
from workbook.roster import COLUMNS, Roster, roster_of
from workbook.web.copies.making import TABLE, MakeCopies, numbered
from workbook.web.numbers import whole
from workbook.web.orders import Asked, BadOrder
from workbook.web.settings import Settings
from workbook.web.shelf import Stock

MOST_COPIES = 200
"""At once: more would take long, and much memory."""

_NO_TEXT = "roster/not-utf-8"
_TOO_MANY = "roster/too-many-rows"


class NotYet(Exception):  # noqa: N818 - reads as what happened
    """Something in the form has to be mended first: the name of the field (or ""), and the words."""

    def __init__(self, field_name: str, words: str) -> None:
        self.field = field_name
        super().__init__(words)


@dataclass(frozen=True)
class Typed:
    """The form as it was typed. The table of a file that was read takes the place of the text.

    ``answers`` are shown again when something is to be mended; they may have names in them.
    """

    answers: Mapping[str, str] = field(repr=False)
    raw: bytes = field(repr=False)
    is_file: bool = False

    @classmethod
    def of(cls, answers: Mapping[str, str], upload: bytes | None) -> "Typed":
        """Take the fields of the form, and the file that came with it."""
        text = answers.get("table", "")
        if upload is None:
            return cls(answers, text.encode())
        try:
            read = upload.decode("utf-8-sig")
        except UnicodeDecodeError:
            return cls(answers, upload, is_file=True)
        if "\0" in read or not read.strip():
            return cls(answers, upload, is_file=True)
        return cls({**answers, "table": read, "rows": "table"}, upload, is_file=True)

    @property
    def is_counted(self) -> bool:
        """Whether a number was chosen in place of a table."""
        return self.answers.get("rows") == "count" and not self.is_file


@dataclass(frozen=True)
class CopiesOrder:
    """Copies as they were ordered. What was typed is kept with them, so that more can be made of it."""

    request: BuildRequest
    roster: Roster = field(repr=False)
    get: Literal["zip", "print"]
    title: str
    typed: Typed = field(repr=False)
    template: ClassVar[str] = "copies-job.html"
    back: ClassVar[str] = "/copies?gone=1"
    times: ClassVar[int] = 4
    is_page: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """What the file is called: never whose the copies are."""
        return f"{self.request.program}-{'copies.zip' if self.get == 'zip' else 'copies-print.pdf'}"

    @property
    def kind(self) -> str:
        """What kind of file it is, in the words of the web."""
        return "application/zip" if self.get == "zip" else "application/pdf"

    def task(self, stamp: str) -> MakeCopies:
        """Give what the workshop has to do."""
        return MakeCopies(self.request, self.roster, self.get, stamp)


def order_of(typed: Typed, stock: Stock, settings: Settings) -> tuple[CopiesOrder, tuple[Problem, ...]]:
    """Give what was ordered, and what is wrong with the table. Raise NotYet if the form makes no sense."""
    told = typed.answers
    entry = stock.library.programs.get(told.get("program", ""))
    if entry is None:
        raise NotYet("program", "Choose a program.")
    get = told.get("get") or "zip"
    if get not in {"zip", "print"}:
        raise NotYet("get", "The form has an answer for “get” that was not offered.")
    try:
        asked = Asked.of(told, stock)
    except BadOrder as error:
        raise NotYet("", str(error)) from None
    if asked.form not in {"pdf", "fillable"} or asked.edition.copy_for != "client":
        raise NotYet("", "Copies are PDFs for clients: to print, or to fill in on a screen.")
    request = BuildRequest(
        settings.clock(),
        program=entry.value.id,
        edition=asked.edition,
        libraries=settings.libraries,
        theme=stock.preferences.theme,
    )
    roster, found = _rows(typed, request)
    if get == "print" and roster.rows and all(row.edition.medium != "print" for row in roster.rows):
        words = "All copies are to be filled in on a screen, so a print file would be empty. Choose the zip."
        raise NotYet("get", words)
    return CopiesOrder(
        request, roster, "zip" if get == "zip" else "print", f"Copies: {entry.value.title}", typed
    ), found


def _rows(typed: Typed, request: BuildRequest) -> tuple[Roster, tuple[Problem, ...]]:
    """Read the table, or make rows for a number of copies."""
    if typed.is_counted:
        return numbered(_count(typed.answers.get("count", "")), request), ()
    if typed.answers.get("rows", "table") not in {"table", "count"}:
        raise NotYet("", "The form has an answer for “rows” that was not offered.")
    if not typed.raw.strip():
        if typed.is_file:
            raise NotYet("file", "The file is empty. Save the table again, and choose it once more.")
        words = "There is no table yet. Paste one, choose a file, or choose a number of copies without names."
        raise NotYet("table", words)
    roster, found = roster_of(typed.raw, TABLE, request.edition)
    if typed.is_file and (other := next((one for one in found if one.code == _NO_TEXT), None)):
        where = f" (row {other.place.line})" if other.place.line else ""
        raise NotYet("file", f"The file cannot be read{where}. {other.message} {other.hint}")
    if len(roster.rows) > MOST_COPIES or any(one.code == _TOO_MANY for one in found):
        message = f"There are more than {MOST_COPIES} rows: that is too much at once for the browser."
        hint = "Make them in parts.  workbook batch  in the terminal makes up to 10,000."
        found = (*(one for one in found if one.code != _TOO_MANY), Problem(_TOO_MANY, Place(TABLE), message, hint))
    return roster, found


def _count(text: str) -> int:
    number = whole(text.strip(), MOST_COPIES)
    if not number:
        raise NotYet("count", f"Write a whole number of copies from 1 to {MOST_COPIES}.")
    return number


def empty_table() -> bytes:
    """Give a table with nothing but the names of the columns, as spreadsheets open it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(COLUMNS)
    return text.getvalue().encode("utf-8-sig")
