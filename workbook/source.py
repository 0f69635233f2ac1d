"""Read one YAML file into plain data, and remember where everything stood.

Why not ``yaml.safe_load``: it guesses types (``[Yes, No]`` becomes booleans, ``12:30`` a number), keeps the last of two
equal keys without a word, forgets positions, and follows aliases until memory is full. Here every scalar stays the text that the
author typed; the model decides what is a number. Events come from libyaml, which does not recurse, so a
nesting bomb is noticed while it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from workbook.problems import Place, Problem, display_path

Data: TypeAlias = "str | None | list[Data] | dict[str, Data]"
DataPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 1_000_000
"""Largest file that is read, in bytes; the longest shipped module has under 30,000."""

MAX_DEPTH = 24
"""Deepest nesting of lists and mappings; a shipped module needs about nine."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class SourceFile:
    """One file as data: strings, None, lists and dicts, with the line and column of each value and key."""

    path: Path
    data: Data = None
    values: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[DataPath, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

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


def read(path: Path) -> SourceFile:
    """Read a file. Mistakes in it are in ``problems``; nothing is raised for bad input."""
    name = display_path(path)
    try:
        text = _text(path, name)
    except _Stop as stop:
        return SourceFile(path, problems=(stop.problem,))
    return read_text(text, path)


def read_text(text: str, path: Path) -> SourceFile:
    """Read YAML text as if it stood in the file at ``path``."""
    name = display_path(path)
    reader = _Reader(name)
    try:
        data = reader.document(text)
    except _Stop as stop:
        return SourceFile(path, problems=(*reader.problems, stop.problem))
    except yaml.MarkedYAMLError as error:
        problem = _syntax_problem(error, text, name)
        return SourceFile(path, problems=(*reader.problems, problem))
    except yaml.YAMLError as error:
        problem = _character_problem(error, text, name)
        return SourceFile(path, problems=(*reader.problems, problem))
    return SourceFile(path, data, reader.values, reader.keys, tuple(reader.problems))


def _text(path: Path, name: str) -> str:
    """Read a file as UTF-8 text, or stop with the reason why not."""
    place = Place(name)
    if path.is_dir():
        hint = "Name a YAML file in it."
        raise _Stop(Problem("file/is-a-directory", place, "This is a folder, not a file.", hint))
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "Check the spelling and the folder."
        raise _Stop(Problem("file/not-found", place, "There is no such file.", hint)) from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise _Stop(Problem("file/unreadable", place, f"This file cannot be read: {reason}.")) from None
    if len(raw) > MAX_BYTES:
        message = f"This file is larger than {MAX_BYTES:,} bytes."
        raise _Stop(Problem("file/too-large", place, message, "Split it into several modules."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        message = "This is not UTF-8 text."
        hint = "Save the file again with the encoding UTF-8."
        raise _Stop(Problem("yaml/not-utf-8", Place(name, line, column), message, hint)) from None


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
        if first is None or isinstance(first, yaml.StreamEndEvent):
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
            if isinstance(event, yaml.AliasEvent) or (
                isinstance(event, yaml.NodeEvent) and event.anchor is not None
            ):
                message = 'Anchors ("&name") and aliases ("*name") are not used in these files.'
                hint = 'Write the text out again, or put it in quotes if it starts with "&" or "*".'
                raise _Stop(self._problem("yaml/alias", event, message, hint))
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
        assert isinstance(event, yaml.ScalarEvent)
        empty = event.value == "" and event.style is None
        return None if empty else str(event.value)

    def _mapping(self, events: Iterator[yaml.Event], path: DataPath) -> dict[str, Data]:
        result: dict[str, Data] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                message = "A list or a mapping stands where a key should be."
                hint = 'Put text with "[", "{" or "?" at its start in quotes.'
                raise _Stop(self._problem("yaml/complex-key", event, message, hint))
            key = str(event.value)
            child = (*path, key)
            if key in result:
                line = self.keys[child][0]
                message = f'"{key}" is written twice here; the first is in line {line}.'
                hint = "Keep one of the two."
                self.problems.append(self._problem("yaml/duplicate-key", event, message, hint))
            else:
                self.keys[child] = _position(event)
            result[key] = self._node(next(events), events, child)
        return result

    def _problem(self, code: str, event: yaml.Event, message: str, hint: str) -> Problem:
        return Problem(code, Place(self.name, *_position(event)), message, hint)


def _position(event: yaml.Event) -> tuple[int, int]:
    """Line and column from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)


_BLOCK_STYLE = (
    'In "{...}" and "[...]" the signs ? , : and # have a meaning; '
    "write the text on a line of its own, or put it in quotes."
)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Say in plain words what usually causes this error of libyaml."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    place = Place(name, line + 1, column + 1)
    indent = row[: len(row) - len(row.lstrip())]
    if "\t" in indent or "\t" in row[column : column + 1]:
        tab = Place(name, line + 1, row.index("\t") + 1)
        hint = "Use spaces: two for each level."
        return Problem("yaml/tab", tab, "A tab stands in the indentation.", hint)
    problem = str(error.problem or "")
    if "flow" in str(error.context or "") or ("expected ',' or" in problem):
        return Problem("yaml/syntax", place, "This list or mapping in one line is broken.", _BLOCK_STYLE)
    if "mapping values are not allowed" in problem:
        message = 'A second ": " stands in this line.'
        hint = "Put the text in quotes, or write it on the next line after  >-"
        return Problem("yaml/syntax", place, message, hint)
    if "could not find expected ':'" in problem:
        message = 'A line near here has no ":" after its key.'
        hint = "Check the line above too: a text of several lines starts with  >-  and is indented."
        return Problem("yaml/syntax", place, message, hint)
    if "quoted scalar" in str(error.context or ""):
        start = error.context_mark or mark
        place = Place(name, start.line + 1, start.column + 1) if start else place
        message = "A quotation mark opens here and the text does not end well."
        hint = "Close the quotation mark, or use the other kind (' or \") around the text."
        return Problem("yaml/syntax", place, message, hint)
    if "expected <block end>" in problem or "block collection" in str(error.context or ""):
        message = "The indentation of this line does not fit the lines above it."
        hint = "Items of one list, and keys of one mapping, start in the same column."
        return Problem("yaml/syntax", place, message, hint)
    if "cannot start any token" in problem:
        message = f'A text cannot start with "{row[column : column + 1]}" here.'
        return Problem("yaml/syntax", place, message, "Put the text in quotes.")
    message = "This cannot be read as YAML."
    hint = "Check the indentation and the quotation marks of this line and of the line above."
    return Problem("yaml/syntax", place, message, hint)


def _character_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """Place a character that YAML forbids (control characters and the like)."""
    offset = int(getattr(error, "position", 0) or 0)
    before = text[:offset]
    place = Place(name, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
    message = "A character that cannot be printed stands here."
    return Problem("yaml/control-character", place, message, "Delete it and type the text again.")
