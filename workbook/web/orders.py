"""What a form asks for, as a request. Names are of the library, choices are from lists; nothing else gets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from workbook.edition import Edition, Finish, Medium
from workbook.model import Program
from workbook.request import BuildRequest, Packet
from workbook.web.numbers import whole
from workbook.web.shelf import Stock
from workbook.web.tasks import MakeFile

T = TypeVar("T", bound=str)

FORMS: dict[str, str] = {
    "pdf": "PDF to print",
    "fillable": "PDF to fill in on a screen",
    "html": "Web page for a phone or a computer",
    "booklet": "Booklet to fold (print file)",
}
"""What a file can be."""

MOST_PEOPLE = 100
_CALLED = {"people": "People", "spare": "Spare copies"}
"""What the fields for numbers are called."""


class BadOrder(ValueError):  # noqa: N818 - reads as what happened
    """The form asks for something that there is not; the message says what, in plain words."""


@dataclass(frozen=True)
class Order:
    """A request, and what the file is called: its title for people, its name on a disk.

    ``template`` shows how far it is.
    """

    request: BuildRequest
    title: str
    name: str
    template: ClassVar[str] = "job.html"
    back: ClassVar[str] = "/"
    times: ClassVar[int] = 1

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, and no PDF."""
        return self.request.edition.medium == "screen"

    @property
    def kind(self) -> str:
        """What kind of file it is, in the words of the web."""
        return "text/html" if self.is_page else "application/pdf"

    def task(self, stamp: str) -> MakeFile:
        """Give what the workshop has to do."""
        return MakeFile(self.request, stamp)


@dataclass(frozen=True)
class Asked:
    """The answers of a form, with what is usual where nothing was said."""

    form: str
    edition: Edition

    @classmethod
    def of(cls, told: Mapping[str, str], stock: Stock) -> "Asked":
        """Read the answers; raise BadOrder if one is none of those that were offered."""
        form = _one_of(told, "form", tuple(FORMS), "pdf")
        media: dict[str, Medium] = {"fillable": "fillable", "html": "screen"}
        usual: Literal["letter", "a4"] = "a4" if stock.preferences.paper == "a4" else "letter"
        edition = Edition(
            copy_for=_one_of(told, "copy", ("client", "facilitator"), "client"),
            medium=media.get(form, "print"),
            size=_one_of(told, "size", ("standard", "large-print"), "standard"),
            paper=_one_of(told, "paper", ("letter", "a4"), usual),
            ink=_one_of(told, "ink", ("color", "grey"), "color"),
            sides=_one_of(told, "sides", ("two", "one"), "two"),
        )
        return cls(form, edition)

    @property
    def finish(self) -> Finish:
        """What becomes of the PDF."""
        return "booklet" if self.form == "booklet" else "none"

    def file_name(self, stem: str) -> str:
        """Give the name of the file: what it holds, and in which edition; never whose it is."""
        edition = self.edition
        words = [stem]
        words += ["facilitator"] if edition.copy_for == "facilitator" else []
        words += ["large-print"] if edition.size == "large-print" else []
        words += ["grey"] if edition.ink == "grey" else []
        words += [self.form] if self.form in {"fillable", "booklet"} else []
        return "-".join(words) + (".html" if edition.medium == "screen" else ".pdf")


def handout_order(stock: Stock, name: str, told: Mapping[str, str], today: date, libraries: tuple[Path, ...]) -> Order:
    """Give the order for a module or worksheet of the library. Raise BadOrder if the form makes no sense."""
    asked = Asked.of(told, stock)
    entry = stock.library.modules.get(name) or stock.library.worksheets[name]
    request = BuildRequest(
        today,
        handouts=(name,),
        edition=asked.edition,
        libraries=libraries,
        theme=stock.preferences.theme,
        locale=stock.preferences.locale,
        finish=asked.finish,
    )
    return Order(request, entry.value.title, asked.file_name(name))


def program_order(
    stock: Stock, program: Program, told: Mapping[str, str], today: date, libraries: tuple[Path, ...]
) -> Order:
    """Give the order for a program: the whole workbook, one session of it, or the packet of a session."""
    asked = Asked.of(told, stock)
    part = _one_of(told, "part", ("workbook", "session", "packet"), "workbook")
    title, stem = program.title, program.id
    more: dict[str, Any] = {}
    if part != "workbook":
        numbers = tuple(str(number) for number in range(1, len(program.sessions) + 1))
        number = int(_one_of(told, "session", numbers, "1"))
        title = f"{title}, session {number}"
        stem = f"{stem}-session-{number}" if part == "session" else f"{stem}-packet-{number}"
        more["sessions"] = (number,)
    if part == "packet":
        if asked.edition.medium == "screen" or asked.form == "booklet":
            raise BadOrder("“All papers for a session” are printed as they are. Choose “PDF to print”.")
        more["packet"] = Packet("session", _number(told, "people", 1), _number(told, "spare", 0))
    request = BuildRequest(
        today,
        program=program.id,
        edition=asked.edition,
        libraries=libraries,
        theme=stock.preferences.theme,
        finish=asked.finish,
        **more,
    )
    return Order(request, title, asked.file_name(stem))


def _one_of(told: Mapping[str, str], key: str, known: tuple[T, ...], usual: T) -> T:
    value = told.get(key) or usual
    for choice in known:
        if choice == value:
            return choice
    raise BadOrder(f"The form has an answer for “{key}” that was not offered.")


def _number(told: Mapping[str, str], key: str, least: int) -> int:
    number = whole((told.get(key) or str(least)).strip(), MOST_PEOPLE)
    if number is None or number < least:
        raise BadOrder(f"Write a whole number from {least} to {MOST_PEOPLE} for “{_CALLED[key]}”.")
    return number
