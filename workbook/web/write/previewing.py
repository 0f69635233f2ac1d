"""A preview: what is wrong with a text that is not saved, and pictures of its pages. Nothing of it stays on the disk.

``PreviewPage`` is quick: it sets the part that somebody types in, and nothing else, so its page number may differ from
that on paper. ``PreviewAll`` is exact: it sets, proves and draws everything, and has the editor read it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.edition import Edition
from workbook.problems import Problem, ProblemsFound, errors, sort
from workbook.request import BuildRequest
from workbook.source import SourceFile
from workbook.unsaved import Unsaved, with_text
from workbook.web.tasks import Desk

if TYPE_CHECKING:
    from workbook.compose import Section, Workbook
    from workbook.model import Crisis
    from workbook.pagination import PlacedPart
    from workbook.press import Press

DPI = 96
MOST_PAGES = 60
"""Pages that are drawn: whoever writes more than that by mistake need not see them all."""


@dataclass(frozen=True)
class Page:
    """The picture of a page (PNG), its size in pixels, the id of the part that stands on it, and the part's line."""

    part: str
    line: int
    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Preview:
    """What came of a text. Without pages, it has mistakes that stop it; ``is_all`` says that it was all looked at.

    ``title`` is that of the text, ``count`` the number of its pages, also of those that are not drawn.
    """

    file: str
    problems: tuple[Problem, ...] = ()
    pages: tuple[Page, ...] = ()
    is_all: bool = False
    title: str = ""
    count: int = 0

    @property
    def size(self) -> int:
        """The bytes of its pictures."""
        return sum(len(page.data) for page in self.pages)


@dataclass(frozen=True)
class Written:
    """A text, the file that it is meant for (in the folder ``root``), and how it is to look.

    ``stamp`` says which state of the other files.
    """

    kind: str
    path: Path
    root: Path
    text: str
    edition: Edition
    libraries: tuple[Path, ...]
    theme: str
    locale: str
    today: date
    stamp: str

    def in_place(self, desk: Desk) -> Unsaved:
        """Put it into the library."""
        return with_text(desk.library(self.stamp, self.libraries), self.kind, self.path, self.root, self.text)

    def request(self, name: str) -> BuildRequest:
        """Give the request for a handout of it."""
        return BuildRequest(
            self.today,
            handouts=(name,),
            edition=self.edition,
            libraries=self.libraries,
            theme=self.theme,
            locale=self.locale,
        )


@dataclass(frozen=True)
class PreviewPage:
    """The part that the line (from 1) stands in. Mistakes are told; what an editor would mark is not."""

    written: Written
    line: int

    def run(self, desk: Desk) -> Preview:
        """Set one part."""
        from workbook.order import find_problems  # noqa: PLC0415 - the server itself sets nothing

        unsaved = self.written.in_place(desk)
        if unsaved.entry is None:
            return _stopped(unsaved, _broken(unsaved, self.written.kind))
        found = find_problems(unsaved.library, self.written.request(unsaved.entry.value.id))
        if errors(found):
            return _stopped(unsaved, found)
        try:
            return self._draw(desk, unsaved, found)
        except ProblemsFound as stopped:
            return _stopped(unsaved, stopped.problems)

    def _draw(self, desk: Desk, unsaved: Unsaved, found: tuple[Problem, ...]) -> Preview:
        from workbook.environment import keep_compiled  # noqa: PLC0415 - as above
        from workbook.web.write.parts import section_for  # noqa: PLC0415
        from workbook.workers import typesetters  # noqa: PLC0415

        press, workbook = _press(self.written, unsaved)
        keep_compiled(desk.cache, workbook.templates)
        section, part = section_for(unsaved.source, self.line, workbook)
        job = press.job(section, {})
        if part:  # what belongs to other parts is not laid out
            style = f"<style>body > section:not(#{part}) {{ display: none }}</style></head>"
            job = replace(job, html=job.html.replace("</head>", style, 1))
        pages = tuple(_draw(typesetters[0].sketch(job), [(part or section.id, self.line)]))
        return Preview(unsaved.source.name, found, pages, title=workbook.title, count=len(pages))


@dataclass(frozen=True)
class PreviewAll:
    """All pages as they are printed, and all that is to be said of the text."""

    written: Written

    def run(self, desk: Desk) -> Preview:
        """Check, set, prove and draw. Nothing goes to the cache: what is not saved stays on no disk."""
        from workbook.checks import Editor, check_entry  # noqa: PLC0415 - as above
        from workbook.order import find_problems  # noqa: PLC0415

        unsaved = self.written.in_place(desk)
        entry = unsaved.entry
        if entry is None:
            return _stopped(unsaved, _broken(unsaved, self.written.kind), is_all=True)
        library = unsaved.library
        found = find_problems(library, self.written.request(entry.value.id))
        marked = check_entry(library, entry, self.written.today, Editor(library, [entry]))
        stops = errors(found)
        found = sort((*unsaved.problems, *found, *marked))
        if stops:
            return _stopped(unsaved, found, is_all=True)
        try:
            return self._draw(desk, unsaved, found)
        except ProblemsFound as stopped:
            return _stopped(unsaved, (*found, *stopped.problems), is_all=True)

    def _draw(self, desk: Desk, unsaved: Unsaved, found: tuple[Problem, ...]) -> Preview:
        from workbook.build import bind_and_prove  # noqa: PLC0415 - as above
        from workbook.pagination import count_pages  # noqa: PLC0415
        from workbook.plan import Plan  # noqa: PLC0415

        press, workbook = _press(self.written, unsaved)
        with press.crew:
            placed = press.run(desk.progress)
        found = sort((*found, *press.problems))
        if errors(press.problems):
            return _stopped(unsaved, found, is_all=True)
        plan = Plan(workbook.title, workbook.language, workbook.folios, workbook.binding, ())
        pdf = bind_and_prove(plan, placed, workbook.edition)
        pages = tuple(_draw(pdf, _parts(unsaved.source, workbook, placed)))
        return Preview(unsaved.source.name, found, pages, is_all=True, title=workbook.title, count=count_pages(placed))


def _press(written: Written, unsaved: Unsaved) -> "tuple[Press, Workbook]":
    """Compose the handout, and give what it is set with."""
    from workbook.order import compose  # noqa: PLC0415 - as above
    from workbook.press import Press  # noqa: PLC0415
    from workbook.theme import load_theme  # noqa: PLC0415
    from workbook.workers import Crew  # noqa: PLC0415

    name = unsaved.entry.value.id if unsaved.entry else ""
    workbook: Workbook
    crisis: Crisis
    workbook, crisis = compose(unsaved.library, written.request(name))
    return Press(workbook, crisis, load_theme(written.theme, written.libraries), Crew(1)), workbook


def _broken(unsaved: Unsaved, kind: str) -> tuple[Problem, ...]:
    """Give all mistakes of a text that cannot be read as what it should be."""
    from workbook.checks.references import check_broken  # noqa: PLC0415 - as above

    return sort((*unsaved.problems, *check_broken(unsaved.library, kind, unsaved.source)))


def _stopped(unsaved: Unsaved, problems: Sequence[Problem], *, is_all: bool = False) -> Preview:
    return Preview(unsaved.source.name, sort(problems), is_all=is_all)


def _parts(source: SourceFile, workbook: "Workbook", placed: "Sequence[PlacedPart]") -> list[tuple[str, int]]:
    """Give the part that stands on each page, in order, with its line in the text."""
    from workbook.web.write.parts import lines_of  # noqa: PLC0415 - as above

    sections: dict[str, Section] = {section.id: section for section in workbook.sections}
    parts: list[tuple[str, int]] = []
    for place in placed:
        fragment = place.part.fragment
        known = lines_of(source, sections[fragment.id]) if fragment.id in sections else {}
        begins = {page: name for name, page, _ in fragment.destinations if name in known}
        now = fragment.id
        for page in range(fragment.page_count):
            now = begins.get(page, now)
            parts.append((now, known.get(now, 1)))
    return parts


def _draw(pdf: bytes, parts: Sequence[tuple[str, int]]) -> Iterator[Page]:
    """Draw the first pages; the last of the parts goes on to the end."""
    from workbook.pictures import pictures  # noqa: PLC0415 - PDFium is for those who draw

    for number, data in enumerate(islice(pictures(pdf, DPI), MOST_PAGES)):
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))  # the head of a PNG says it
        yield Page(*parts[min(number, len(parts) - 1)], data, width, height)
