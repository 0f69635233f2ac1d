"""What the form of the builder holds: a whole program as it is wanted. The form is all that there is of it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from workbook.library import Library
from workbook.model import Session
from workbook.ownfile import Start
from workbook.ownwords import At
from workbook.telling import IS_ID
from workbook.values import names

MOST_SESSIONS = 60
MOST_MODULES = 200
MOST_LETTERS = 20_000
"""Letters in one field."""
_LONGEST_ID = 60
_PLACE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){0,2}")
_KEY = re.compile(r"[a-z_]+")
_HEAD = ("title", "subtitle", "audience", "minutes", "scale", "values")
_OF_SESSIONS = ("title", "aim", "opener", "note")


@dataclass(frozen=True)
class Meeting:
    """A session as it was typed: nothing of it has been checked but its ids."""

    id: str
    title: str = ""
    aim: str = ""
    modules: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    opener: str = ""
    note: str = ""

    @classmethod
    def of(cls, session: Session) -> "Meeting":
        """Give a session as the form shows it."""
        return cls(
            session.id,
            plain_text(session.title),
            plain_text(session.aim),
            session.modules,
            session.again,
            plain_text(session.opener or ""),
            plain_text(session.note or ""),
        )


@dataclass(frozen=True)
class Shape:
    """All that the form holds. ``texts`` are those inside modules that differ, ``drops`` what is left out of them."""

    title: str = ""
    subtitle: str = ""
    audience: str = ""
    minutes: str = ""
    scale: str = ""
    values: str = ""
    sessions: tuple[Meeting, ...] = ()
    texts: Mapping[At, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    drops: frozenset[At] = frozenset()

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules of all sessions, in order."""
        return tuple(name for session in self.sessions for name in session.modules)

    def where(self, module: str) -> tuple[int, int] | None:
        """Give the session and the place in it at which a module stands, from 0."""
        for i, session in enumerate(self.sessions):
            if module in session.modules:
                return i, session.modules.index(module)
        return None

    def index(self, session: str) -> int | None:
        """Give the number of a session, from 0."""
        return next((i for i, one in enumerate(self.sessions) if one.id == session), None)

    def fields(self, but: str = "") -> Iterator[tuple[str, str]]:
        """Give everything as names and values of a form, without what is inside one module."""
        yield from ((name, getattr(self, name)) for name in _HEAD)
        yield "order", " ".join(session.id for session in self.sessions)
        for session in self.sessions:
            yield f"modules:{session.id}", " ".join(session.modules)
            yield f"again:{session.id}", " ".join(session.again)
            yield from ((f"{name}:{session.id}", getattr(session, name)) for name in _OF_SESSIONS)
        yield from self.inner_fields(but)

    def inner_fields(self, but: str = "") -> Iterator[tuple[str, str]]:
        """Give what is inside modules as names and values of a form, without those of one module."""

        def other(at: str) -> bool:
            return at.partition("/")[0] != but

        yield from ((f"text:{at}:{key}", text) for (at, key), text in self.texts.items() if other(at))
        yield from ((f"note:{at}", note) for at, note in self.notes.items() if other(at))
        yield from (("drop", f"{at}/{name}") for at, name in sorted(self.drops) if other(at))


def shape_of(start: Start) -> Shape:
    """Give the form of what there is."""
    program, library = start.program, start.changes
    settings = start.data.get("settings") or {}
    return Shape(
        plain_text(program.title),
        plain_text(program.subtitle),
        plain_text(program.audience),
        str(program.session_minutes),
        str(settings.get("scale") or ""),
        "\n".join(f"{name}: {' '.join(text.split())}" for name, text in names(program.values).items()),
        tuple(Meeting.of(session) for session in program.sessions),
        notes={
            change["at"]: plain_text(change["note"])
            for change in library
            if "note" in change and not any(change["at"] == session.id for session in program.sessions)
        },
        drops=frozenset((change["at"], change["drop"]) for change in library if "drop" in change),
    )


def read_shape(told: MultiDict[str, str], library: Library) -> tuple[Shape, list[str]]:
    """Read a form. Whatever in it makes no sense is left out, and said."""
    slips: list[str] = []
    ids = list(dict.fromkeys(_ids(told.get("order", ""))))
    if len(ids) > MOST_SESSIONS:
        slips.append(f"A program has {MOST_SESSIONS} sessions at most. The others were left out.")
    seen: set[str] = set()
    sessions = tuple(_meeting(told, name, library, seen, slips) for name in ids[:MOST_SESSIONS])
    texts = {}
    notes = {}
    for name, text in told.items():
        kind, _, rest = name.partition(":")
        at, _, key = rest.partition(":")
        if kind == "text" and _PLACE.fullmatch(at) and _KEY.fullmatch(key):
            texts[at, key] = plain_text(text)
        elif kind == "note" and _PLACE.fullmatch(at) and at not in ids and text.strip():
            notes[at] = plain_text(text)
    drops = [place.rpartition("/") for place in told.getlist("drop") if _PLACE.fullmatch(place) and "/" in place]
    head = {name: plain_text(told.get(name, "")) for name in _HEAD}
    return Shape(
        **head, sessions=sessions, texts=texts, notes=notes, drops=frozenset((at, name) for at, _, name in drops)
    ), slips


def _meeting(told: Mapping[str, str], name: str, library: Library, seen: set[str], slips: list[str]) -> Meeting:
    modules = []
    for module in _ids(told.get(f"modules:{name}", "")):
        if module not in library.modules:
            slips.append(f"There is no module “{module}” in the library any more. It was left out.")
        elif module in seen:
            slips.append(f"“{library.modules[module].value.title}” stood twice in the program. It was left out once.")
        elif len(seen) >= MOST_MODULES:
            slips.append(f"A program has {MOST_MODULES} modules at most. The others were left out.")
            break
        else:
            seen.add(module)
            modules.append(module)
    again = tuple(module for module in _ids(told.get(f"again:{name}", "")) if module in library.modules)
    words = {key: plain_text(told.get(f"{key}:{name}", "")) for key in _OF_SESSIONS}
    return Meeting(name, modules=tuple(modules), again=again, **words)


def _ids(text: str) -> Sequence[str]:
    return [name for name in text.split() if IS_ID.fullmatch(name) and len(name) <= _LONGEST_ID]


def plain_text(text: str) -> str:
    """Give a text as a form sends it and as a file has it: no blanks at the ends of lines, accents as one letter."""
    lines = unicodedata.normalize("NFC", text[:MOST_LETTERS]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


def with_session(shape: Shape, index: int, session: Meeting) -> Shape:
    """Give the shape with another session at a place."""
    return replace(shape, sessions=(*shape.sessions[:index], session, *shape.sessions[index + 1 :]))
