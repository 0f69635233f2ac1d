"""What the page of the builder says of a program in the making: minutes, pages, problems, and what was left out."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from workbook.checks import check_entry
from workbook.inline import to_plain
from workbook.library import Entry, Library
from workbook.model import Module, Program, Session
from workbook.ownfile import Outcome, Start, outcome
from workbook.planning import PlannedModule, PlannedSession, ProgramPlan, plan_of, remarks
from workbook.problems import Problem, count
from workbook.source import SourceFile
from workbook.web.builder.shape import Shape
from workbook.web.builder.wish import Mistakes, Read, in_titles, minutes_of, mistakes_of
from workbook.web.hints import in_browser
from workbook.web.looks import Looks
from workbook.web.shelf import Stock

_ORDINALS = {1: "first", 2: "second", 3: "third"}


@dataclass(frozen=True)
class View:
    """All that is shown. ``pages`` are those of the modules that are drawn; ``outcome`` is what would be written."""

    plan: ProgramPlan
    mistakes: Mistakes
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    pages: Mapping[str, int]
    outcome: Outcome | None

    @property
    def is_right(self) -> bool:
        """Whether it can be saved."""
        return self.outcome is not None and self.outcome.resolved is not None and not self.mistakes

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the modules, by their ids."""
        return {planned.module.id: to_plain(planned.module.title) for planned in self.plan.modules}

    @property
    def minutes(self) -> int:
        """Minutes of all sessions."""
        return sum(session.minutes for session in self.plan.sessions)

    def pages_of(self, session: PlannedSession) -> str:
        """Say how many pages the handouts of a session have; nothing where none is counted yet."""
        names = [planned.module.id for planned in session.modules]
        return said_pages(names, self.pages) if any(name in self.pages for name in names) else ""

    @property
    def all_pages(self) -> str:
        """Say how many pages all handouts have."""
        return said_pages([planned.module.id for planned in self.plan.modules], self.pages)


def view_of(stock: Stock, looks: Looks, start: Start, read: Read, today: date) -> View:
    """Look at a program in the making."""
    library = stock.library
    mistakes = dict(read.mistakes)
    problems: list[Problem] = []
    found = outcome(library, start, read.wish) if read.wish else None
    if found and found.resolved is None:
        more, problems = mistakes_of(found, library)
        mistakes |= more
    modules = dict(found.resolved.modules if found and found.resolved else start.modules)
    shown = _as_shown(start, read)
    seen = _with(library, start, shown, modules)
    plan = plan_of(seen, shown)
    told = [_in_words(one, library) for one in problems]
    told += _checked(library, seen, start, found, today)
    names = [planned.module.id for planned in plan.modules]
    return View(
        plan,
        mistakes,
        tuple(dict.fromkeys(told)),
        tuple(in_titles(one, library) for one in remarks(_filled(plan))),
        pages_of(stock, looks, names),
        found,
    )


def pages_of(stock: Stock, looks: Looks, names: list[str]) -> dict[str, int]:
    """Give the pages of the handouts that are drawn; the others are drawn when there is nothing else to do."""
    now = time.monotonic()
    found = {name: looks.of(stock, (name, "standard", "small"), asked=now) for name in names}
    return {name: len(look.pages) for name, look in found.items() if look.is_there}


def said_pages(names: list[str], pages: Mapping[str, int]) -> str:
    """Say how many pages some handouts have together, as far as it is known."""
    known = [pages[name] for name in names if name in pages]
    if not known:
        return "pages not counted yet" if names else ""
    about = f"about {sum(known)} {'page' if sum(known) == 1 else 'pages'}"
    return about if len(known) == len(names) else f"{about} so far"


def news(  # noqa: PLR0913 - all that can be told of
    view: View, before: Shape, after: Shape, do: str, library: Library, words: str, found: int
) -> str:
    """Say in a sentence or two what a button did, for those who do not see it."""
    verb, *rest = do.split(":")
    if verb == "find":
        return _of_search(found, words)
    if verb == "show":
        told = f"{count(len(view.plan.sessions), 'session')}, {view.minutes} minutes."
        wrong = len(view.problems) + sum(name != "title" or bool(after.title) for name in view.mistakes)
        return f"{told} {count(wrong, 'problem')[:1].upper()}{count(wrong, 'problem')[1:]}."
    if before == after:
        return "Nothing has changed."
    name = rest[0] if rest else after.sessions[-1].id
    return _of_session(before, after, name) if "session" in verb else _of_module(view, before, after, name, library)


def _of_search(found: int, words: str) -> str:
    """Say what came of a search."""
    if not words:
        return "Write what to search for."
    told = f"{count(found, 'module')} found for “{words}”."
    return f"{told[0].upper()}{told[1:]}"


def _of_session(before: Shape, after: Shape, name: str) -> str:
    number = after.index(name)
    if number is None:
        title = before.sessions[before.index(name) or 0].title
        return f"“{title}” was removed. {count(len(after.sessions), 'session')} left."
    return f"“{after.sessions[number].title}” is now session {number + 1} of {len(after.sessions)}."


def _of_module(view: View, before: Shape, after: Shape, name: str, library: Library) -> str:
    title = library.modules[name].value.title
    where = after.where(name)
    if where is None:
        was = before.where(name) or (0, 0)
        return f"“{title}” was removed. {_filling(view.plan.sessions[was[0]])}"
    session = view.plan.sessions[where[0]]
    place = _ORDINALS.get(where[1] + 1, f"number {where[1] + 1}")
    return f"“{title}” is now {place} of {len(session.modules)} in session {session.number}. {_filling(session)}"


def _filling(session: PlannedSession) -> str:
    over = " It is too long." if session.minutes > session.available else ""
    return f"{session.minutes} of {session.available} minutes.{over}"


def _as_shown(start: Start, read: Read) -> Program:
    """Give the program as it was typed, whether it can be written or not."""
    shape = read.shape
    sessions = tuple(
        Session.model_construct(
            id=one.id,
            title=one.title or "(no title)",
            aim=one.aim,
            modules=one.modules,
            again=tuple(name for name in one.again if name in shape.modules and name not in one.modules),
            opener=one.opener or None,
            note=one.note or None,
        )
        for one in shape.sessions
    )
    minutes = minutes_of(shape.minutes)
    changed = {"id": start.name, "sessions": sessions, "session_minutes": minutes or start.program.session_minutes}
    return start.program.model_copy(update={**changed, "title": shape.title or start.program.title})


def _with(library: Library, start: Start, program: Program, modules: Mapping[str, Module]) -> Library:
    """Give the library with this program and what it changes; no file of it is known there."""
    changed = {name: replace(library.modules[name], value=one) for name, one in modules.items()}
    entry = Entry(program, library.programs[start.base].source, start.path.parent)
    own = {name: one for name, one in library.own.items() if name != start.name}
    return replace(
        library,
        programs={**library.programs, start.name: entry},
        changed={**library.changed, start.name: changed},
        own=own,
    )


def _filled(plan: ProgramPlan) -> ProgramPlan:
    """Leave sessions out that have nothing in them: there is no sense in saying what they have to spare."""
    return replace(plan, sessions=tuple(one for one in plan.sessions if one.held))


def _checked(library: Library, seen: Library, start: Start, found: Outcome | None, today: date) -> Iterator[str]:
    """Give what a check finds in the program, and in modules that it changes and that had nothing of it before."""
    shown = seen.programs[start.name].value
    shown = shown.model_copy(update={"sessions": tuple(one for one in shown.sessions if one.modules)})
    program = found.resolved.program if found and found.resolved else shown
    source = found.source if found else SourceFile(start.path)
    for problem in check_entry(seen, Entry(program, source, start.path.parent), today):
        yield _in_words(problem, library)
    for name in found.resolved.modules if found and found.resolved else ():
        own = seen.of(start.name).modules[name]
        if own.value == library.modules[name].value:
            continue
        before = {(one.code, one.message) for one in check_entry(library, library.modules[name], today)}
        for problem in check_entry(seen, own, today):
            if (problem.code, problem.message) not in before:
                yield f"In “{own.value.title}”: {_in_words(problem, library)}"


def _in_words(problem: Problem, library: Library) -> str:
    hint = "" if "allow this" in problem.hint else in_browser(problem.hint)
    if problem.code == "schema/answer":
        hint = "Give it its old words back, or change the example in the file of the program."
    return in_titles(f"{problem.message} {hint}".strip(), library)


def left_out(library: Library, start: Start, shape: Shape) -> tuple[list[Session], list[PlannedModule]]:
    """Give the sessions of the base that are not there, and the modules of the others: both can be put back."""
    base = library.programs[start.base].value
    gone = [session for session in base.sessions if shape.index(session.id) is None]
    here = set(shape.modules)
    lost = [
        PlannedModule(library.modules[name].value, (), ())
        for session in base.sessions
        for name in session.modules
        if name in library.modules and name not in here
    ]
    return gone, lost
