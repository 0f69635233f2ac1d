"""Planning help: whether a program fits its sessions, and what repeats, stands out of order or needs a clinician."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from workbook.library import Library
from workbook.model import Module, Program, Session, WorksheetUse
from workbook.reading import reading_grade

ALIKE = 0.75
"""The share of tags and topics from which two modules are the same skill told twice (a copy, most often)."""

KIN = 0.4
"""The share from which two modules are near to each other: worth knowing, and often meant so."""


@dataclass(frozen=True)
class PlannedModule:
    """A module in a plan: the lengths that there are minute plans for, and the titles of its worksheets."""

    module: Module
    lengths: tuple[int, ...]
    sheets: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """Its usual length."""
        return self.module.minutes

    @property
    def grade(self) -> float | None:
        """Its reading grade; None where there is too little text to say."""
        return reading_grade(self.module)


@dataclass(frozen=True)
class PlannedSession:
    """A session in a plan: its number from 1, its modules, those taken up again, and the minutes it may take."""

    number: int
    session: Session
    modules: tuple[PlannedModule, ...]
    again: tuple[PlannedModule, ...]
    available: int

    @property
    def minutes(self) -> int:
        """What its modules take together: plans follow one another, each with its own check-in and closing."""
        return sum(planned.minutes for planned in self.held)

    @property
    def held(self) -> tuple[PlannedModule, ...]:
        """All that takes time in it: its own modules, then those of other sessions."""
        return (*self.modules, *self.again)


@dataclass(frozen=True)
class ProgramPlan:
    """A program with the figures of its sessions; modules that are not there are left out."""

    program: Program
    sessions: tuple[PlannedSession, ...]

    @property
    def modules(self) -> tuple[PlannedModule, ...]:
        """All modules, in order."""
        return tuple(planned for session in self.sessions for planned in session.modules)


def plan_of(library: Library, program: Program) -> ProgramPlan:
    """Give the figures of a program, with the modules as it changes them."""
    modules = library.of(program.id).modules

    def planned(names: Sequence[str]) -> tuple[PlannedModule, ...]:
        return tuple(_planned(library, modules[name].value) for name in dict.fromkeys(names) if name in modules)

    sessions = tuple(
        PlannedSession(number, session, planned(session.modules), planned(session.again), program.session_minutes)
        for number, session in enumerate(program.sessions, 1)
    )
    return ProgramPlan(program, sessions)


def _planned(library: Library, module: Module) -> PlannedModule:
    sheets = []
    for sheet in module.worksheets:
        standing = library.worksheets.get(sheet.use) if isinstance(sheet, WorksheetUse) else None
        title = sheet.title or (standing.value.title if standing else None)
        sheets += [title] if title else []
    return PlannedModule(module, tuple(sorted(module.facilitator.plan)), tuple(sheets))


def remarks(plan: ProgramPlan) -> Iterator[str]:
    """Give what is worth knowing about a plan and no mistake: time to spare, what repeats, what is not there."""
    yield from _spare(plan)
    yield from _near(plan)
    yield from _twice(plan)
    names = {planned.module.id for planned in plan.modules}
    for planned in plan.modules:
        for name in planned.module.after:
            if name not in names:
                yield f"{planned.module.id} is best after {name}, which is not in this program."


def _spare(plan: ProgramPlan) -> Iterator[str]:
    """Say how many minutes sessions have left; once, if it is the same for all."""
    told = []
    for session in plan.sessions:
        spare = session.available - session.minutes
        told += [(session.session.title, f"{spare} minutes to spare.{_longer(session)}")] if spare > 0 else []
    same = {words for _, words in told}
    if len(same) == 1 and len(told) == len(plan.sessions) > 1:
        told = [("Each session", same.pop())]
    for whose, words in told:
        yield f"{whose}: {words}"


def _longer(session: PlannedSession) -> str:
    """Say which longer minute plan fits, if only one module has to give it."""
    spare = session.available - session.minutes
    for planned in session.held:
        fitting = [length for length in planned.lengths if planned.minutes < length <= planned.minutes + spare]
        if fitting:
            return f" The {fitting[-1]}-minute plan of {planned.module.id} fits."
    return ""


def _near(plan: ProgramPlan) -> Iterator[str]:
    for one, other in combinations(plan.modules, 2):
        if one.module.id != other.module.id and KIN <= likeness(one.module, other.module) < ALIKE:
            shared = [tag for tag in one.module.tags if tag in other.module.tags]
            yield f"{one.module.id} and {other.module.id} are near to each other: {', '.join(shared)}."


def _twice(plan: ProgramPlan) -> Iterator[str]:
    used: dict[str, list[str]] = {}
    for planned in plan.modules:
        for sheet in planned.module.worksheets:
            if isinstance(sheet, WorksheetUse):
                used.setdefault(sheet.use, []).append(planned.module.id)
    for name, modules in used.items():
        if len(modules) > 1:
            yield f"The worksheet {name} is printed {len(modules)} times, in {' and '.join(modules)}."


def likeness(one: Module, other: Module) -> float:
    """Give the share of tags and topics that two modules have in common: 1 if all are the same."""
    mine = {word.casefold() for word in (*one.tags, *one.topics)}
    theirs = {word.casefold() for word in (*other.tags, *other.topics)}
    return len(mine & theirs) / len(mine | theirs)
