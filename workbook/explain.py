"""``workbook explain``: a program as it comes out: sessions, minutes, pages, and where each value stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook.cache import Cache
from workbook.library import Library
from workbook.model import Program
from workbook.order import find_problems
from workbook.pagination import PlacedPart, count_pages
from workbook.paper import Paper, paper_for
from workbook.plan import keep, key_for, recall
from workbook.planning import PlannedModule, PlannedSession, ProgramPlan, plan_of, remarks
from workbook.problems import Place, Problem, errors
from workbook.request import BuildRequest, Progress
from workbook.source import SourceFile

_KEYS = (
    *("title", "subtitle", "for", "clients", "format", "self_guided", "session_minutes", "locale"),
    *("settings", "values", "welcome", "closing"),
)
"""The keys of a program whose place is told."""


@dataclass(frozen=True)
class Pages:
    """How many pages a program takes: each section by its id, and the whole workbook with its blank backs."""

    sections: Mapping[str, int]
    whole: int


def pages_of(
    request: BuildRequest, cache: Cache | None, progress: Progress | None = None, workers: int = 0
) -> Pages | None:
    """Give the pages of a request. Without ``progress``, only what was printed before: None if it was not.

    Raise ProblemsFound if something in the files is wrong.
    """
    key = key_for(request) if cache else ""
    ready = recall(cache, key) if cache else None
    if ready:
        return _counted(ready[1])
    if progress is None:
        return None
    from workbook.preparation import prepare  # noqa: PLC0415 - what sets type is loaded where it is needed
    from workbook.workers import Crew  # noqa: PLC0415

    with Crew(workers) as crew:
        plan, placed, _ = prepare(request, crew, progress, cache)
    if cache and not cache.trouble:
        keep(cache, key, plan)
    return _counted(placed)


def _counted(placed: Sequence[PlacedPart]) -> Pages:
    return Pages({place.part.fragment.id: place.part.fragment.page_count for place in placed}, count_pages(placed))


def explain(library: Library, request: BuildRequest, name: str, pages: Pages | None = None, people: int = 1) -> str:
    """Describe the program of this id in words; ``request`` is how it is printed, ``people`` get a copy each."""
    program = library.programs[name].value
    plan = plan_of(library, program)
    lines = [
        *_head(library, plan),
        "",
        *_sessions(library, plan, pages),
        *_paper(plan, pages, people),
        "",
        "Where it comes from",
        *_origins(library, program),
        *_remarks(plan, find_problems(library, request)),
    ]
    return "\n".join(lines)


def _head(library: Library, plan: ProgramPlan) -> Iterator[str]:
    program = plan.program
    yield f"{program.title} ({program.id})"
    yield program.subtitle
    yield f"For {program.audience}"
    if program.id in library.own:
        yield f"Extends {library.own[program.id].value.extends}"
    many = "1 session" if len(plan.sessions) == 1 else f"{len(plan.sessions)} sessions"
    yield f"{many} of {program.session_minutes} minutes; {_count(len(plan.modules), 'module')}"


def _sessions(library: Library, plan: ProgramPlan, pages: Pages | None) -> Iterator[str]:
    width = max((len(planned.module.id) for planned in plan.modules), default=0)
    for session in plan.sessions:
        told = f", {_count(_pages_of(session, pages), 'page')}" if pages else ""
        title = f"{session.number}. {session.session.title} ({session.session.id})"
        yield f"{title}: {session.minutes} of {session.available} minutes{told}"
        for planned in session.modules:
            yield f"   {planned.module.id.ljust(width)}  {_figures(planned, pages)}"
            changed = planned.module.id in library.changed.get(plan.program.id, {})
            own = ", changed by this program" if changed else ""
            yield f"   {''.ljust(width)}  {library.modules[planned.module.id].source.name}{own}"
        for planned in session.again:
            yield f"   {planned.module.id.ljust(width)}  {planned.minutes} minutes, once more"


def _figures(planned: PlannedModule, pages: Pages | None) -> str:
    told = [f"{planned.minutes} minutes"]
    if pages:
        told.append(_count(pages.sections.get(planned.module.id, 0), "page"))
    told.append(_count(len(planned.sheets), "worksheet"))
    grade = planned.grade
    told += [f"reading grade {grade:.1f}"] if grade is not None else []
    told += ["led by a clinician"] if planned.module.clinician_led else []
    told += [f"sensitivity {planned.module.sensitivity}"] if planned.module.sensitivity != "low" else []
    return ", ".join(told)


def _parts(session: PlannedSession) -> list[str]:
    """Give the ids of the sections that are printed for a session."""
    return [f"session-{session.session.id}", *(planned.module.id for planned in session.modules)]


def _pages_of(session: PlannedSession, pages: Pages) -> int:
    return sum(pages.sections.get(part, 0) for part in _parts(session))


def _paper(plan: ProgramPlan, pages: Pages | None, people: int) -> Iterator[str]:
    """Say how much paper it takes: each part of a session begins on a new sheet."""
    yield ""
    if pages is None:
        yield "Pages are not counted yet: add --pages, or print the program once."
        return
    copies = "a copy" if people == 1 else f"{people} copies"
    yield f"Paper for {copies}, printed on both sides (on one side)"
    for session in plan.sessions:
        paper = paper_for((pages.sections.get(part, 0) for part in _parts(session)), people)
        yield f"   {session.number}. {session.session.title}: {_sheets(paper)}"
    yield f"   The whole workbook, {_count(pages.whole, 'page')}: {_sheets(paper_for([pages.whole], people))}"


def _origins(library: Library, program: Program) -> Iterator[str]:
    """Say in which file and line each value stands, and what each change did."""
    source = library.programs[program.id].source
    own = library.own.get(program.id)
    base = library.programs[own.value.extends].source if own else source
    width = max(map(len, _KEYS))
    for key in _KEYS:
        place = _place(source, key) or _place(base, key)
        if place:
            yield f"   {key.ljust(width)}  {place}"
    if own is None:
        yield f"   {'sessions'.ljust(width)}  {_place(source, 'sessions')}"
        return
    yield f"   {'sessions'.ljust(width)}  {_place(base, 'sessions')}, and these changes:"
    for origin in library.origins.get(program.id, ()):
        yield f"   {origin.place}  {origin.path}: {origin.what}"


def _place(source: SourceFile, key: str) -> Place | None:
    return source.place((key,), key=True) if (key,) in source.keys else None


def _remarks(plan: ProgramPlan, problems: Sequence[Problem]) -> Iterator[str]:
    """Say what is wrong or worth knowing; problems of single texts are for ``workbook check``."""
    mine = [problem for problem in problems if problem.code.startswith("plan/")]
    others = errors(problem for problem in problems if problem not in mine)
    found = [f"{problem.severity}: {problem.message} ({problem.place})" for problem in mine]
    found += [f"error: {_count(len(others), 'mistake')} in its files; see  workbook check"] if others else []
    found += remarks(plan)
    if found:
        yield ""
        yield "Planning"
        yield from (f"   {line}" for line in found)


def _sheets(paper: Paper) -> str:
    return f"{_count(paper.two_sided, 'sheet')} ({paper.one_sided})"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
