"""Read one YAML file into plain data, and remember where everything stood.

Why not ``yaml.safe_load``: it guesses types (``[Yes, No]`` becomes booleans, ``12:30`` a number), keeps the last of two
equal keys without a word, forgets positions, and follows aliases until memory is full. Here every scalar stays the
text that the author typed; the model decides what is a number. Events come from libyaml, which does not recurse, so a
nesting bomb is noticed while it is read.
"""

import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from workbook.files import real_path
from workbook.problems import Place, Problem, display_path, limited
from workbook.syntax import NOT_TEXT, character_problems, syntax_problem

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
DataPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1_000_000
"""Largest file that is read, in bytes; the longest shipped module has under 30,000."""

MAX_DEPTH = 24
"""Deepest nesting of lists and mappings; a shipped module needs about nine."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class SourceFile:
    """One file as data: strings, None, lists and dicts, with the line and column of each value and key.

    ``text`` is what was read, if it could be read to its end.
    """

    path: Path
    data: Data = None
    values: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False, compare=False)

    @property
    def real(self) -> Path:
        """The file that is meant, whatever way or link led to it."""
        return real_path(self.path)

    @property
    def name(self) -> str:
        """The file's name as it is shown to people."""
        return display_path(self.path)

    def place(self, path: DataPath = (), *, key: bool = False) -> Place:
        """Give the place of a value (or of its key), or of the nearest thing around it that exists."""
        for end in range(len(path), -1, -1):
            part = path[:end]
            found = self.keys.get(part) if key else None
            found = found or self.values.get(part) or self.keys.get(part)
            if found:
                return Place(self.name, *found)
        return Place(self.name)

    def existing(self, path: DataPath) -> DataPath:
        """Keep the parts of a path that exist in the data: pydantic puts the names of union members between them."""
        node, kept = self.data, []
        for part in path:
            if isinstance(node, dict) and str(part) in node:
                node = node[str(part)]
                kept.append(str(part))
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
                kept.append(part)  # type: ignore[arg-type]
        return tuple(kept)


class _Stop(Exception):  # noqa: N818
    """Reading cannot go on; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def texts_of(data: object, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    """Give every text in data, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_of(value, (*path, key))
    elif isinstance(data, (list, tuple)):
        for i, value in enumerate(data):
            yield from texts_of(value, (*path, i))


def read(path: Path) -> SourceFile:
    """Read a file. Mistakes in it are in ``problems``; nothing is raised for bad input."""
    name = display_path(path)
    try:
        text = _text(path, name)
    except _Stop as stop:
        return SourceFile(path, problems=(stop.problem,))
    return read_text(text, path)


def read_text(text: str, path: Path) -> SourceFile:
    """Read YAML text as if it stood in the file at ``path``. ``data`` is None if reading had to stop."""
    name = display_path(path)
    text = unicodedata.normalize("NFC", text)  # fonts have an accented letter as one, not as letter and accent
    unseen = tuple(character_problems(text, name))
    if unseen:
        return SourceFile(path, problems=unseen)
    reader = _Reader(name)
    try:
        data = reader.document(text)
    except _Stop as stop:
        return SourceFile(path, problems=limited((*reader.problems, stop.problem)))
    except yaml.MarkedYAMLError as error:
        return SourceFile(path, problems=limited((*reader.problems, syntax_problem(error, text, name))))
    return SourceFile(path, data, reader.values, reader.keys, limited(reader.problems), text)


def _text(path: Path, name: str) -> str:
    """Read a file as UTF-8 text, or stop with the reason why not."""
    place = Place(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            hint = "Name a YAML file in it."
            raise _Stop(Problem("file/is-a-directory", place, "This is a folder, not a file.", hint))
        if not stat.S_ISREG(mode):
            hint = "Save the text in a file, and name that."
            raise _Stop(Problem("file/unreadable", place, "This is a device or a pipe, not a file.", hint))
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        if path.is_symlink():
            message, hint = "This is a link to a file that is not there.", "Remove the link, or bring the file back."
            raise _Stop(Problem("file/unreadable", place, message, hint)) from None
        hint = "Check the spelling and the folder."
        raise _Stop(Problem("file/not-found", place, "There is no such file.", hint)) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "its name cannot be used").lower()
        hint = "Check who may read it, and that its name and its links are right."
        raise _Stop(Problem("file/unreadable", place, f"This file cannot be read: {reason}.", hint)) from None
    if len(raw) > MAX_BYTES:
        message = f"This file is larger than {MAX_BYTES:,} bytes."
        raise _Stop(Problem("file/too-large", place, message, "Split it into several modules."))
    _refuse_documents(raw, place)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Stop(_encoding_problem(raw, error.start, name)) from None


_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, LibreOffice or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a rich text file",
    b"\xff\xfe": "text in the encoding UTF-16",
    b"\xfe\xff": "text in the encoding UTF-16",
}


def _refuse_documents(raw: bytes, place: Place) -> None:
    """Stop at files of a program that was not a text editor: a new name does not make them YAML."""
    for start, kind in _KINDS.items():
        if raw.startswith(start):
            message = f"This is {kind}, not UTF-8 text."
            hint = "Open it in the program that made it, and save the words as plain text with the encoding UTF-8."
            raise _Stop(Problem("yaml/not-utf-8", place, message, hint))


def _encoding_problem(raw: bytes, start: int, name: str) -> Problem:
    """Place the first byte that is not UTF-8, and guess the letter that the author saw."""
    begin = max(raw.rfind(b"\n", 0, start), raw.rfind(b"\r", 0, start)) + 1
    line = len(raw[:begin].replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines()) + 1
    column = len(raw[begin:start].decode("utf-8-sig" if begin == 0 else "utf-8")) + 1
    letter = raw[start : start + 1].decode("cp1252", errors="replace")
    seen = f' From here on it is in another encoding (is this letter "{letter}"?).' if letter.isprintable() else ""
    hint = "Save the file again with the encoding UTF-8."
    return Problem("yaml/not-utf-8", Place(name, line, column), f"This is not UTF-8 text.{seen}", hint)


class _Reader:
    """Turns libyaml's events into data, and notes positions and problems on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: dict[DataPath, tuple[int, int]] = {}
        self.keys: dict[DataPath, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def document(self, text: str) -> Data:
        events = self._checked(yaml.parse(text, Loader=_Loader))
        first = next(events, None)
        if first is None or isinstance(first, yaml.StreamEndEvent) or _is_empty(first):
            message, hint = "This file is empty.", "Start from a copy:  workbook new module my-module"
            raise _Stop(Problem("yaml/empty", Place(self.name, 1, 1), message, hint))
        data = self._node(first, events, ())
        after = next(events, None)
        if after is not None and not isinstance(after, yaml.StreamEndEvent):
            message = "A second document starts here."
            hint = 'Remove the line "---": one file holds one module or program.'
            raise _Stop(self._problem("yaml/second-document", after, message, hint))
        return data

    def _checked(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        """Leave out the events that frame a document, and stop at what is not allowed."""
        depth = 0
        frame = (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
        for event in events:
            if isinstance(event, yaml.NodeEvent) and event.anchor is not None:  # aliases too
                message = 'Anchors ("&name") and aliases ("*name") are not used in these files.'
                hint = 'Write the text out again, or put it in quotes if it starts with "&" or "*".'
                raise _Stop(self._problem("yaml/alias", event, message, hint))
            tag = getattr(event, "tag", None)
            if tag is not None:
                message = f'"{_as_typed(tag)}" is read as a tag, and tags are not used in these files.'
                hint = 'Remove it, or put the text in quotes if it starts with "!".'
                self.problems.append(self._problem("yaml/tag", event, message, hint))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    message = f"Lists and mappings are nested more than {MAX_DEPTH} deep here."
                    raise _Stop(self._problem("yaml/too-deep", event, message, "Check the indentation."))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if not isinstance(event, frame):
                yield event

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: DataPath) -> Data:
        self.values[path] = _position(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Data] = []
            for item in events:
                if isinstance(item, yaml.SequenceEndEvent):
                    return items
                items.append(self._node(item, events, (*path, len(items))))
        return None if _is_empty(event) else self._scalar(event)

    def _scalar(self, event: yaml.Event) -> str:
        """Give the text as typed; a code in double quotes must not bring in what cannot be printed."""
        text = str(getattr(event, "value", ""))
        found = NOT_TEXT.search(text)
        if found:
            message = f"A code in this text stands for a character that cannot be printed (U+{ord(found.group()):04X})."
            hint = "Remove the backslash code, or use single quotes (') around the text."
            self.problems.append(self._problem("yaml/control-character", event, message, hint))
        return text

    def _mapping(self, events: Iterator[yaml.Event], path: DataPath) -> dict[str, Data]:
        result: dict[str, Data] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                message = "A list or a mapping stands where a key should be."
                hint = 'Put text with "[", "{" or "?" at its start in quotes.'
                raise _Stop(self._problem("yaml/complex-key", event, message, hint))
            key = self._scalar(event)
            child = (*path, key)
            if key in result:
                line = self.keys[child][0]
                message = f'"{key}" is written twice here; the first is in line {line}.'
                hint = 'Keep one of the two. If a new item of a list was meant, start it with "- ".'
                self.problems.append(self._problem("yaml/duplicate-key", event, message, hint))
                self._node(next(events), events, (*path, f"{key} (line {_position(event)[0]})"))
                continue
            self.keys[child] = _position(event)
            result[key] = self._node(next(events), events, child)
        return result

    def _problem(self, code: str, event: yaml.Event, message: str, hint: str) -> Problem:
        return Problem(code, Place(self.name, *_position(event)), message, hint)


def _is_empty(event: yaml.Event) -> bool:
    """Whether nothing is written: an empty text in quotes is something."""
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and not event.style


def _as_typed(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _position(event: yaml.Event) -> tuple[int, int]:
    """Line and column from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
