"""From the order that sessions and modules have to the one that is wanted: few changes, as a person would write them.

A session in which no module stays is left out and written anew; so there is a way to every order, and a session never
runs empty on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from workbook.model import Session

Written: TypeAlias = dict[str, Any]
"""A change as it stands in a file."""


def rearranged(now: Sequence[Session], wanted: Sequence[Session]) -> list[Written]:
    """Give the changes of order: what is moved, added and removed. Titles and the like are set afterwards.

    Each module stands once in ``wanted``, each session has one at least, and no session is called like a module.
    """
    bench = _Bench([session.id for session in now], {session.id: list(session.modules) for session in now})
    kept = {session.id: common(bench.modules.get(session.id, ()), session.modules) for session in wanted}
    stay = frozenset(name for name, modules in kept.items() if modules)
    for session in wanted:
        if session.id in stay:
            bench.fill(session, frozenset(kept[session.id]), stay)
    bench.clear(wanted, stay)
    bench.line_up(wanted, stay)
    return bench.changes


@dataclass
class _Bench:
    """The sessions as they are by now, and the changes that led there."""

    order: list[str]
    modules: dict[str, list[str]]
    changes: list[Written] = field(default_factory=list)

    def fill(self, session: Session, kept: frozenset[str], stay: frozenset[str]) -> None:
        """Bring all modules of a session into it, in order; those that are kept stay where they are."""
        here = self.modules[session.id]
        for i, name in enumerate(session.modules):
            if name in kept:
                continue
            last = i == len(session.modules) - 1
            before = next(other for other in session.modules if other in kept)
            place = {"to": session.id} if last else {"after": session.modules[i - 1]} if i else {"before": before}
            self.changes.append({self._take_out(name, stay): name, **place})
            at = len(here) if last else here.index(session.modules[i - 1]) + 1 if i else here.index(before)
            here.insert(at, name)

    def _take_out(self, name: str, stay: frozenset[str]) -> str:
        """Take a module out of its session, which is gone if it was the last; say what is done with it."""
        for session in self.order:
            if name in self.modules[session]:
                self.modules[session].remove(name)
                if not self.modules[session] and session not in stay:
                    self.order.remove(session)
                return "move"
        return "add"

    def clear(self, wanted: Sequence[Session], stay: frozenset[str]) -> None:
        """Leave out what is not wanted where it is."""
        modules = {session.id: session.modules for session in wanted}
        for name in tuple(self.order):
            if name not in stay:
                self.changes.append({"remove": name})
                self.order.remove(name)
                continue
            gone = [module for module in self.modules[name] if module not in modules[name]]
            self.changes += [{"remove": module} for module in gone]
            self.modules[name] = list(modules[name])

    def line_up(self, wanted: Sequence[Session], stay: frozenset[str]) -> None:
        """Put the sessions in order, and write those that are new."""
        names = [session.id for session in wanted]
        kept = common(self.order, [name for name in names if name in stay])
        for i, session in enumerate(wanted):
            if session.id in kept:
                continue
            first = next((name for name in names if name in kept), None)
            place = {"after": names[i - 1]} if i else {"before": first} if first else {}
            if session.id in stay:
                self.changes.append({"move": session.id, **place})
            else:
                last = i == len(wanted) - 1
                self.changes.append({"session": as_written(session), **({} if last else place)})


def as_written(session: Session) -> Written:
    """Give a session as it is written out."""
    told = session.model_dump(exclude_none=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items() if value != ()}


def reset(now: Sequence[Session], wanted: Sequence[Session]) -> list[Written]:
    """Give the changes of titles, aims and other keys of sessions that are in order already."""
    old = {session.id: session for session in now}
    found: list[Written] = []
    for session in wanted:
        was = old[session.id]
        keys = [key for key in ("title", "aim", "opener", "note") if getattr(session, key) != getattr(was, key)]
        told: Written = {key: getattr(session, key) for key in keys}
        if session.again != was.again:
            told["again"] = list(session.again)
        note = told.pop("note", None)
        if note is None and "note" in keys:
            told["note"] = None
        found += [{"at": session.id, "set": told}] if told else []
        found += [{"at": session.id, "note": note}] if note else []
    return found


def settled(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Give sessions without what cannot be: taken up again where it stands, or what stands nowhere."""
    names = {name for session in sessions for name in session.modules}
    return tuple(
        session.model_copy(
            update={"again": tuple(name for name in session.again if name in names and name not in session.modules)}
        )
        for session in sessions
    )


def common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Give the longest part of two orders that both have in common."""
    best: list[list[list[str]]] = [[[] for _ in range(len(other) + 1)] for _ in range(len(one) + 1)]
    for i, mine in enumerate(one, 1):
        for j, theirs in enumerate(other, 1):
            longer = max(best[i - 1][j], best[i][j - 1], key=len)
            best[i][j] = [*best[i - 1][j - 1], mine] if mine == theirs else longer
    return best[-1][-1]
