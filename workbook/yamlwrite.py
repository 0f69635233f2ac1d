"""Write a value as YAML in the style of the shipped files: quotes only where they are needed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias
from unicodedata import normalize

import yaml
from yaml.resolver import Resolver

from workbook.source import Data

Value: TypeAlias = "str | bool | int | float | date | Sequence[Value] | Mapping[str, Value] | None"
"""What can be written. Numbers, days and yes or no are written without quotes, text that looks like one with them."""

_RESOLVER = Resolver()
TEXT = "tag:yaml.org,2002:str"
"""The tag of what is plain text for any reader."""
_OPENS = re.compile(r"[-?:](\s|$)|[\[\]{},#&*!|>'\"%@`~=]|---|\.\.\.|<<")
_BREAKS_PLAIN = re.compile(r":(\s|$)|\s#|[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]")
_BREAKS_FLOW = re.compile(r"[\[\]{},]")


def as_data(value: Value) -> Data:
    """Give what the reader gives for a value once it is written: text, lists and mappings."""
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_data(item) for item in value]
    return None if value is None else _plain(value)


def composed(value: Value) -> Value:
    """Give a value with each letter and its accent as one, as the reader does."""
    if isinstance(value, Mapping):
        return {normalize("NFC", key): composed(item) for key, item in value.items()}
    if isinstance(value, str):
        return normalize("NFC", value)
    return [composed(item) for item in value] if isinstance(value, Sequence) else value


def written(value: Value, column: int, *, flow: bool = False) -> tuple[str, list[str]]:
    """Give what stands behind a key (or a dash), and the lines below it.

    ``column`` is that of what is below. ``flow`` writes a list of words in one line, as ``[a, b]``.
    """
    if isinstance(value, Mapping):
        return ("", list(_entries(value, column))) if value else ("{}", [])
    if isinstance(value, Sequence) and not isinstance(value, str):
        if flow and all(not isinstance(item, (Mapping, list, tuple)) and item is not None for item in value):
            return f"[{', '.join(_scalar(item, flow=True) for item in value)}]", []
        return ("", list(_items(value, column))) if value else ("[]", [])
    if isinstance(value, str) and _is_block(value):
        return "|-", [f"{' ' * column}{line}" if line else "" for line in value.split("\n")]
    return _scalar(value), []


def entry(key: str, value: Value, column: int, *, flow: bool = False) -> list[str]:
    """Give the lines of a key with its value; the first one without its indentation."""
    behind, below = written(value, column + 2, flow=flow)
    return [f"{_scalar(key)}: {behind}".rstrip(" "), *below]


def item(value: Value, column: int) -> list[str]:
    """Give the lines of an item of a list; the first one without its indentation."""
    behind, below = written(value, column + 2)
    if below and not behind:
        return [f"- {below[0][column + 2 :]}", *below[1:]]
    return [f"- {behind}".rstrip(" "), *below]


def _entries(value: Mapping[str, Value], column: int) -> Iterator[str]:
    for key, told in value.items():
        yield from _indented(entry(key, told, column), column)


def _items(values: Iterable[Value], column: int) -> Iterator[str]:
    for value in values:
        yield from _indented(item(value, column), column)


def _indented(lines: list[str], column: int) -> list[str]:
    return [f"{' ' * column}{lines[0]}", *lines[1:]]


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as it is below its key."""
    lines = text.split("\n")
    return len(lines) > 1 and bool(lines[-1]) and not any(_unprintable(line) or line != line.strip() for line in lines)


def _unprintable(text: str) -> bool:
    return not text.isprintable()


def _scalar(value: Value, *, flow: bool = False) -> str:
    text = "" if value is None else _plain(value)
    if not isinstance(value, str):
        return text
    return text if _can_be_plain(text, flow=flow) else json.dumps(text, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _can_be_plain(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes, for our reader and for others, which would take 988 for a number."""
    if not text or text != text.strip() or _OPENS.match(text) or _BREAKS_PLAIN.search(text):
        return False
    if flow and _BREAKS_FLOW.search(text):
        return False
    return looks_like(text) == TEXT


def looks_like(text: str) -> str:
    """Give what other readers of YAML take a text without quotes for: a tag, such as ``TEXT``; one for all numbers."""
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]
    return tag.replace(":int", ":float")
