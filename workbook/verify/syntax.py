"""PDF syntax -> Python: dictionaries, arrays, names, strings, numbers and references (ISO 32000-1, 7.3)."""

import re
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | Reference | Name | bytes | float | bool | None"

_TOKEN = re.compile(
    rb"(?P<reference>\d+ \d+ R)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))|/(?P<name>[^\s/<>\[\]()]*)|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])|\((?P<string>(?:[^()\\]|\\.)*)\)|<(?P<hex>[0-9a-fA-F\s]*)>|(?P<word>true|false|null)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = {b"true": True, b"false": False, b"null": None}


class Name(str):
    """A name, such as Page in /Page."""

    __slots__ = ()


@dataclass(frozen=True)
class Reference:
    """A reference to an object by its number."""

    number: int


def parse(text: bytes) -> Value:
    """Read one object; raise ValueError if it is not well formed."""
    root: list[Value] = []
    stack: list[list[Value]] = [root]
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "open":
            stack.append([])
        elif kind == "close":
            if len(stack) == 1:
                raise ValueError("an object ends that did not begin")
            items = stack.pop()
            stack[-1].append(_dictionary(items) if token == b">>" else items)
        else:
            stack[-1].append(_value(str(kind), token))
    if len(stack) != 1 or len(root) != 1:
        raise ValueError("an object is not whole")
    return root[0]


def _value(kind: str, token: bytes) -> Value:
    if kind == "reference":
        return Reference(int(token.split()[0]))
    if kind == "number":
        return float(token) if b"." in token else int(token)
    if kind == "name":
        return Name(token.decode("latin-1"))
    if kind == "string":
        return unescape(token)
    return _WORDS[token] if kind == "word" else bytes.fromhex(token.decode("ascii"))


def _dictionary(items: list[Value]) -> dict[str, Value]:
    if len(items) % 2 or not all(isinstance(key, Name) for key in items[::2]):
        raise ValueError("a dictionary has a key that is no name")
    return {str(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


def unescape(text: bytes) -> bytes:
    """Give the bytes that a string in parentheses stands for."""

    def replace(match: re.Match[bytes]) -> bytes:
        found = match[1]
        return bytes([int(found, 8) & 255]) if found[:1].isdigit() else _LETTERS.get(found, found)

    return _ESCAPE.sub(replace, text) if b"\\" in text else text


def text_of(value: Value) -> str:
    """Give a text string as text."""
    if not isinstance(value, bytes):
        return ""
    return value[2:].decode("utf-16-be", "replace") if value.startswith(b"\xfe\xff") else value.decode("latin-1")
