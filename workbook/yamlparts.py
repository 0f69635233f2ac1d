"""The lines of a YAML file, part by part: which lines a value takes, and the same lines with another value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import normalize

import yaml

from workbook.source import Data
from workbook.yamlmatch import matches
from workbook.yamlwrite import TEXT, Value, as_data, entry, item, looks_like, written

Lines: TypeAlias = list[str]


@dataclass(frozen=True)
class Part:
    """A value in a file: where it begins, its last line, and the column behind it there. Lines count from 0."""

    data: Data
    kind: Literal["mapping", "list", "flow", "text", "block"]
    line: int
    column: int
    last: int
    after: int
    items: "tuple[Item, ...]" = ()


@dataclass(frozen=True)
class Item:
    """An entry of a mapping or of a list: where its key (or its dash) begins, and the column behind that."""

    key: str | int
    line: int
    column: int
    behind: int
    value: Part


@dataclass
class _Chunk:
    """The lines of an entry: comments and empty lines before it, and itself; the first line without indentation."""

    key: str | int | None
    lead: Lines
    body: Lines


def part_of(node: yaml.Node, data: Data, lines: Lines) -> Part:
    """Give the parts of a node. Raise ValueError for what cannot be told apart."""
    start, end = node.start_mark, node.end_mark
    if isinstance(node, yaml.MappingNode) and not node.flow_style and isinstance(data, dict):
        items = tuple(_entry(key, value, data, lines) for key, value in node.value)
        return Part(data, "mapping", start.line, start.column, items[-1].value.last, 0, items)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(data, list):
        items = tuple(_items(node, data, lines))
        return Part(data, "list", start.line, start.column, items[-1].value.last, 0, items)
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        last = end.line if end.column else end.line - 1
        while last > start.line and not lines[last].strip():
            last -= 1
        return Part(data, "block", start.line, start.column, last, len(lines[last]))
    kind: Literal["text", "flow"] = "text" if isinstance(node, yaml.ScalarNode) else "flow"
    return Part(data, kind, start.line, start.column, end.line, end.column)


def _entry(key: yaml.Node, value: yaml.Node, data: dict[str, Data], lines: Lines) -> Item:
    line, end = key.start_mark.line, key.end_mark
    behind = lines[line].index(":", end.column) + 1
    if end.line != line or lines[line][end.column : behind - 1].strip():
        raise ValueError("a key in more than one line")
    name = normalize("NFC", str(key.value))
    if name not in data:
        raise ValueError("a key that is read in another way")
    return Item(name, line, key.start_mark.column, behind, part_of(value, data[name], lines))


def _items(node: yaml.SequenceNode, data: list[Data], lines: Lines) -> Iterator[Item]:
    column, line = node.start_mark.column, node.start_mark.line
    for number, (value, told) in enumerate(zip(node.value, data, strict=True)):
        part = part_of(value, told, lines)
        while not (lines[line].startswith("-", column) and (not number or not lines[line][:column].strip())):
            line += 1
        yield Item(number, line, column, column + 1, part)
        line = part.last + 1


def changed(root: Part, new: Mapping[str, Value], lines: Lines) -> Lines:
    """Give the lines of a file with other data in it."""
    chunks = _mapping(root, new, lines, 0, lines[root.last + 1 :])
    return [line for chunk in chunks for line in (*chunk.lead, *chunk.body)]


def _mapping(part: Part, new: Mapping[str, Value], lines: Lines, begin: int, tail: Lines) -> list[_Chunk]:
    """Give the chunks of a mapping: keys in their order, new ones where their example is, or after their neighbor."""
    chunks: list[_Chunk] = []
    carried: Lines = []
    for one in part.items:
        carried += lines[begin : one.line]
        begin = one.value.last + 1
        if one.key in new:
            up, body = _item(one, new[str(one.key)], lines)
            chunks.append(_Chunk(one.key, carried + up, body))
            carried = []
    chunks.append(_Chunk(None, carried + tail, []))
    before: str | None = None
    for key, value in new.items():
        if all(chunk.key != key for chunk in chunks):
            _insert(chunks, key, entry(key, value, part.column), before)
        before = key
    return chunks


def _insert(chunks: list[_Chunk], key: str, body: Lines, before: str | None) -> None:
    """Put a new key above the line ``# key:`` that is an example of it; else after the one it follows; else last."""
    example = re.compile(rf"# ?{re.escape(key)}:(\s|$)")
    for at, chunk in enumerate(chunks):
        for number, line in enumerate(chunk.lead):
            if example.match(line):
                chunks.insert(at, _Chunk(key, chunk.lead[:number], body))
                chunk.lead = chunk.lead[number:]
                return
    at = next(
        (at + 1 for at, chunk in enumerate(chunks) if before is not None and chunk.key == before), len(chunks) - 1
    )
    chunks.insert(at, _Chunk(key, [], body))


def _list(part: Part, new: Sequence[Value], lines: Lines, begin: int) -> list[_Chunk]:
    """Give the chunks of a list. Comments go with the item below them; empty lines stay where they are in the order."""
    leads, gaps = [], []
    for one in part.items:
        lead = lines[begin : one.line]
        gap = next((number for number, line in enumerate(lead) if line.strip()), len(lead))
        leads.append(lead[gap:])
        gaps.append(lead[:gap])
        begin = one.value.last + 1
    found = matches([one.value.data for one in part.items], [as_data(one) for one in new])
    chunks = []
    for number, (value, old) in enumerate(zip(new, found, strict=True)):
        up, body = ([], item(value, part.column)) if old is None else _item(part.items[old], value, lines)
        own = [] if old is None else leads[old]
        chunks.append(_Chunk(number, gaps[min(number, len(gaps) - 1)] + own + up, body))
    if 0 not in found:  # what stands above the first item is often meant for all
        chunks[0].lead = gaps[0] + leads[0] + chunks[0].lead[len(gaps[0]) :]
    return chunks


def _item(one: Item, new: Value, lines: Lines) -> tuple[Lines, Lines]:
    """Give the lines of an entry with another value: those that go before it, and itself."""
    old, line = one.value, lines[one.line]
    if as_data(new) == old.data:
        return [], [line[one.column :], *lines[one.line + 1 : old.last + 1]]
    starts_here = old.line == one.line
    begin = one.line + (0 if starts_here else 1)
    chunks: list[_Chunk] = []
    if old.kind == "mapping" and isinstance(new, Mapping) and new:
        chunks = _mapping(old, new, lines, one.line if starts_here else begin, [])
    elif old.kind == "list" and isinstance(new, Sequence) and not isinstance(new, str) and new:
        chunks = _list(old, new, lines, begin)
    if not chunks:
        return _anew(one, new, lines)
    if starts_here:
        up, chunks[0].lead = chunks[0].lead, []
        return up, _joined(chunks, old.column, line[one.column : old.column])
    return [], [line[one.column :], *_joined(chunks, old.column, " " * old.column)]


def _joined(chunks: list[_Chunk], column: int, opening: str) -> Lines:
    lines: Lines = []
    for number, chunk in enumerate(chunks):
        lines += chunk.lead
        if chunk.body:
            lines += [f"{' ' * column if number else opening}{chunk.body[0]}", *chunk.body[1:]]
    return lines


def _anew(one: Item, new: Value, lines: Lines) -> tuple[Lines, Lines]:
    """Write a value anew; a comment behind the old one stays."""
    head = lines[one.line][one.column : one.behind]
    remark = _remark(one, lines)
    if head == "-":
        body = item(new, one.column)
        if not remark or len(body) > 1:
            return ([f"{' ' * one.column}{remark.strip()}"] if remark else []), body
        return [], [f"{body[0]}{remark}"]
    behind, below = written(new, one.column + 2, flow=one.value.kind == "flow")
    if _was_plain(one.value, new, lines):
        behind = str(new)
    old = one.value
    gap = " " * max(1, old.column - one.behind if old.line == one.line and old.kind in {"text", "flow"} else 1)
    return [], [f"{head}{gap}{behind}".rstrip(" ") + remark, *below]


def _was_plain(old: Part, new: Value, lines: Lines) -> bool:
    """Whether a number or a day takes the place of another one that had no quotes: then it needs none, either."""
    if old.kind != "text" or not isinstance(new, str) or not isinstance(old.data, str):
        return False
    opening = lines[old.line][old.column : old.column + 1]
    return opening not in {'"', "'"} and looks_like(new) == looks_like(old.data) != TEXT


def _remark(one: Item, lines: Lines) -> str:
    """Give the comment that stands behind a value, with the spaces before it."""
    old, line = one.value, lines[one.line]
    if old.kind == "block":
        rest = re.sub(r"^[|>][-+0-9]*", "", lines[old.line][old.column :])
    elif old.kind in {"mapping", "list"}:
        rest = "" if old.line == one.line else line[one.behind :]
    else:
        rest = lines[old.last][old.after :]
        rest = rest if rest.strip() or old.line == one.line else line[one.behind :]
    return rest.rstrip() if rest.lstrip().startswith("#") else ""
