"""What the workshop does for copies: it checks a roster, and makes a zip or a print file of all copies.

Names are in the memory of the process that makes the copies, and in the copies, which leave it piece by piece.
Nothing of them gets to a disk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from workbook.problems import Place, Problem, ProblemsFound, sort
from workbook.request import BuildRequest
from workbook.roster import Roster, Row
from workbook.web.pieces import Pieces, TooLarge
from workbook.web.tasks import Desk

if TYPE_CHECKING:
    from workbook.bulk import Copies

TABLE = "table"
"""What the roster is called, as it is in no file."""

MOST_BYTES = 128 * 2**20
"""Of one file: two hundred copies of a hundred pages."""

_ONLY_FOR_THE_OWNER = 0o100600 << 16


@dataclass(frozen=True)
class CheckRoster:
    """Whether a roster fits a program. ``stamp`` says which state of the files."""

    request: BuildRequest
    roster: Roster = field(repr=False)
    stamp: str

    def run(self, desk: Desk) -> tuple[Problem, ...]:
        """Give all problems of the rows and of the program."""
        from workbook.fitting import check_all  # noqa: PLC0415 - the server itself sets nothing

        library = desk.library(self.stamp, self.request.libraries)
        return sort(check_all(self.roster, (), library, self.request)[1])


@dataclass(frozen=True)
class CopiesMade:
    """What was made, without the file itself. ``left_out`` copies are for a screen, and not in a print file."""

    copies: int
    pages: int
    left_out: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class MakeCopies:
    """All copies of a roster, as one zip or one print file of ``most`` bytes."""

    request: BuildRequest
    roster: Roster = field(repr=False)
    kind: Literal["zip", "print"]
    stamp: str
    most: int = MOST_BYTES

    def run(self, desk: Desk) -> CopiesMade:
        """Make them one after the other: it is setting what they share that takes several processes.

        Raise ProblemsFound if something in the files is wrong, or the file gets too large.
        """
        from workbook.bulk import Copies, fitted, on_paper  # noqa: PLC0415 - the server itself sets nothing
        from workbook.workers import Crew  # noqa: PLC0415

        every = self.roster.rows
        rows = tuple(on_paper(every)) if self.kind == "print" else every
        library = desk.library(self.stamp, self.request.libraries)
        batch, problems = fitted(self.request, replace(self.roster, rows=rows), (), library, desk.cache)
        copies = Copies(replace(self.roster, rows=rows), batch)
        teller = _Teller(desk, len(rows))
        with Crew(desk.crew) as crew:
            found = copies.set_pages(crew, teller.choice, teller.section)
        try:
            pages = self._write(copies, Pieces(desk.give, self.most), teller)
        except TooLarge:
            message = f"The copies together are larger than {self.most // 2**20} MB."
            hint = "Make a print file, which is smaller, or fewer rows at once.  workbook batch  has no such limit."
            raise ProblemsFound([Problem("print/too-large", Place(TABLE), message, hint)]) from None
        return CopiesMade(len(rows), pages, len(every) - len(rows), sort((*problems, *found)))

    def _write(self, copies: "Copies", pieces: Pieces, teller: "_Teller") -> int:
        """Write the file; give the number of its pages."""
        if self.kind == "zip":
            pages = _zipped(copies, self.request, pieces, teller)
        else:
            from workbook.collate import collate_into  # noqa: PLC0415 - the server itself sets nothing

            pdfs = _pdfs(copies, pieces, teller)
            pages = collate_into(pieces, pdfs, both_sides=self.request.edition.sides == "two")
        pieces.send()
        return pages


@dataclass
class _Teller:
    """Tells how many of all copies are made, and before the first, how far the pages that they share have come."""

    desk: Desk
    every: int
    kind: tuple[int, int] = (1, 1)

    def choice(self, done: int, of: int, title: str) -> None:
        """Note which kind of copies is set."""
        del title
        self.kind = (done + 1, of)
        self.section(0, 0, "")

    def section(self, done: int, of: int, title: str) -> None:
        """Tell of a section."""
        del title
        which = f" of kind {self.kind[0]} of {self.kind[1]}" if self.kind[1] > 1 else ""
        how_far = f": {done} of {of} sections" if of else ""
        self.desk.progress(0, self.every, f"Now the pages that copies{which} share{how_far}.")

    def copy(self, done: int) -> None:
        """Tell of a copy."""
        self.desk.progress(done, self.every, "")


def _zipped(copies: "Copies", request: BuildRequest, pieces: Pieces, teller: _Teller) -> int:
    """Put each copy into a zip, and the index at its end: as they are, since PDFs are compressed already."""
    from workbook.bulk import base_of, digest_for  # noqa: PLC0415 - the server itself sets nothing
    from workbook.outbox import INDEX, Entry, file_name, index_of  # noqa: PLC0415

    base = base_of(request)
    entries: dict[str, Entry] = {}
    with ZipFile(pieces, "w", ZIP_STORED) as file:
        for done, (row, made) in enumerate(copies.in_order(), 1):
            file.writestr(_member(file_name(row.number), request.today), made.pdf)
            entries[row.number] = Entry(made.pages, row.edition.size, digest_for(base, row))
            pieces.send()
            teller.copy(done)
        file.writestr(_member(INDEX, request.today), index_of(copies.roster.rows, entries))
    return sum(entry.pages for entry in entries.values())


def _member(name: str, today: date) -> ZipInfo:
    member = ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
    member.external_attr = _ONLY_FOR_THE_OWNER
    return member


def _pdfs(copies: "Copies", pieces: Pieces, teller: _Teller) -> Iterator[bytes]:
    """Give the copies, and send what has been written of those before."""
    for done, (_, made) in enumerate(copies.in_order(), 1):
        yield made.pdf
        pieces.send()
        teller.copy(done)


def numbered(count: int, request: BuildRequest) -> Roster:
    """Give a roster of so many rows that only have a number."""
    width = len(str(count))
    return Roster(TABLE, {}, tuple(_rows(range(1, count + 1), width, request)))


def _rows(numbers: Iterable[int], width: int, request: BuildRequest) -> Iterator[Row]:
    for number in numbers:
        yield Row(number + 1, f"{number:0{width}}", request.edition)
