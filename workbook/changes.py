"""A clinic's own program -> the program and the modules that it comes to: its changes, made in order.

A change names what it changes by id. If that is gone, or does not fit, the change is an error at its line; the shipped
files are never touched, and what is changed is changed for this program only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from workbook.draft import Draft, Origin
from workbook.model import Module, Program, StandingWorksheet
from workbook.own import Add, AddSession, Move, OwnProgram, Remove, Replace, Set
from workbook.problems import Problem, did_you_mean
from workbook.rewording import Inside, reword, set_scale
from workbook.source import SourceFile

_SAID: tuple[str, ...] = (
    "title",
    "subtitle",
    "audience",
    "clients",
    "format",
    "self_guided",
    "session_minutes",
    "locale",
)
_SAID += ("welcome", "closing", "discharge")
"""What a program may say of itself in place of what its base says."""
_ORDER_OF_SESSION = ("id", "modules")
"""What is changed by adding, removing and moving, not by setting."""


@dataclass(frozen=True)
class Resolved:
    """What a clinic's own program comes to: a program, the modules that differ in it, and where each change is."""

    program: Program
    modules: Mapping[str, Module]
    origins: tuple[Origin, ...]


def resolve(
    own: OwnProgram,
    source: SourceFile,
    programs: Mapping[str, Program],
    modules: Mapping[str, Module],
    worksheets: Mapping[str, StandingWorksheet],
) -> tuple[Resolved | None, tuple[Problem, ...]]:
    """Make the changes of a program in order; give what it comes to, or None, and every problem at its line."""
    draft = Draft(source, programs, modules, worksheets)
    base = programs.get(own.extends)
    if base is None:
        hint = did_you_mean(own.extends, list(programs)) or "A program extends a shipped one, not one that extends."
        message = f'There is no program "{own.extends}" to extend.'
        return None, (Problem("reference/unknown-program", source.place(("extends",)), message, hint),)
    draft.sessions = list(base.sessions)
    for number, change in enumerate(own.changes):
        draft.at = ("changes", number)
        act = _ACTS.get(type(change))
        if act:
            act(draft, change)
        elif isinstance(change, Set) and "/" not in change.at and change.at not in draft.ids():
            _set_session(draft, change)
        else:
            reword(draft, cast("Inside", change))
    if own.settings.scale:
        draft.at = ("settings", "scale")
        set_scale(draft, own.settings.scale)
    program = _program(own, base, draft)
    if draft.problems or program is None:
        return None, tuple(draft.problems)
    kept = {name: module for name, module in draft.modules.items() if name in draft.ids()}
    return Resolved(program, kept, tuple(draft.origins)), ()


def _program(own: OwnProgram, base: Program, draft: Draft) -> Program | None:
    """Give the base with what the own program says of itself and with the sessions that the changes made."""
    draft.at = ()
    said = {name: value for name in _SAID if (value := getattr(own, name)) is not None}
    values = {"id": own.id, "version": own.version, "license": own.license, "review": own.review, "allow": own.allow}
    if not draft.sessions:
        draft.wrong("schema/too-few", "changes", "No session is left.", "Leave in at least one session.")
        return None
    return base.model_copy(update={**said, **values, "values": own.values, "sessions": tuple(draft.sessions)})


# --- changes of the order --------------------------------------------------------------------------------------------


def _remove(draft: Draft, change: Remove) -> None:
    name = change.remove
    for i, session in enumerate(draft.sessions):
        if name in session.modules:
            left = tuple(module for module in session.modules if module != name)
            if left:
                draft.sessions[i] = session.model_copy(update={"modules": left})
            else:
                del draft.sessions[i]  # a session with nothing in it is none
            _take_up(draft, name, None)
            draft.made(name, f'left out of "{session.title}"')
            return
    found = _session(draft, name)
    if found is None:
        draft.gone("remove", name, "module or session", [*draft.ids(), *_session_ids(draft)])
        return
    draft.made(name, "session left out")
    gone = draft.sessions.pop(found).modules
    for module in gone:
        _take_up(draft, module, None)


def _add(draft: Draft, change: Add) -> None:
    if change.add not in draft.shelf:
        hint = did_you_mean(change.add, list(draft.shelf)) or "See  workbook list modules"
        draft.wrong("reference/unknown-module", "add", f'There is no module "{change.add}".', hint)
    elif change.add in draft.ids():
        hint = 'Move it with "move", or leave this change out.'
        draft.wrong("reference/repeated-module", "add", f'"{change.add}" is already in this program.', hint)
    elif _put(draft, change.add, change):
        draft.made(change.add, "added")


def _put(draft: Draft, name: str, where: Add | Move) -> bool:
    """Put a module at the end of a session, or before or after another module."""
    if where.to:
        found = _session(draft, where.to)
        if found is None:
            draft.gone("to", where.to, "session", _session_ids(draft))
            return False
        session = draft.sessions[found]
        draft.sessions[found] = session.model_copy(update={"modules": (*session.modules, name)})
        return True
    key = "before" if where.before else "after"
    other = where.before or where.after or ""
    for i, session in enumerate(draft.sessions):
        if other in session.modules:
            at = session.modules.index(other) + (key == "after")
            modules = (*session.modules[:at], name, *session.modules[at:])
            draft.sessions[i] = session.model_copy(update={"modules": modules})
            return True
    draft.gone(key, other, "module", draft.ids())
    return False


def _add_session(draft: Draft, change: AddSession) -> None:
    new = change.session
    if _session(draft, new.id) is not None:
        message = f'There is already a session "{new.id}".'
        draft.wrong("reference/repeated-session", "session", message, "Give the new session another id.")
        return
    for name in new.modules:
        if name not in draft.shelf:
            hint = did_you_mean(name, list(draft.shelf)) or "See  workbook list modules"
            draft.wrong("reference/unknown-module", "session", f'There is no module "{name}".', hint)
        elif name in draft.ids():
            message = f'"{name}" is already in this program.'
            draft.wrong("reference/repeated-module", "session", message, "Remove it from its session first.")
    at = _place_of_session(draft, change.before, change.after)
    if at is not None:
        draft.sessions.insert(at, new)
        draft.made(new.id, "session added")


def _replace(draft: Draft, change: Replace) -> None:
    old, new = change.replace, change.by
    if old not in draft.ids():
        draft.gone("replace", old, "module", draft.ids())
    elif new not in draft.shelf:
        hint = did_you_mean(new, list(draft.shelf)) or "See  workbook list modules"
        draft.wrong("reference/unknown-module", "with", f'There is no module "{new}".', hint)
    elif new in draft.ids():
        message = f'"{new}" is already in this program.'
        draft.wrong("reference/repeated-module", "with", message, f"Remove {old} instead, or choose another module.")
    else:
        for i, session in enumerate(draft.sessions):
            modules = tuple(new if name == old else name for name in session.modules)
            draft.sessions[i] = session.model_copy(update={"modules": modules})
        _take_up(draft, old, new)
        draft.made(new, f"in the place of {old}")


def _take_up(draft: Draft, name: str, new: str | None) -> None:
    """Where sessions take a module up again, let them take up another, or none."""
    for i, session in enumerate(draft.sessions):
        again = tuple(new if kept == name else kept for kept in session.again)
        draft.sessions[i] = session.model_copy(update={"again": tuple(filter(None, again))})


def _move(draft: Draft, change: Move) -> None:
    name = change.move
    session = _session(draft, name)
    if name not in draft.ids() and session is None:
        draft.gone("move", name, "module or session", [*draft.ids(), *_session_ids(draft)])
        return
    before = list(draft.sessions)
    if name in draft.ids():
        for i, found in enumerate(draft.sessions):
            left = tuple(module for module in found.modules if module != name)
            draft.sessions[i] = found.model_copy(update={"modules": left})
        if not _put(draft, name, change):
            draft.sessions = before
            return
        draft.sessions = [
            found.model_copy(update={"again": tuple(kept for kept in found.again if kept not in found.modules)})
            for found in draft.sessions
            if found.modules
        ]
    elif session is not None:
        moved = draft.sessions.pop(session)
        at = _place_of_session(draft, change.before, change.after)
        if at is None or change.to:
            draft.sessions = before
            if change.to:
                draft.wrong("schema/value", "to", "A session is not put into a session.", "Use before or after.")
            return
        draft.sessions.insert(at, moved)
    draft.made(name, "moved")


def _set_session(draft: Draft, change: Set) -> None:
    found = _session(draft, change.at)
    if found is None:
        draft.gone("at", change.at, "session or module", [*_session_ids(draft), *draft.ids()])
        return
    for key in _ORDER_OF_SESSION:
        if key in change.set:
            message = f'The "{key}" of a session cannot be set.'
            draft.wrong("schema/fixed-key", "set", message, "Use add, remove, move and replace for modules.")
            return
    new = draft.remake(draft.sessions[found], change.set, "set")
    if new:
        draft.sessions[found] = new
        draft.made(change.at, f"set {', '.join(change.set)}")


def _place_of_session(draft: Draft, before: str | None, after: str | None) -> int | None:
    """Give the index at which a session goes in; None, with the problem noted, if its neighbor is gone."""
    neighbor = before or after
    if neighbor is None:
        return len(draft.sessions)
    found = _session(draft, neighbor)
    if found is None:
        draft.gone("before" if before else "after", neighbor, "session", _session_ids(draft))
        return None
    return found + (0 if before else 1)


def _session(draft: Draft, name: str) -> int | None:
    return next((i for i, session in enumerate(draft.sessions) if session.id == name), None)


def _session_ids(draft: Draft) -> list[str]:
    return [session.id for session in draft.sessions]


_ACTS: dict[type, Callable[[Draft, Any], None]] = {
    Remove: _remove,
    Add: _add,
    AddSession: _add_session,
    Replace: _replace,
    Move: _move,
}
