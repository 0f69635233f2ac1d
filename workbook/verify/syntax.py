"""PDF syntax -> Python: dictionaries, arrays, names, strings, numbers and references (ISO 32000-1, 7.3)."""

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "dict[str, Value] | list[Value] | Reference | Name | bytes | float | bool | None"

_TOKEN = re.compile(
    rb"(\d++) \d+ R|([-+]?(?:\d+\.?\d*|\.\d+))|/([^\s/<>\[\]()]*)|(<<|\[)|(>>|\])"
    rb"|\(((?:[^()\\]|\\.)*)\)|<([0-9a-fA-F\s]*)>|(true|false|null)",
    re.DOTALL,
)
_REFERENCE, _NUMBER, _NAME, _OPEN, _CLOSE, _STRING, _HEX, _WORD = range(1, 9)
_PDF_DOC = str.maketrans(
    dict(enumerate("\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc", 0x18))
    | dict(enumerate("•†‡…—–ƒ\u2044\u2039\u203a−‰„“”‘’\u201a™\ufb01\ufb02ŁŒŠŸŽ\u0131łœšž", 0x80))
    | {0xA0: "€"}
)
"""Where PDFDocEncoding differs from Latin-1 (ISO 32000-1, annex D)."""

_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = {b"true": True, b"false": False, b"null": None}


class Name(str):
    """A name, such as Page in /Page."""

    __slots__ = ()


class Reference(NamedTuple):
    """A reference to an object by its number."""

    number: int


def parse(text: bytes) -> Value:
    """Read one object; raise ValueError if it is not well formed."""
    items: list[Value] = []
    stack: list[list[Value]] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        if kind == _REFERENCE:
            items.append(Reference(int(match[_REFERENCE])))
        elif kind == _OPEN:
            stack.append(items)
            items = []
        elif kind == _CLOSE:
            if not stack:
                raise ValueError("an object ends that did not begin")
            inner: Value = _dictionary(items) if match[_CLOSE] == b">>" else items
            items = stack.pop()
            items.append(inner)
        else:
            items.append(_value(kind or 0, match[kind or 0]))
    if stack or len(items) != 1:
        raise ValueError("an object is not whole")
    return items[0]


def _value(kind: int, token: bytes) -> Value:
    if kind == _NAME:
        return _name(token)
    if kind == _NUMBER:
        return float(token) if b"." in token else int(token)
    if kind == _STRING:
        return unescape(token)
    return _WORDS[token] if kind == _WORD else bytes.fromhex(token.decode("ascii"))


@lru_cache(maxsize=1024)
def _name(token: bytes) -> Name:
    return Name(token.decode("latin-1"))


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
    """Give a text string as text (ISO 32000-1, 7.9.2.2)."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1").translate(_PDF_DOC)
