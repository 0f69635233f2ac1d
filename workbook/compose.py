"""Library + program + edition -> Workbook: the whole document as data. Nothing is decided after this point.

A workbook is an ordered tuple of sections; each section is set in type on its own and begins with a level-one heading.
"""

from collections.abc import Iterable
from dataclasses import replace

from workbook.document import Section, Sheet, Workbook
from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.language import is_source, language_of
from workbook.library import Library
from workbook.model import (
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
from workbook.tailor import loose, tailored
from workbook.using import worksheet_of

__all__ = [
    "DEFAULT_LOCALE",
    "Section",
    "Sheet",
    "Workbook",
    "compose_handout",
    "compose_program",
    "for_clinic",
    "sheets_of",
]

DEFAULT_LOCALE = "en-US"


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
    front = _front_matter(program, crisis, _title(library, program)) if whole else ()
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
    title = _title(library, program)
    return for_clinic(Workbook(title, sections, edition, program.locale, folios=whole), library)


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
    return for_clinic(Workbook(title, tuple(sections), edition, locale, folios=False), library)


def _title(library: Library, program: Program) -> str:
    """Give the title of a workbook; a discreet clinic has a neutral one."""
    discreet = library.clinic is not None and library.clinic.value.discreet
    return language_of(program.locale).gettext("My workbook") if discreet else program.title


def for_clinic(workbook: Workbook, library: Library) -> Workbook:
    """Give a workbook what the clinic's folder has; its logo may stand in any section."""
    clinic = library.clinic.value.shown if library.clinic else None
    logo = library.logo if clinic and clinic.logo else None
    files = (logo,) if logo else ()
    return replace(
        workbook,
        sections=tuple(replace(s, files=tuple({*s.files, *files})) for s in workbook.sections)
        if files
        else workbook.sections,
        clinic=clinic,
        resources=library.resources.value.resources if library.resources else (),
        logo=logo,
        templates=library.templates,
    )


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


def _front_matter(program: Program, crisis: Crisis, title: str) -> tuple[Section, ...]:
    _ = language_of(program.locale).gettext
    return (
        Section("cover", title, "cover.html", {"program": program}, "front", "right"),
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
    near = (
        Section("near-you", _("Near you"), "near-you.html")
        if library.resources and library.resources.value.resources
        else None
    )
    return tuple(section for section in (closing if program.closing else None, near, last) if section)


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
        again = tuple(library.modules[m].value for m in session.again)
        context = {"program": program, "session": session, "number": number, "modules": modules, "again": again}
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
    asks = module.title[-1] in "?!"  # a colon does not follow these
    title = words("%(title)s For the facilitator") if asks else words("%(title)s: for the facilitator")
    source = library.modules[module.id].source
    title %= {"title": module.title}
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
