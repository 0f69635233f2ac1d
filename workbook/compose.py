"""Library + program + edition -> Workbook: the whole document as data. Nothing is decided after this point.

A workbook is an ordered tuple of sections; each section is set in type on its own and begins with a level-one heading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from workbook.blocks.base import Block
from workbook.domains import DOMAINS
from workbook.edition import Binding, Edition
from workbook.language import is_source, language_of
from workbook.library import Library
from workbook.model import (
    Character,
    Crisis,
    Module,
    Program,
    Session,
    Source,
    StandingWorksheet,
    Worksheet,
    WorksheetUse,
)
from workbook.parse import adapter
from workbook.reading import reading_grade
from workbook.source import SourceFile
from workbook.tailor import loose, tailored
from workbook.using import worksheet_of

DEFAULT_LOCALE = "en-US"


@dataclass(frozen=True)
class Section:
    """A part of a workbook that is set in type on its own.

    ``template`` names a file of ``templates/print``, ``context`` is what it is given. ``side`` says on which side of a
    leaf it begins; ``depth`` is its level in the outline (1 for a session, 2 for what belongs to one). ``source`` is
    the file that its text stands in, ``others`` the files of standing worksheets that it uses, by their ids. What is
    ``personal`` carries somebody's name, and is never kept. ``files`` are the pictures (real paths) that its template
    shows. ``copies`` is how many of it are to be printed.
    """

    id: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    matter: Literal["front", "body"] = "body"
    side: Literal["right", "any"] = "any"
    depth: int = 1
    needs_folios: bool = False
    personal: bool = False
    source: SourceFile | None = None
    others: Mapping[str, SourceFile] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    copies: int = 1


@dataclass(frozen=True)
class Sheet:
    """A worksheet as it is printed: blank, or filled in as an example by a character.

    ``pages`` is how many the blank sheet may take in the standard edition.
    """

    id: str
    title: str
    purpose: str
    blocks: tuple[Block, ...]
    distress: bool = False
    page: Literal["portrait", "landscape"] = "portrait"
    pages: int | None = None
    character: Character | None = None
    line: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether it is printed without the head and the foot of a worksheet."""
        return any(block.bare for block in self.blocks)

    def lies(self, size: str) -> bool:
        """Whether the paper lies on its long side; in large print only where a block cannot do without."""
        if size == "large-print":
            return any(block.lies_in_large_print for block in self.blocks)
        return self.page == "landscape"


@dataclass(frozen=True)
class Workbook:
    """The complete document as data. ``folios`` says whether pages carry the numbers of the whole workbook."""

    title: str
    sections: tuple[Section, ...]
    edition: Edition
    language: str
    folios: bool

    @property
    def binding(self) -> Binding:
        """Where its right-hand pages are bound."""
        if self.edition.sides == "one":
            return "none"
        return "right" if language_of(self.language).direction == "rtl" else "left"


def compose_program(
    library: Library,
    program: Program,
    edition: Edition,
    *,
    sessions: Iterable[int] = (),
    modules: Iterable[str] = (),
) -> Workbook:
    """Compose a program, or only some sessions (numbers from 1) or modules (ids) of it, then without front matter."""
    library, program = tailored(library, program)
    chosen = frozenset(sessions)
    wanted = frozenset(modules)
    crisis = library.crisis[program.locale].value
    whole = not chosen and not wanted
    front = _front_matter(program, crisis) if whole else ()
    back = _back_matter(library, program) if whole else ()
    body: list[Section] = []
    for number, session in enumerate(program.sessions, 1):
        if chosen and number not in chosen:
            continue
        ids = [m for m in session.modules if not wanted or m in wanted]
        if ids:
            body += _session(library, program, session, number, ids, edition, opener=not wanted)
    outline = tuple(
        (number, session, tuple(library.modules[m].value for m in session.modules))
        for number, session in enumerate(program.sessions, 1)
    )
    contents = Section(
        "contents",
        language_of(program.locale).gettext("Contents"),
        "contents.html",
        {"program": program, "outline": outline},
        "front",
        needs_folios=True,
    )
    sections = (*front, contents, *body, *back) if whole else tuple(body)
    source = library.programs[program.id].source if program.id in library.programs else None
    sections = tuple(section if section.source else replace(section, source=source) for section in sections)
    return Workbook(program.title, sections, edition, program.locale, folios=whole)


def compose_handout(library: Library, ids: Iterable[str], edition: Edition, locale: str = DEFAULT_LOCALE) -> Workbook:
    """Compose modules and standing worksheets as loose handouts: no cover, no contents, pages counted in each."""
    names = list(ids)
    library = loose(library, names)
    sections: list[Section] = []
    for name in names:
        if name in library.modules:
            module = library.modules[name].value
            if edition.copy_for == "facilitator":
                sections.append(_facilitator(library, module, locale, depth=1))
            sections.append(_module(library, module, locale, depth=1))
        else:
            sections.append(_standing(library, library.worksheets[name].value, edition, locale))
    title = sections[-1].title if len(names) == 1 else language_of(locale).gettext("Handouts")
    return Workbook(title, tuple(sections), edition, locale, folios=False)


def sheets_of(library: Library, module: Module) -> tuple[Sheet, ...]:
    """Give the worksheets of a module in the order of printing: an example goes before the blank sheet."""
    sheets: list[Sheet] = []
    for worksheet in module.worksheets:
        used = (
            worksheet_of(library.worksheets[worksheet.use].value, worksheet)
            if isinstance(worksheet, WorksheetUse)
            else worksheet
        )
        sheets += _sheets(library, used)
    return tuple(sheets)


def _front_matter(program: Program, crisis: Crisis) -> tuple[Section, ...]:
    _ = language_of(program.locale).gettext
    return (
        Section("cover", program.title, "cover.html", {"program": program}, "front", "right"),
        Section("crisis", _("If you need help now"), "crisis.html", {"crisis": crisis}, "front"),
        Section("welcome", _("How this workbook works"), "welcome.html", {"program": program}, "front", "right"),
    )


def _back_matter(library: Library, program: Program) -> tuple[Section, ...]:
    ids = [m for session in program.sessions for m in session.modules]
    modules = tuple(library.modules[m].value for m in dict.fromkeys(ids))
    keys = sorted({key for module in modules for key in module.evidence})
    about = {
        "program": program,
        "modules": modules,
        "sources": tuple(library.sources[key] for key in keys),
        "unreviewed": any(review.status == "unreviewed" for review in (program.review, *(m.review for m in modules))),
    }
    _ = language_of(program.locale).gettext
    closing = Section("closing", _("Looking back"), "closing.html", {"program": program}, side="right")
    last = Section("about", _("About this workbook"), "about.html", about)
    return (closing, last) if program.closing else (last,)


def _session(  # noqa: PLR0913 - one call, all named
    library: Library,
    program: Program,
    session: Session,
    number: int,
    ids: list[str],
    edition: Edition,
    *,
    opener: bool,
) -> Iterable[Section]:
    modules = tuple(library.modules[m].value for m in ids)
    words = language_of(program.locale).gettext
    if opener:
        context = {"program": program, "session": session, "number": number, "modules": modules}
        yield Section(
            f"session-{session.id}",
            words("Session %(number)s: %(title)s") % {"number": number, "title": session.title},
            "session.html",
            context,
            side="right",
        )
    for module in modules:
        if edition.copy_for == "facilitator":
            yield _facilitator(library, module, program.locale, depth=2)
        yield _module(library, module, program.locale, depth=2)


def _module(library: Library, module: Module, locale: str, depth: int) -> Section:
    sheets = sheets_of(library, module)
    words = language_of(locale).gettext
    # What is cut out of the last sheet must not take the practice page on its back with it.
    cuts = any(block.type == "cards" for block in sheets[-1].blocks)
    context = {"module": module, "sheets": sheets, "cuts": cuts, "domain": words(DOMAINS[module.domain])}
    source = library.modules[module.id].source
    used = [sheet.use for sheet in module.worksheets if isinstance(sheet, WorksheetUse)]
    others = {name: library.worksheets[name].source for name in used}
    return Section(
        module.id, module.title, "module.html", context, side="right", depth=depth, source=source, others=others
    )


def _facilitator(library: Library, module: Module, locale: str, depth: int) -> Section:
    words = language_of(locale).gettext
    sources: tuple[Source, ...] = tuple(library.sources[key] for key in module.evidence)
    context = {
        "module": module,
        "sheets": sheets_of(library, module),
        "sources": sources,
        "domain": words(DOMAINS[module.domain]),
        "grade": reading_grade(module) if is_source(locale) else None,
    }
    title = words("%(title)s: for the facilitator") % {"title": module.title}
    source = library.modules[module.id].source
    return Section(f"{module.id}-facilitator", title, "facilitator.html", context, depth=depth, source=source)


def _standing(library: Library, worksheet: StandingWorksheet, edition: Edition, locale: str) -> Section:
    domain = language_of(locale).gettext(DOMAINS.get(worksheet.domain, worksheet.domain))
    context = {
        "worksheet": worksheet,
        "sheets": _sheets(library, worksheet),
        "domain": domain,
        "show_clinician": edition.copy_for == "facilitator",
    }
    source = library.worksheets[worksheet.id].source
    return Section(worksheet.id, worksheet.title, "worksheet.html", context, side="right", source=source)


def _sheets(library: Library, worksheet: Worksheet) -> tuple[Sheet, ...]:
    paper, pages = worksheet.page, worksheet.pages
    blank = Sheet(worksheet.id, worksheet.title, worksheet.purpose, worksheet.blocks, worksheet.distress, paper, pages)
    example = worksheet.example
    if example is None:
        return (blank,)
    answers = {
        block.field_id: adapter(block.answer).validate_python(example.answers[block.field_id])
        for block in worksheet.blocks
        if block.field_id in example.answers
    }
    filled = Sheet(
        f"{worksheet.id}-example",
        worksheet.title,
        worksheet.purpose,
        worksheet.blocks,
        worksheet.distress,
        paper,
        character=library.characters[example.who],
        line=example.line,
        answers=answers,
    )
    return (filled, blank)
