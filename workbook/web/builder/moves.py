"""What the buttons of the builder do: each takes the shape of a program, and gives another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workbook.library import Library
from workbook.model import Program
from workbook.web.builder.shape import MOST_MODULES, MOST_SESSIONS, Meeting, Shape, with_session


@dataclass(frozen=True)
class Table:
    """What there is to build with: the library, the program that it began with, and the rest of the form."""

    library: Library
    base: Program
    told: Mapping[str, str]


Act = Callable[[Table, Shape, list[str]], Shape]


def done(table: Table, shape: Shape, do: str) -> Shape:
    """Do what a button says ("up:slow-breathing"); what makes no sense changes nothing."""
    verb, *rest = do.split(":")
    act = _ACTS.get(verb)
    return act(table, shape, rest) if act and len(rest) == _WORDS.get(verb, 1) else shape


def _up(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Move a module before the one above it, or to the end of the session before."""
    del table
    found = shape.where(rest[0])
    if found is None or found == (0, 0):
        return shape
    session, at = found
    return put(shape, rest[0], session, at - 1) if at else put(shape, rest[0], session - 1)


def _down(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Move a module behind the one below it, or to the beginning of the next session."""
    del table
    found = shape.where(rest[0])
    if found is None:
        return shape
    session, at = found
    if at + 1 < len(shape.sessions[session].modules):
        return put(shape, rest[0], session, at + 1)
    return put(shape, rest[0], session + 1, 0) if session + 1 < len(shape.sessions) else shape


def _move(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Move a module to the end of the session that is chosen beside it."""
    session = shape.index(table.told.get(f"to:{rest[0]}", ""))
    return shape if session is None or shape.where(rest[0]) is None else put(shape, rest[0], session)


def _place(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Put a module to a place in a session: where it was dropped."""
    del table
    name, session, at = rest
    found = shape.index(session)
    known = found is not None and shape.where(name) is not None and at.isdecimal() and len(at) < 4  # noqa: PLR2004
    return put(shape, name, found or 0, int(at)) if known else shape


def put(shape: Shape, name: str, session: int, at: int | None = None) -> Shape:
    """Give the shape with a module at a place of a session (from 0; None is its end), and nowhere else."""
    for i, one in enumerate(shape.sessions):
        left = tuple(module for module in one.modules if module != name)
        if i == session:
            at = len(left) if at is None else at
            left = (*left[:at], name, *left[at:])
        shape = with_session(shape, i, replace(one, modules=left))
    return shape


def _remove(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del table
    left = (
        replace(one, modules=tuple(name for name in one.modules if name != rest[0]))
        for one in shape.sessions
    )  # fmt: skip
    return replace(shape, sessions=tuple(left))


def _add(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Add a module to the session that is chosen for all that is added."""
    session = shape.index(table.told.get("add_to", ""))
    if rest[0] not in table.library.modules or not shape.sessions or len(shape.modules) >= MOST_MODULES:
        return shape
    if shape.where(rest[0]) is not None:
        return shape
    return put(shape, rest[0], len(shape.sessions) - 1 if session is None else session)


def _back(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Put a module that was left out back to where the base has it, as nearly as there still is such a place."""
    for session in table.base.sessions:
        if rest[0] in session.modules and rest[0] in table.library.modules and shape.where(rest[0]) is None:
            found = shape.index(session.id)
            if not shape.sessions:
                return shape
            at = session.modules.index(rest[0])
            return put(
                shape, rest[0], len(shape.sessions) - 1 if found is None else found, None if found is None else at
            )
    return shape


def _session_up(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del table
    found = shape.index(rest[0])
    return shape if not found else _session_at(shape, found, found - 1)


def _session_down(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del table
    found = shape.index(rest[0])
    return shape if found is None else _session_at(shape, found, found + 1)


def _place_session(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del table
    found = shape.index(rest[0])
    known = found is not None and rest[1].isdecimal() and len(rest[1]) < 4  # noqa: PLR2004 - a place
    return _session_at(shape, found or 0, int(rest[1])) if known else shape


def _session_at(shape: Shape, now: int, at: int) -> Shape:
    left = [*shape.sessions[:now], *shape.sessions[now + 1 :]]
    left.insert(at, shape.sessions[now])
    return replace(shape, sessions=tuple(left))


def _remove_session(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del table
    return replace(shape, sessions=tuple(one for one in shape.sessions if one.id != rest[0]))


def _back_session(table: Table, shape: Shape, rest: list[str]) -> Shape:
    """Put a session that was left out back, with those of its modules that are nowhere else."""
    at = next((i for i, one in enumerate(table.base.sessions) if one.id == rest[0]), None)
    if at is None or shape.index(rest[0]) is not None or len(shape.sessions) >= MOST_SESSIONS:
        return shape
    session = Meeting.of(table.base.sessions[at])
    free = tuple(
        name for name in session.modules if name in table.library.modules and shape.where(name) is None
    )  # fmt: skip
    left = [*shape.sessions]
    left.insert(at, replace(session, modules=free))
    return replace(shape, sessions=tuple(left))


def _new_session(table: Table, shape: Shape, rest: list[str]) -> Shape:
    del rest
    if len(shape.sessions) >= MOST_SESSIONS:
        return shape
    taken = {*table.library.modules, *(one.id for one in shape.sessions), *(one.id for one in table.base.sessions)}
    number = next(n for n in range(len(shape.sessions) + 1, 10_000) if f"session-{n}" not in taken)
    new = Meeting(f"session-{number}", f"Session {len(shape.sessions) + 1}", "Try one or two small skills.")
    return replace(shape, sessions=(*shape.sessions, new))


_ACTS: dict[str, Act] = {
    "up": _up,
    "down": _down,
    "move": _move,
    "place": _place,
    "remove": _remove,
    "add": _add,
    "back": _back,
    "session-up": _session_up,
    "session-down": _session_down,
    "place-session": _place_session,
    "remove-session": _remove_session,
    "back-session": _back_session,
    "new-session": _new_session,
}
_WORDS = {"place": 3, "place-session": 2, "new-session": 0}
"""How many words stand behind a verb, where it is not one."""
