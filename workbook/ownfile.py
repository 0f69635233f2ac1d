"""What a program of a clinic's own is to be -> its file: the changes that lead there, few of them and in plain YAML.

What stands in a file already stays as it is where it still holds, with its comments; the rest is added below. Whatever
is written is read again, and must come to what was wanted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from workbook.arranging import Written, rearranged, reset
from workbook.changes import Resolved, resolve
from workbook.library import Library
from workbook.model import Module, Program, Session
from workbook.own import OwnProgram
from workbook.ownwords import Words, reworded
from workbook.parse import parse
from workbook.problems import Problem
from workbook.source import SourceFile, read_text
from workbook.yamledit import KeptYaml, NotKept
from workbook.yamlwrite import as_data, entry

Data: TypeAlias = dict[str, Any]
_HEAD = ("id", "extends", "title", "subtitle", "for", "session_minutes", "settings", "values", "changes", "review")
_APART = ("settings", "values", "changes", "review")
"""What has an empty line before it."""
_COMMENT = re.compile(r"(?:^|\s)#.*")
UNREVIEWED = {"status": "unreviewed"}


@dataclass(frozen=True)
class Wish:
    """What a program is to be; its sessions have one module at least, and each module stands once.

    ``values`` are words for texts, ``words`` what is different inside modules.
    """

    title: str
    subtitle: str
    audience: str
    minutes: int
    scale: str
    values: Mapping[str, Any]
    sessions: tuple[Session, ...]
    words: Words = field(default_factory=Words)


@dataclass(frozen=True)
class Start:
    """What it is made from: its base and, if it has a file, what stands there and what that comes to.

    ``modules`` are those that it changes.
    """

    name: str
    base: str
    program: Program
    path: Path
    data: Mapping[str, Any]
    text: str = ""
    modules: Mapping[str, Module] = field(default_factory=dict)

    @property
    def changes(self) -> list[Written]:
        """The changes that stand in the file."""
        return list(self.data.get("changes") or ())


@dataclass(frozen=True)
class Outcome:
    """What some data come to: a program, or problems, which have their places in ``source``."""

    data: Data
    source: SourceFile
    own: OwnProgram | None
    resolved: Resolved | None
    problems: tuple[Problem, ...]


def start_new(library: Library, name: str, base: str, path: Path) -> Start:
    """Begin a program that extends another."""
    return Start(name, base, library.programs[base].value, path, {"id": name, "extends": base})


def start_from(library: Library, path: Path, text: str) -> Start | None:
    """Begin with a file that extends a program; None if it has mistakes, or extends none."""
    source = read_text(text.removeprefix("\ufeff").replace("\r\n", "\n"), path)
    own, _ = parse(OwnProgram, source)
    if own is None or own.extends not in library.programs or own.extends in library.own:
        return None
    data = source.data if isinstance(source.data, dict) else {}
    start = Start(own.id, own.extends, library.programs[own.extends].value, path, data, text)
    found = come_to(library, start, {**data}).resolved
    return replace(start, program=found.program, modules=found.modules) if found else None


def copied(start: Start, name: str, path: Path) -> Start:
    """Begin another program with all that a file says."""
    return replace(start, name=name, path=path, data={**start.data, "id": name}, text="")


def outcome(library: Library, start: Start, wish: Wish) -> Outcome:
    """Give what a wish comes to. With problems, the wish cannot be written as it is."""
    tried = [come_to(library, start, data) for data in _ways(library, start, wish)]
    return next((found for found in tried if _is_right(found, wish)), tried[-1])


def text_for(library: Library, start: Start, wish: Wish) -> str | None:
    """Give the text of the file; None if its own text cannot be kept as it is around the changes.

    The wish must have an outcome.
    """
    if not start.text:
        return new_text(outcome(library, start, wish).data, start.base)
    ways = [data for data in _ways(library, start, wish) if _is_right(come_to(library, start, data), wish)]
    texts = [text for data in ways if (text := _kept_text(start, data)) is not None]
    comments = Counter(_COMMENT.findall(start.text))
    whole = [text for text in texts if not comments - Counter(_COMMENT.findall(text))]
    return next(iter((*whole, *reversed(texts))), None)


def come_to(library: Library, start: Start, data: Data) -> Outcome:
    """Read data as the file of a program, and make its changes."""
    source = read_text(new_text(data, start.base), start.path)
    own, problems = parse(OwnProgram, source)
    if own is None:
        return Outcome(data, source, None, None, problems)
    programs = {name: one.value for name, one in library.programs.items() if name not in library.own}
    modules = {name: one.value for name, one in library.modules.items()}
    sheets = {name: one.value for name, one in library.worksheets.items()}
    resolved, problems = resolve(own, source, programs, modules, sheets)
    return Outcome(data, source, own, resolved, problems)


def new_text(data: Mapping[str, Any], base: str) -> str:
    """Write a file."""
    lines = [
        "# yaml-language-server: $schema=../program.schema.json",
        f"# Made on the pages of Workbook, from {base}. Change it there, or here: what you write stays as it is.",
        "",
    ]
    for key in sorted(data, key=lambda key: _HEAD.index(key) if key in _HEAD else len(_HEAD)):
        lines += ["", *entry(key, data[key], 0)] if key in _APART else entry(key, data[key], 0)
    return "\n".join(lines) + "\n"


def _ways(library: Library, start: Start, wish: Wish) -> Iterator[Data]:
    """Give the ways to write it, the better first: what stands there and more, or what is shorter from the base."""
    head = _head(start, wish)
    names = {name for session in wish.sessions for name in session.modules}
    stays, more = reworded(start.changes, wish.words, library.modules)
    more = [change for change in more if change["at"].split("/")[0] in names]
    onward = [*stays, *_order(library, start, {**head, "changes": stays}, start.program.sessions, wish), *more]
    base = library.programs[start.base].value.sessions
    anew = _order(library, start, {**head, "changes": []}, base, wish)
    words = [change for change in stays if _is_inside(change, library) and change["at"].split("/")[0] in names]
    fresh = [*anew, *words, *more]
    ways = [onward] if fresh == onward else [fresh, onward] if len(fresh) < len(onward) else [onward, fresh]
    for changes in ways:
        yield _reviewed(start, {**head, **({"changes": changes} if changes or "changes" in start.data else {})})


def _order(library: Library, start: Start, data: Data, now: Sequence[Session], wish: Wish) -> list[Written]:
    """Give the changes from sessions as they are, once ``data`` are written, to those that are wanted."""
    changes = rearranged(now, wish.sessions)
    found = come_to(library, start, {**data, "changes": [*data["changes"], *changes]}).resolved
    if found is None or [one.id for one in found.program.sessions] != [one.id for one in wish.sessions]:
        return changes
    return [*changes, *reset(found.program.sessions, wish.sessions)]


def _is_inside(change: Written, library: Library) -> bool:
    """Tell a change inside a module from one of the order, or of a session."""
    at = str(change.get("at", ""))
    return "/" in at or at in library.modules


def _head(start: Start, wish: Wish) -> Data:
    """Give all but the changes: only what differs from what is there is written."""
    program, data = start.program, {key: value for key, value in start.data.items() if key != "changes"}
    told = (
        ("title", program.title, wish.title),
        ("subtitle", program.subtitle, wish.subtitle),
        ("for", program.audience, wish.audience),
        ("session_minutes", program.session_minutes, wish.minutes),
    )
    data |= {key: wanted for key, now, wanted in told if now != wanted}
    settings = {key: value for key, value in (data.pop("settings", None) or {}).items() if key != "scale"}
    settings |= {"scale": wish.scale} if wish.scale else {}
    data |= {"settings": settings} if settings else {}
    if wish.values != program.values:
        data.pop("values", None)
        data |= {"values": dict(wish.values)} if wish.values else {}
    return data


def _reviewed(start: Start, data: Data) -> Data:
    """Nobody has reviewed what is new or changed."""
    return data if as_data(data) == as_data(start.data) and start.text else {**data, "review": UNREVIEWED}


def _is_right(found: Outcome, wish: Wish) -> bool:
    if found.resolved is None:
        return False
    program = found.resolved.program
    told = (program.title, program.subtitle, program.audience, program.session_minutes, program.sessions)
    wanted = (wish.title, wish.subtitle, wish.audience, wish.minutes, wish.sessions)
    return told == wanted and program.values == wish.values


def _kept_text(start: Start, data: Data) -> str | None:
    """Change the file; None if that cannot be done without changing more of it."""
    kept = KeptYaml.of(start.text)
    if kept is None:
        return None
    try:
        for key in start.data:
            if key not in data:
                del kept[key]
        for key, value in data.items():
            if as_data(value) != kept.get(key):
                kept[key] = value
    except NotKept:
        return None
    return kept.text() if kept.data == as_data(data) else None
