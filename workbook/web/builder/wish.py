"""What was typed into the builder -> what a program is to be, or the mistakes by the fields that they are in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbook.arranging import settled
from workbook.library import Library
from workbook.model import Session
from workbook.ownfile import Outcome, Start, Wish
from workbook.ownwords import Words
from workbook.problems import Problem
from workbook.source import DataPath
from workbook.web.builder.shape import Meeting, Shape, plain_text, shape_of
from workbook.web.builder.texts import Field, differing, groups
from workbook.web.hints import in_browser
from workbook.web.numbers import whole

_LONGEST_TITLE = 60
_MOST_MINUTES = 240
_SCALES = ("", "0-10", "0-100", "0-5")
_VALUE = re.compile(r"([a-z][a-z0-9_-]*)(?:\.([a-z][a-z0-9_-]*))?\s*:\s*(.*)")
_IDS = re.compile(r"[\"“]?(?<![\w-])([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w-])[\"”]?")
HEAD = {"title": "title", "subtitle": "subtitle", "for": "audience", "session_minutes": "minutes", "values": "values"}
"""Keys of a file, and what the fields of the form are called."""

Mistakes = dict[str, str]
"""What is wrong, by the name of the field."""


@dataclass(frozen=True)
class Read:
    """A shape that was looked at: what is wrong with it, and what is wished for if nothing is."""

    shape: Shape
    mistakes: Mistakes
    wish: Wish | None


def read_wish(library: Library, start: Start, shape: Shape) -> Read:
    """Look at everything that was typed."""
    mistakes: Mistakes = {}
    _check_title("title", shape.title, "Give your program a name.", mistakes)
    for name in ("subtitle", "audience"):
        if not getattr(shape, name):
            mistakes[name] = "Write a few words."
    minutes = minutes_of(shape.minutes)
    if not minutes:
        mistakes["minutes"] = f"Write a whole number from 1 to {_MOST_MINUTES}."
    untouched = shape.values == shape_of(start).values
    values = start.program.values if untouched else _values(shape.values, mistakes)
    if shape.scale not in _SCALES:
        mistakes["scale"] = "Choose one of the scales."
    for session in shape.sessions:
        _check_title(f"title:{session.id}", session.title, "Give the session a title.", mistakes)
        if not session.aim:
            mistakes[f"aim:{session.id}"] = "Say in a few words what the session is for."
        if not session.modules:
            mistakes[f"modules:{session.id}"] = "There is no module in it. Put one in, or remove the session."
    if not shape.sessions:
        mistakes["sessions"] = "No session is left. Put one back, or add one."
    if mistakes:
        return Read(shape, mistakes, None)
    old = {one.id: one for one in (*library.programs[start.base].value.sessions, *start.program.sessions)}
    wish = Wish(
        _as_was(shape.title, start.program.title),
        _as_was(shape.subtitle, start.program.subtitle),
        _as_was(shape.audience, start.program.audience),
        minutes,
        shape.scale,
        values,
        settled([_session(one, old.get(one.id)) for one in shape.sessions]),
        words_of(library, start, shape),
    )
    return Read(shape, {}, wish)


def without_gaps(start: Start, shape: Shape) -> Shape:
    """Give a shape that can be read, whatever is missing outside of modules: to look at the words inside them."""
    sessions = tuple(Meeting.of(one) for one in start.program.sessions)
    sessions = tuple(
        replace(one, modules=tuple(name for name in one.modules if name in shape.modules)) for one in sessions
    )
    more = tuple(name for name in shape.modules if not any(name in one.modules for one in sessions))
    sessions += (Meeting("words", "Words", "Words", more),) if more else ()
    head = Shape("Words", "Words", "Words", "60", shape.scale, sessions=tuple(one for one in sessions if one.modules))
    return replace(head, texts=shape.texts, notes=shape.notes, drops=shape.drops)


def words_of(library: Library, start: Start, shape: Shape) -> Words:
    """Give the words inside modules that are to be different, for the modules that are in the program."""
    known = fields_of(library, start, _touched(shape))
    texts = {place: known[place].value(text) for place, text in differing(known, shape.texts).items()}
    notes = {change["at"]: change["note"] for change in start.changes if "note" in change}
    return Words(texts, {at: _as_was(note, notes.get(at)) for at, note in shape.notes.items()}, shape.drops)


def fields_of(library: Library, start: Start, modules: Iterable[str]) -> dict[tuple[str, str], Field]:
    """Give all fields of some modules by their places."""
    known = (group for name in modules if name in library.modules for group in groups(library, start, name))
    return {field.place: field for group in known for field in group.fields}


def without_what_is_the_same(library: Library, start: Start, shape: Shape) -> dict[tuple[str, str], str]:
    """Give the texts of a form that were changed: a page sends all of a module, also those that were not."""
    return differing(fields_of(library, start, _touched(shape)), shape.texts)


def _touched(shape: Shape) -> list[str]:
    here = frozenset(shape.modules)
    return [name for name in dict.fromkeys(at.split("/")[0] for at, _ in shape.texts) if name in here]


def mistakes_of(outcome: Outcome, library: Library) -> tuple[Mistakes, list[Problem]]:
    """Give what is wrong with a wish by its fields, and what belongs to none."""
    places = {place: path for path, place in (*outcome.source.keys.items(), *outcome.source.values.items())}
    mistakes: Mistakes = {}
    others = []
    for problem in outcome.problems:
        path = places.get((problem.place.line, problem.place.column), ())
        name = _field_name(path, outcome.data, library)
        if name:
            mistakes.setdefault(name, f"{problem.message} {in_browser(problem.hint)}".strip())
        else:
            others.append(problem)
    return mistakes, others


def _field_name(path: DataPath, data: Mapping[str, Any], library: Library) -> str:
    """Give the field that a place in the file comes from; "" if there is none."""
    match path:
        case (str(key), *_) if key in HEAD:
            return HEAD[key]
        case ("changes", int(i), "session", str(key), *_):
            return f"{key}:{data['changes'][i]['session'].get('id', '')}"
        case ("changes", int(i), "set", str(key), *_):
            at = data["changes"][i]["at"]
            return f"text:{at}:{key}" if "/" in at or at in library.modules else f"{key}:{at}"
        case ("changes", int(i), "note", *_):
            return f"note:{data['changes'][i]['at']}"
    return ""


def in_titles(text: str, library: Library) -> str:
    """Give a message with titles in the place of ids, for people who know no ids."""

    def title(found: re.Match[str]) -> str:
        name = found[1]
        if "-" not in name and found[0] == name:
            return name
        entry = library.modules.get(name) or library.worksheets.get(name) or library.programs.get(name)
        return f"“{entry.value.title}”" if entry else found[0]

    return _IDS.sub(title, text)


def _check_title(name: str, title: str, missing: str, mistakes: Mistakes) -> None:
    if not title:
        mistakes[name] = missing
    elif len(title) > _LONGEST_TITLE:
        mistakes[name] = f"It has {len(title)} letters. It may have {_LONGEST_TITLE} at most."


def minutes_of(text: str) -> int:
    """Read the minutes of a session; 0 if that is no number of minutes."""
    return whole(text, _MOST_MINUTES) or 0


def _values(text: str, mistakes: Mistakes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in text.split("\n"):
        told = _VALUE.fullmatch(line)
        if told and told[3] and not isinstance(found.get(told[1], {} if told[2] else ""), str if told[2] else dict):
            if told[2]:
                found.setdefault(told[1], {})[told[2]] = told[3]
            else:
                found[told[1]] = told[3]
        elif line:
            mistakes["values"] = f"“{line}” cannot be read. Write lines such as  group.day: Tuesday"
    return found


def _as_was(text: str, was: str | None) -> str:
    """Give a text; with the blanks that it had if nobody has changed it."""
    return was if was is not None and plain_text(was) == text else text


def _session(told: Meeting, was: Session | None) -> Session:
    return Session(
        id=told.id,
        title=_as_was(told.title, was.title if was else None),
        aim=_as_was(told.aim, was.aim if was else None),
        modules=told.modules,
        again=told.again,
        opener=_as_was(told.opener, was.opener if was else None) or None,
        note=_as_was(told.note, was.note if was else None) or None,
    )
