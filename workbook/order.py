"""The order that comes in: what was asked for, whether it can be made, and what it consists of."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from workbook import checks
from workbook.checks.clinics import check_clinic
from workbook.checks.languages import check_language
from workbook.checks.safety import check_crisis
from workbook.clinic import CLINIC_FILE, RESOURCES_FILE
from workbook.compose import DEFAULT_LOCALE, Workbook, compose_handout, compose_program, for_clinic
from workbook.files import real_path
from workbook.language import is_source
from workbook.library import Library, is_path, load
from workbook.model import Crisis, Module, Program, StandingWorksheet, WorksheetUse
from workbook.packets import compose_packet, papers_in
from workbook.problems import Place, Problem, ProblemsFound, did_you_mean, sort
from workbook.request import BuildRequest


def load_for(request: BuildRequest) -> Library:
    """Load the library, with any file that the request names by its path."""
    names = (request.program, *request.handouts)
    return load(request.libraries, [Path(name) for name in names if name and is_path(name)])


def find_problems(library: Library, request: BuildRequest) -> tuple[Problem, ...]:
    """Give the problems of the files that this request uses; a half-written neighbor does not stop a handout."""
    found: list[Problem] = []
    entries: list[checks.Written] = []
    for shelf, name in _wanted(request):
        entry, problems = _find(library, shelf, name)
        found += problems
        entries += [entry] if entry else []
    for name in _papers(library, request, entries):
        entry, problems = _find(library, ("worksheets", "modules"), name)
        found += problems
        entries += [entry] if entry else []
    entries += [entry for chosen in tuple(entries) for entry in _modules_of(library, chosen)]
    entries += [entry for chosen in tuple(entries) for entry in _worksheets_of(library, chosen)]
    for entry in entries:
        found += checks.check_entry(library, entry, request.today)
    used = {entry.source.name for entry in entries}
    found += [p for p in library.problems if p.place.file in used or _concerns_all(p)]
    if request.handouts:
        found = [*_check_locale(library, request), *(p for p in found if _is_of_language(p, request.locale))]
    found += _check_choice(library, request)
    found += check_clinic(library, request.today)
    return sort(found)


def _check_locale(library: Library, request: BuildRequest) -> Iterator[Problem]:
    """Check the language that handouts were asked for in, and the crisis lines that go with it."""
    if request.locale in library.crisis:
        entry = library.crisis[request.locale]
        yield from check_crisis(entry, request.today)
        yield from check_language(request.locale, entry.source.place(("locale",)))
    elif request.locale != DEFAULT_LOCALE:
        message = f'There are no crisis lines for "{request.locale}".'
        hint = did_you_mean(request.locale, library.crisis) or f"Add crisis/{request.locale}.yaml to your folder."
        yield Problem("reference/unknown-locale", Place(request.locale), message, hint)


def _is_of_language(problem: Problem, locale: str) -> bool:
    """Leave out what is measured by the rules of English alone, where a handout is in another language."""
    return problem.code != "wording/reading-grade" or is_source(locale)


def _wanted(request: BuildRequest) -> Iterator[tuple[tuple[str, ...], str]]:
    if request.program:
        yield ("programs",), request.program
    for name in request.handouts:
        yield ("modules", "worksheets"), name


def _papers(library: Library, request: BuildRequest, entries: list[checks.Written]) -> tuple[str, ...]:
    """Give the standing worksheets and modules that a packet has besides the pages of its program."""
    program = entries[0].value if entries and request.packet else None
    if not request.packet or not isinstance(program, Program):
        return ()
    told = set(program.discharge) - {*library.worksheets, *library.modules}  # at the lines where they stand
    return tuple(name for name in papers_in(request.packet, program, library) if name not in told)


def _modules_of(library: Library, entry: checks.Written) -> Iterator[checks.Written]:
    """Give the modules that a program uses."""
    for session in entry.value.sessions if isinstance(entry.value, Program) else ():
        yield from (library.modules[name] for name in session.modules if name in library.modules)


def _worksheets_of(library: Library, entry: checks.Written) -> Iterator[checks.Written]:
    """Give the standing worksheets that a module uses."""
    for sheet in entry.value.worksheets if isinstance(entry.value, Module) else ():
        if isinstance(sheet, WorksheetUse) and sheet.use in library.worksheets:
            yield library.worksheets[sheet.use]


def _concerns_all(problem: Problem) -> bool:
    """Tell whether a problem lies in a file that every build reads."""
    path = Path(problem.place.file)
    shared = {"characters.yaml", "sources.yaml", "topics.yaml", CLINIC_FILE, RESOURCES_FILE}
    return path.name in shared or path.parent.name == "crisis" or problem.code == "file/not-found"


def _find(library: Library, shelves: tuple[str, ...], name: str) -> tuple[checks.Written | None, tuple[Problem, ...]]:
    """Find an entry by id or path, or say what is wrong: no such id, or mistakes in its file."""
    what = " or ".join(shelf.removesuffix("s") for shelf in shelves)
    if is_path(name):
        path = real_path(Path(name))
        for entry in library.entries():
            if entry.source.real == path:
                return _of_kind(entry, shelves, name, what)
        mine = {s.name for _, s in library.all_broken if s.real == path}
        return None, tuple(p for p in library.problems if p.place.file in mine)
    for shelf in shelves:
        if name in library.shelf(shelf):
            return library.shelf(shelf)[name], ()  # type: ignore[return-value]
    if name in library.broken:
        source = library.broken[name][1]
        return None, tuple(p for p in library.problems if p.place.file == source.name)
    known = [known for shelf in shelves for known in library.shelf(shelf)]
    hint = did_you_mean(name, known) or f"See  workbook list {shelves[0]}"
    message = f'There is no {what} "{name}".'
    code = "reference/unknown-program" if shelves == ("programs",) else "reference/unknown-module"
    return None, (Problem(code, Place(name), message, hint),)


def _of_kind(
    entry: checks.Written, shelves: tuple[str, ...], name: str, what: str
) -> tuple[checks.Written | None, tuple[Problem, ...]]:
    kinds = {Program: "programs", Module: "modules", StandingWorksheet: "worksheets"}
    kind = kinds[type(entry.value)]
    if kind in shelves:
        return entry, ()
    hint = "Use  workbook handout  for modules and worksheets, and  workbook build  for programs."
    message = f"This file holds a {kind.removesuffix('s')}, not a {what}."
    return None, (Problem("reference/other-kind", Place(name), message, hint),)


def _check_choice(library: Library, request: BuildRequest) -> Iterator[Problem]:
    """Check that the chosen sessions and modules are in the program."""
    entry, _ = _find(library, ("programs",), request.program) if request.program else (None, ())
    if entry is None or not isinstance(entry.value, Program):
        return
    program = entry.value
    for number in request.sessions:
        if not 1 <= number <= len(program.sessions):
            message = f"There is no session {number}; the program has {len(program.sessions)}."
            hint = f"Use a number from 1 to {len(program.sessions)}."
            yield Problem("reference/unknown-session", Place(entry.source.name), message, hint)
    chosen = [s for i, s in enumerate(program.sessions, 1) if not request.sessions or i in request.sessions]
    known = [module for session in chosen for module in session.modules]
    for name in request.modules:
        if name not in known:
            message = f'The module "{name}" is not in this choice of sessions.'
            yield Problem("reference/unknown-module", Place(entry.source.name), message, did_you_mean(name, known))


def compose(library: Library, request: BuildRequest) -> tuple[Workbook, Crisis]:
    """Compose what was asked for, and give the crisis lines that go with it."""
    if request.program:
        program = cast("Program", _chosen(library, ("programs",), request.program))
        crisis = library.crisis[program.locale].value
        if request.packet:
            number = next(iter(request.sessions), 1)
            packet = compose_packet(library, program, request.edition, request.packet, number)
            return for_clinic(packet, library), crisis
        workbook = compose_program(
            library, program, request.edition, sessions=request.sessions, modules=request.modules
        )
        return workbook, crisis
    ids = [_chosen(library, ("modules", "worksheets"), name).id for name in request.handouts]
    return compose_handout(library, ids, request.edition, request.locale), library.crisis[request.locale].value


def _chosen(library: Library, shelves: tuple[str, ...], name: str) -> Module | StandingWorksheet | Program:
    """Give what a name means, when find_problems has found nothing wrong with it."""
    entry, problems = _find(library, shelves, name)
    if entry is None:
        raise ProblemsFound(problems)
    return entry.value
