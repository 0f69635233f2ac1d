"""Papers around a program: session packets, overview, home-practice calendar, certificate, discharge pack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from workbook.blocks.certificate import Certificate
from workbook.compose import compose_handout, compose_program
from workbook.document import Section, Sheet, Workbook
from workbook.edition import Edition
from workbook.language import language_of
from workbook.library import Library
from workbook.model import Program, Session
from workbook.pagination import AFTER_LAST
from workbook.paper import Paper, paper_for
from workbook.request import Packet
from workbook.tailor import tailored
from workbook.timetable import timetable

SIGN_IN, FEEDBACK, CERTIFICATE = "sign-in-sheet", "session-feedback", "certificate"

DISCHARGE = (
    *("what-i-take-with-me", "early-signs-plan", "my-wellness-plan", "support-contacts"),
    *("my-appointments", "my-medicines"),
)
"""The discharge pack of a program that names none of its own."""

_WEEKS_ON_A_SHEET = 6
_GRID_MM = {"standard": 140, "large-print": 112}
_LEAST_ROW_MM, _GREATEST_ROW_MM = 17, 32
_WEEK_MM, _PRACTICE_MM = 5, 10
"""The name of a week and a line of practice in a calendar's grid; what is too much for it stands on a page apart."""


@dataclass(frozen=True)
class Stack:
    """Papers that are printed together: their sections, and how many copies of them are needed.

    ``about`` says what to do with them.
    """

    title: str
    sections: tuple[Section, ...]
    copies: int = 1
    about: str = ""


@dataclass(frozen=True)
class Row:
    """A stack as the print list shows it: its pages in the file, and the paper that it takes."""

    stack: Stack
    first: int
    last: int
    paper: Paper


@dataclass(frozen=True)
class PrintList:
    """What to print of a file, and how often."""

    stacks: tuple[Stack, ...]
    collate: bool

    def rows(self, folios: Mapping[str, str]) -> tuple[Row, ...]:
        """Give the rows, from the labels of pages; all are 1 before they are known."""
        starts = [stack.sections[0].id for stack in self.stacks] + [AFTER_LAST]
        pages = [int(folios.get(name, "1")) for name in starts]
        rows = []
        for stack, first, after in zip(self.stacks, pages, pages[1:], strict=False):
            begins = [int(folios.get(part.id, "1")) for part in stack.sections if part.side == "right"]
            # In a collated file, the first set tells how long each of them is.
            ends = [*begins[1:], first + ceil((after - first) / (stack.copies if self.collate else 1))]
            leaves = paper_for([end - begin for begin, end in zip(begins, ends, strict=True)], stack.copies)
            paper = Paper(leaves.two_sided, (after - first) * (1 if self.collate else stack.copies))
            rows.append(Row(stack, first, max(first, after - 1), paper))
        return tuple(rows)

    def paper(self, folios: Mapping[str, str]) -> Paper:
        """Give the paper for all, and for the list itself."""
        rows = self.rows(folios)
        return sum((row.paper for row in rows), paper_for([rows[0].first - 1]))


def papers_in(packet: Packet, program: Program, library: Library) -> tuple[str, ...]:
    """Give the ids of standing worksheets (and modules) that a packet has besides the program's own pages."""
    if packet.kind == "session":
        return (FEEDBACK,) if program.format == "individual" else (SIGN_IN, FEEDBACK)
    if packet.kind == "certificate":
        return (CERTIFICATE,)
    if packet.kind == "discharge":
        return program.discharge or tuple(name for name in DISCHARGE if name in library.worksheets)
    return ()


def compose_packet(library: Library, program: Program, edition: Edition, packet: Packet, session: int) -> Workbook:
    """Compose the papers that are asked for; ``session`` is the number of one, from 1, for a session packet."""
    maker = _Maker(library, program, edition, packet)
    if packet.kind == "session":
        return maker.session(session)
    made = {
        "overview": maker.overview,
        "calendar": maker.calendar,
        "certificate": maker.certificate,
        "discharge": maker.discharge,
    }[packet.kind]()
    return maker.bundle(made.title, _spread((made,), collate=packet.collate))


class _Maker:
    """Makes the stacks of one packet."""

    def __init__(self, library: Library, program: Program, edition: Edition, packet: Packet) -> None:
        self._library, self._written = library, program
        self._seen, self._program = tailored(library, program)
        self._edition, self._packet = edition, packet
        self._ = language_of(program.locale).gettext
        self._discreet = library.clinic is not None and library.clinic.value.discreet

    def bundle(self, title: str, sections: Iterable[Section]) -> Workbook:
        """Give the finished papers; where a section has no file of its own, the program's stands for it."""
        source = self._library.programs[self._program.id].source
        parts = tuple(part if part.source else replace(part, source=source) for part in sections)
        return Workbook(title, parts, self._edition, self._program.locale, folios=False)

    def session(self, number: int) -> Workbook:
        """Compose a session packet: what to print, the facilitator's part, and what is handed out."""
        one = compose_program(self._library, self._written, self._edition, sessions=(number,)).sections
        staff = tuple(part for part in one if part.template == "facilitator.html")
        stacks = [Stack(self._("Plan for the facilitator"), (self._plan(number), *staff))]
        if SIGN_IN in papers_in(self._packet, self._program, self._library):
            stacks.append(self._sign_in())
        handed = tuple(part for part in one if part not in staff)
        told = self._("A set for each person.")
        stacks.append(Stack(self._("Handouts for clients"), handed, self._packet.copies, told))
        session = self._program.sessions[number - 1]
        stacks += self._again(session)
        stacks.append(self._feedback())
        context = {
            "program": self._program,
            "session": session,
            "number": number,
            "list": PrintList(tuple(stacks), self._packet.collate),
            "packet": self._packet,
        }
        what = self._("What to print")
        first = Section("packet-print-list", what, "packet-print-list.html", context, needs_folios=True, side="right")
        title = self._("Session %(number)s: %(title)s") % {"number": number, "title": session.title}
        return self.bundle(title, (first, *_spread(stacks, collate=self._packet.collate)))

    def _again(self, session: Session) -> list[Stack]:
        """Give the pages of what is taken up again, which newcomers do not have: as many as there are spare copies."""
        if not session.again:
            return []
        edition = replace(self._edition, copy_for="client")
        pages = compose_program(self._library, self._written, edition, modules=session.again).sections
        told = self._("For people who do not have these pages yet. Make more if you need them.")
        return [Stack(self._("Once more, for newcomers"), pages, max(1, self._packet.spare), told)]

    def _plan(self, number: int) -> Section:
        session = self._program.sessions[number - 1]
        modules = tuple(self._seen.modules[name].value for name in (*session.modules, *session.again))
        context = {
            "program": self._program,
            "session": session,
            "number": number,
            "modules": modules,
            "again": frozenset(session.again),
            "table": timetable(modules, self._program.session_minutes),
            "materials": tuple(dict.fromkeys(item for module in modules for item in module.facilitator.materials)),
        }
        return Section(
            f"packet-plan-{session.id}", self._("Plan for the session"), "packet-plan.html", context, side="right"
        )

    def _standing(self, name: str) -> Section:
        """Give a standing worksheet for clients; a facilitator's part of it is not handed out."""
        edition = replace(self._edition, copy_for="client")
        (section,) = compose_handout(self._seen, [name], edition, self._program.locale).sections
        return section

    def _sign_in(self) -> Stack:
        section = _blank(self._standing(SIGN_IN))
        rows = max((getattr(b, "row_count", 0) for b in self._seen.worksheets[SIGN_IN].value.blocks), default=0)
        copies = ceil(self._packet.people / rows) if rows else 1
        return Stack(section.title, (section,), copies, self._("First name or initials. Put it away when you begin."))

    def _feedback(self) -> Stack:
        """Give slips for feedback: two or more on a sheet to be cut, but in large print one on each."""
        section = _blank(self._standing(FEEDBACK))
        (blank,) = section.context["sheets"]
        cuts = [index for index, block in enumerate(blank.blocks) if block.type == "cut-line"]
        if not cuts:
            return Stack(section.title, (section,), self._packet.copies)
        if self._edition.size == "large-print" or self._packet.copies == 1:
            slip = replace(blank, blocks=blank.blocks[: cuts[0]])
            section = replace(section, context={**section.context, "sheets": (slip,)})
            return Stack(section.title, (section,), self._packet.copies)
        section = replace(section, template="packet-slips.html")
        copies = ceil(self._packet.copies / (len(cuts) + 1))
        return Stack(section.title, (section,), copies, self._("Cut them apart."))

    def overview(self) -> Stack:
        """Give the program on a page: its sessions and aims, with a line for each date."""
        title = self._("Our sessions") if self._discreet else self._program.title
        context = {"program": self._program, "discreet": self._discreet}
        section = Section("packet-overview", title, "packet-overview.html", context, side="right")
        return Stack(title, (section,), self._packet.copies)

    def calendar(self) -> Stack:
        """Give a box for each day of the program, and what there is to practice each week."""
        sessions = self._program.sessions
        weeks = self._packet.weeks or len(sessions)
        lists: list[list[tuple[int, str]]] = [[] for _ in range(weeks)]
        for number, session in enumerate(sessions):
            for name in session.modules:
                practice = self._seen.modules[name].value.practice.what
                lists[number * weeks // max(weeks, len(sessions))].append((number + 1, practice))
        sheets = ceil(weeks / _WEEKS_ON_A_SHEET)
        each = ceil(weeks / sheets)
        parts = [range(start, min(start + each, weeks)) for start in range(0, weeks, each)]
        title = self._("My practice calendar")
        words = [[_WEEK_MM + _PRACTICE_MM * len(lists[week]) for week in part] for part in parts]
        room = _GRID_MM[self._edition.size]
        apart = self._edition.size == "large-print" or not all(_fits(part, _LEAST_ROW_MM, room) for part in words)
        rows = [_row_height([0] * len(part) if apart else part, room) for part in words]
        context = {"program": self._program, "weeks": lists, "parts_of_it": parts, "rows": rows, "apart": apart}
        section = Section("packet-calendar", title, "packet-calendar.html", context, side="right")
        return Stack(title, (section,), self._packet.copies)

    def certificate(self) -> Stack:
        """Give the certificate blank: it names the program, unless it is to be neutral or the clinic is discreet."""
        section = _blank(self._standing(CERTIFICATE))
        sheets = tuple(self._named(sheet) for sheet in section.context["sheets"])
        section = replace(section, context={**section.context, "sheets": sheets})
        return Stack(section.title, (section,), self._packet.copies)

    def _named(self, sheet: Sheet) -> Sheet:
        more = {"neutral": True} if self._packet.neutral or self._discreet else {"what": self._program.title}
        blocks = tuple(
            block.model_copy(update=more) if isinstance(block, Certificate) else block for block in sheet.blocks
        )
        return replace(sheet, blocks=blocks)

    def discharge(self) -> Stack:
        """Give what a person takes home at the end: a list of the papers, where to get help, and the papers."""
        names = papers_in(self._packet, self._program, self._library)
        papers = tuple(_blank(self._standing(name)) for name in names)
        whole = compose_program(self._library, self._written, self._edition).sections
        crisis = tuple(replace(s, matter="body", side="any") for s in whole if s.template == "crisis.html")
        title = self._("My papers for the time ahead")
        first = Section("packet-discharge", title, "packet-discharge.html", {"papers": papers}, side="right")
        return Stack(title, (first, *crisis, *papers), self._packet.copies)


def _fits(words: Sequence[int], row: int, room: int) -> bool:
    """Tell whether the weeks of a calendar fit on a page: the height of their words, the least row, all millimetres."""
    return sum(max(row, height) for height in words) <= room


def _row_height(words: Sequence[int], room: int) -> int:
    """Give the height of rows, in millimetres, with which the weeks of a calendar fill their page."""
    fitting = [row for row in range(_LEAST_ROW_MM, _GREATEST_ROW_MM + 1) if _fits(words, row, room)]
    return max(fitting, default=_LEAST_ROW_MM)


def _blank(section: Section) -> Section:
    """Give a standing worksheet without its example; a module stays as it is."""
    if "worksheet" not in section.context:
        return section
    sheets = tuple(sheet for sheet in section.context["sheets"] if sheet.character is None)
    return replace(section, context={**section.context, "sheets": sheets})


def _spread(stacks: Sequence[Stack], *, collate: bool) -> Iterable[Section]:
    """Give the sections of stacks in order: once with their count, or (``collate``) as often as they are needed.

    Only the first of several copies has bookmarks.
    """
    for stack in stacks:
        if not collate:
            yield from (replace(part, copies=stack.copies) for part in stack.sections)
            continue
        for copy in range(stack.copies):
            yield from (replace(part, depth=0) if copy else part for part in stack.sections)
