"""Plans: the anatomy of a module (minute plans, key points, what it is best after), and the plan of a program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from workbook.blocks.key_points import KeyPoints
from workbook.library import Entry, Library
from workbook.model import Module, Program, WorksheetUse
from workbook.planning import ALIKE, PlannedSession, ProgramPlan, likeness, plan_of
from workbook.problems import Place, Problem, Severity, did_you_mean
from workbook.source import DataPath


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check the plans and the learning part of a module, or the plan of a program."""
    if isinstance(entry.value, Program):
        yield from _program(library, entry)
    if not isinstance(entry.value, Module):
        return
    module = entry.value
    for minutes, steps in module.facilitator.plan.items():
        total = sum(step.minutes for step in steps)
        if total != minutes:
            place = entry.source.place(("facilitator", "plan", str(minutes)), key=True)
            message = f"The steps of the {minutes}-minute plan add up to {total} minutes."
            hint = f"Change the steps by {abs(total - minutes)} minutes, or the plan's length."
            yield Problem("schema/plan-minutes", place, message, hint)
    boxes = sum(isinstance(block, KeyPoints) for block in module.learn)
    if boxes != 1:
        message = f'The part "learn" has {boxes or "no"} box{"es" if boxes > 1 else ""} of key points.'
        hint = "Give it one block of the type key-points, with three points."
        yield Problem("schema/key-points", entry.source.place(("learn",), key=True), message, hint)
    yield from _after(library, entry)


def _after(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    """Check that what a module is best after is there, and does not itself come after it."""
    module, source = entry.value, entry.source
    for i, name in enumerate(module.after):
        place = source.place(("after", i))
        if name in library.broken and name not in library.modules:
            continue  # told where it is broken
        if name not in library.modules:
            hint = did_you_mean(name, library.modules) or "See  workbook list modules"
            yield Problem("reference/unknown-module", place, f'There is no module "{name}".', hint)
        elif name == module.id:
            yield Problem("plan/circle", place, f'"{name}" cannot be best after itself.', "Remove it here.")
        elif module.id in _before(library, name):
            message = f'"{module.id}" cannot be best after "{name}": that comes after "{module.id}" itself.'
            yield Problem("plan/circle", place, message, 'Remove one of the two from "after".')


def _before(library: Library, name: str) -> set[str]:
    """Give all that a module is best after, directly or by way of others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        entry = library.modules.get(waiting.pop())
        new = [before for before in (entry.value.after if entry else ()) if before not in found]
        found.update(new)
        waiting += new
    return found


def _program(library: Library, entry: Entry[Program]) -> Iterator[Problem]:
    """Check the plan of a program."""
    plan = plan_of(library, entry.value)
    where = _Where(library, entry)
    yield from _too_long(plan, where)
    yield from _out_of_order(plan, where)
    yield from _alike(plan, where)
    yield from _not_self_guided(library, plan, where)


@dataclass(frozen=True)
class _Where:
    """Where in its file a program says something: in a session, or in the last change that has to do with it."""

    library: Library
    entry: Entry[Program]

    def session(self, session: PlannedSession) -> Place:
        """Give the place of a session's modules."""
        names = (*reversed(session.session.modules), session.session.id)
        return self._place(("sessions", session.number - 1, "modules"), names, "session_minutes")

    def module(self, name: str) -> Place:
        """Give the place of a module in its session."""
        for i, session in enumerate(self.entry.value.sessions):
            if name in session.modules:
                return self._place(
                    ("sessions", i, "modules", session.modules.index(name)), (name, session.id), "self_guided"
                )
        return self.entry.source.place()

    def _place(self, path: DataPath, names: Sequence[str], key: str) -> Place:
        source = self.entry.source
        name = self.entry.value.id
        if name not in self.library.own or self.library.own[name].source is not source:
            return source.place(path)
        origins = self.library.origins.get(name, ())
        made = [origin for wanted in names for origin in reversed(origins) if origin.path == wanted]
        if made:
            return made[0].place
        return source.place((key,) if (key,) in source.values else ("extends",))


def _too_long(plan: ProgramPlan, where: _Where) -> Iterator[Problem]:
    for session in plan.sessions:
        over = session.minutes - session.available
        if over <= 0:
            continue
        message = f'"{session.session.title}" takes {session.minutes} minutes; a session has {session.available}.'
        hint = _shorter(session) or "Move a module to another session, or give the sessions more minutes."
        yield Problem("plan/session-too-long", where.session(session), message, hint, Severity.WARNING)


def _shorter(session: PlannedSession) -> str:
    """Say with which shorter minute plan a session would fit; "" if with none."""
    shortest = [min(planned.lengths[0], planned.minutes) for planned in session.held]
    if sum(shortest) > session.available:
        return ""
    short = [
        f"the {planned.lengths[0]}-minute plan of {planned.module.id}"
        for planned in session.held
        if planned.lengths[0] < planned.minutes
    ]
    return f"With {' and '.join(short)} it fits: if that is what you do, allow this warning."


def _out_of_order(plan: ProgramPlan, where: _Where) -> Iterator[Problem]:
    order = [planned.module.id for planned in plan.modules]
    for at, planned in enumerate(plan.modules):
        later = [name for name in planned.module.after if name in order[at + 1 :]]
        if later:
            name = planned.module.id
            message = f'"{name}" is best after "{later[0]}", which comes later here.'
            hint = f"Put {later[0]} first, or allow this warning: each module can stand alone."
            yield Problem("plan/out-of-order", where.module(name), message, hint, Severity.WARNING)


def _alike(plan: ProgramPlan, where: _Where) -> Iterator[Problem]:
    for one, other in combinations(plan.modules, 2):
        if one.module.id != other.module.id and likeness(one.module, other.module) >= ALIKE:
            message = f'"{other.module.id}" has almost the same tags and topics as "{one.module.id}".'
            hint = "If one is a copy of the other, keep one of them. If both are meant, give them their own tags."
            yield Problem("plan/alike", where.module(other.module.id), message, hint, Severity.WARNING)


def _not_self_guided(library: Library, plan: ProgramPlan, where: _Where) -> Iterator[Problem]:
    if not plan.program.self_guided:
        return
    for planned in plan.modules:
        why = _needs_a_clinician(library, planned.module)
        if why:
            message = f'"{planned.module.id}" {why}, and this program is self-guided.'
            hint = "Leave it out, or remove  self_guided: true"
            yield Problem("plan/self-guided", where.module(planned.module.id), message, hint)


def _needs_a_clinician(library: Library, module: Module) -> str:
    """Say why a module is not for use alone; "" if it is."""
    if module.clinician_led:
        return "is led by a clinician"
    if module.sensitivity == "high":
        return "can stir up strong feelings (sensitivity: high)"
    for sheet in module.worksheets:
        used = library.worksheets.get(sheet.use) if isinstance(sheet, WorksheetUse) else None
        if used and used.value.clinician_led:
            return f'uses the worksheet "{used.value.id}", which is led by a clinician'
    return ""
