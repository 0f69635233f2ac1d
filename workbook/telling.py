"""pydantic's errors in plain words: what stands there, what belongs there, and what to write.

Messages are chosen by the *type* of an error, never by pydantic's English.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workbook.blocks import BLOCK_TYPES
from workbook.problems import MOST, Problem, close_matches, did_you_mean, limited
from workbook.schema import TAGS, Loc, keys, nodes_at, variants
from workbook.source import DataPath, SourceFile

IS_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What a readable name looks like; see ``Id`` in ``blocks/base.py``."""


@dataclass(frozen=True)
class _Told:
    """One of pydantic's errors with what is needed to tell it: where, what stands there, and what was expected."""

    detail: ErrorDetails
    path: DataPath
    nodes: tuple[dict[str, Any], ...]
    """What the JSON Schema allows at this place."""

    @property
    def kind(self) -> str:
        return str(self.detail["type"])

    @property
    def loc(self) -> Loc:
        return self.detail["loc"]

    @property
    def value(self) -> Any:
        return self.detail.get("input")

    @property
    def context(self) -> dict[str, Any]:
        return dict(self.detail.get("ctx") or {})

    @property
    def subject(self) -> str:
        return subject_of(self.path)

    @property
    def key(self) -> str:
        return str(next((part for part in reversed(self.path) if isinstance(part, str)), ""))

    def keyword(self, *names: str) -> Any:
        """Give the first value of a keyword of the JSON Schema here."""
        return next((node[name] for node in self.nodes for name in names if name in node), None)


class Teller:
    """Turns the errors of one validation into problems, in words for the person at the desk."""

    def __init__(self, source: SourceFile, at: DataPath, schema: dict[str, Any]) -> None:
        self.source = source
        self.at = at
        self.schema = schema

    def tell(self, error: ValidationError) -> tuple[Problem, ...]:
        """Give a problem for each error that is the author's."""
        details = [d for d in error.errors(include_url=False) if not _is_echo(d)]
        twins = _twins(details)
        problems = [self._problem(self._told(detail), twins) for detail in details[: MOST + 1]]
        return limited(problems, len(details))

    def _told(self, detail: ErrorDetails) -> _Told:
        path = self.source.existing((*self.at, *detail["loc"]))
        return _Told(detail, path, tuple(nodes_at(self.schema, detail["loc"])))

    def _problem(self, told: _Told, twins: dict[Loc, str]) -> Problem:
        source, path, kind = self.source, told.path, told.kind
        if kind == "missing":
            key = str(told.loc[-1])
            twin = twins.get(told.loc)
            line = source.place((*path, twin), key=True).line if twin else 0
            hint = f'Is "{twin}" in line {line} meant?' if twin else self._example_line(key, told)
            message = f'The key "{key}" is missing{_inside(told.loc)}.'
            return Problem("schema/missing-key", source.place(path), message, hint)
        if kind == "extra_forbidden":
            return self._unknown_key(told, twins)
        if kind == "union_tag_not_found":
            return self._no_type(told)
        if kind == "union_tag_invalid":
            return self._unknown_block(told)
        if kind == "value_error":
            message, hint = _split_hint(str(told.context.get("error", "")))
            return Problem("schema/value", source.place(path), message, hint)
        if told.value is None:
            hint = 'Write a value after it, or remove the line. A text that starts with "#" is put in quotes.'
            if path and isinstance(path[-1], int):
                hint = 'Write something after the "- ", or remove the line.'
            return Problem("schema/empty", source.place(path), f"{told.subject} is empty.", hint)
        code, tell = _RULES.get(kind, ("schema/value", _other))
        message, hint = tell(told)
        if code == "schema/not-an-id" and path == ("id",):
            hint = self._id_hint() or hint
        if told.loc and told.loc[-1] == "[key]":
            return self._wrong_key(told, code, hint)
        return Problem(code, source.place(path), message, hint)

    def _id_hint(self) -> str:
        """Say that a file has its own name for an id, where that can be one."""
        stem = self.source.path.stem
        return f"Write  id: {stem}  like the name of the file." if IS_ID.fullmatch(stem) else ""

    def _example_line(self, key: str, told: _Told) -> str:
        own = self._id_hint() if key == "id" and not told.path else ""
        return own.replace("Write", "Add the line") or _example_line(key, told.nodes, self.schema)

    def _unknown_key(self, told: _Told, twins: dict[Loc, str]) -> Problem:
        key = str(told.loc[-1])
        twin = twins.get(told.loc)
        place = self.source.place(told.path, key=True)
        message = f'There is no key "{key}"{_inside(told.loc)}.'
        if twin:
            return Problem("schema/unknown-key", place, message, f'Did you mean "{twin}"? That key is missing.')
        known = keys(nodes_at(self.schema, told.loc[:-1]))
        known += ["use"] if "in-place" in told.loc else []
        if key == "<<":
            hint = "Other parts of a file cannot be drawn in. Write the lines out again."
        elif "standing" in told.loc:
            hint = "Beside  use:  a worksheet takes title, purpose and example. The rest comes from its own file."
        else:
            hint = did_you_mean(key, known)
        return Problem("schema/unknown-key", place, message, hint)

    def _no_type(self, told: _Told) -> Problem:
        place = self.source.place(told.path)
        if _is_sentence(told.value):
            key, value = next(iter(told.value.items()))
            message = 'This block does not say its type; it looks like a text with ": " in it.'
            return Problem("schema/missing-type", place, message, f'Put the text in quotes:  "{key}: {value}"')
        hint = f"Add a line such as  type: {_guess_type(told.value)}  (see  workbook list blocks)."
        return Problem("schema/missing-type", place, "This block does not say its type.", hint)

    def _unknown_block(self, told: _Told) -> Problem:
        tag = told.value.get("type") if isinstance(told.value, dict) else None
        place = self.source.place((*told.path, "type"))
        if not isinstance(tag, str):
            hint = f"Write one word after it, such as  type: {_guess_type(told.value)}"
            what = "is empty" if tag is None else f"needs one word, not {got(tag)}"
            return Problem("schema/unknown-block", place, f'"type" {what}.', hint)
        hint = did_you_mean(tag, BLOCK_TYPES)
        return Problem("schema/unknown-block", place, f"There is no block type {_shorten(tag)}.", hint)

    def _wrong_key(self, told: _Told, code: str, hint: str) -> Problem:
        """A key that stands for a value, such as the minutes of a plan."""
        key = str(told.path[-1])
        needs = "an id" if code == "schema/not-an-id" else "a whole number"
        unit = re.fullmatch(r"(\d+)\W*[A-Za-z]*\.?", key)
        hint = f"Write  {unit[1]}:" if unit and code == "schema/wrong-type" else hint
        message = f'The key "{key}" needs to be {needs}.'
        return Problem(code, self.source.place(told.path, key=True), message, hint)


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because items of it have mistakes of their own."""
    least = (detail.get("ctx") or {}).get("min_length")
    value = detail.get("input")
    return (
        detail["type"] == "too_short" and isinstance(value, list | dict) and least is not None and len(value) >= least
    )


def _twins(details: Sequence[ErrorDetails]) -> dict[Loc, str]:
    """Pair an unknown key with a missing one of the same mapping: each is told with the other."""
    twins: dict[Loc, str] = {}
    missing: dict[Loc, list[str]] = {}
    for detail in details:
        if detail["type"] == "missing":
            missing.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))
    for detail in details:
        around, key = detail["loc"][:-1], str(detail["loc"][-1]) if detail["loc"] else ""
        left = missing.get(around, []) if detail["type"] == "extra_forbidden" else []
        close = close_matches(key, left)
        if close:
            twins[detail["loc"]] = close[0]
            twins[(*around, close[0])] = key
            left.remove(close[0])
    return twins


def subject_of(path: DataPath) -> str:
    """Name a place: the key, or an item of the list under a key."""
    if not path:
        return "This file"
    if isinstance(path[-1], str):
        return f'"{path[-1]}"'
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    return f'Item {path[-1] + 1} of "{key}"' if key else f"Item {path[-1] + 1}"


def _inside(loc: Loc) -> str:
    """Name the nearest block type or key around a place, for messages."""
    for part in reversed(loc[:-1]):
        if isinstance(part, str) and part not in TAGS:
            return f' in "{part}"'
    return ""


def _split_hint(text: str) -> tuple[str, str]:
    """Split our own message after its first sentence: the rest is the hint."""
    first, _, rest = text.partition(". ")
    return (f"{first}." if rest else text, rest)


def _shorten(value: Any) -> str:
    text = re.sub(r"\s*\n\s*", " ", str(value))
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}..."'  # noqa: PLR2004 - fits on a terminal line


def got(value: Any) -> str:
    """Name what stands somewhere, for a message."""
    if isinstance(value, list):
        return "a list"
    return "keys with values" if isinstance(value, dict) else _shorten(value)


def _is_sentence(value: Any) -> bool:
    """Whether a mapping is most likely a text in which ": " stands."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    key, text = next(iter(value.items()))
    return isinstance(text, str) and (" " in key or key[:1].isupper())


def _guess_type(value: Any) -> str:
    """Guess which block was meant, from the keys that stand there."""
    keys = set(value) if isinstance(value, dict) else set()

    def fit(name: str) -> tuple[int, bool, int]:
        fields = set(BLOCK_TYPES[name].model_fields)
        return len(keys & fields) - len(keys - fields), name == "short-answer", -len(fields - keys)

    return max(BLOCK_TYPES, key=fit)


_EXAMPLES = {"integer": "50", "number": "1.5", "boolean": "true", "string": "..."}


def _example_line(key: str, nodes: Sequence[dict[str, Any]], schema: dict[str, Any]) -> str:
    """Show how a missing key is written."""
    node = next((v for n in nodes for v in variants(n, schema)), {})
    if node.get("type") == "array":
        return f'Add a line  {key}:  and below it lines that start with "- ".'
    if node.get("type") == "object" and node.get("properties"):
        needed = node.get("required") or list(node["properties"])
        return f"Add a line  {key}:  and below it, indented, the keys {', '.join(needed)}."
    example = next(iter(node.get("enum", ())), None) or _EXAMPLES.get(str(node.get("type")), "...")
    return f"Add a line such as  {key}: {example}"


Tell: TypeAlias = Callable[[_Told], tuple[str, str]]


def _wants(what: str, hint: Callable[[_Told], str]) -> Tell:
    return lambda told: (f"{told.subject} needs {what}, not {got(told.value)}.", hint(told))


def _text_hint(told: _Told) -> str:
    if _is_sentence(told.value):
        key, text = next(iter(told.value.items()))
        return f'If ": " is part of the text, put it in quotes:  "{key}: {text}"'
    if isinstance(told.value, dict):
        return 'Write one text, without keys below it. A text with ": " in it is put in quotes.'
    return 'Write one text, without "- " or "[...]".'


def _list_hint(told: _Told) -> str:
    value = told.value
    if isinstance(value, str):
        bullet = re.match(r"([•·*–—]|-(?=\S)|\d+[.)])", value)
        if bullet:
            return f'Start each line with "- " (a hyphen and a space), not with "{bullet[1]}".'
        return f'Write each item on a line of its own below  {told.key}:  with "- " before it.'
    if isinstance(value, dict) and len(value) == 1 and isinstance(next(iter(value.values())), list):
        return f"Remove the line  {next(iter(value))}:  so that the list stands right below  {told.key}:"
    return 'Start each item on a line of its own with "- ".'


def _keys_hint(told: _Told) -> str:
    if isinstance(told.value, list):
        if told.path and isinstance(told.path[-1], int):
            return 'Remove one "- ", or the signs "[" and "]".'
        return f'Remove the "- " before the keys below  {told.key}:'
    allowed = keys(told.nodes)
    if "use" in allowed and isinstance(told.value, str):
        return f"For a worksheet in a file of its own, write  use: {told.value}"
    required = next((node["required"] for node in told.nodes if node.get("required")), allowed)
    return f"Write it as keys with values: {', '.join(required)}." if required else "Write lines such as  key: value"


def _number_hint(told: _Told) -> str:
    unit = re.fullmatch(r"\s*(\d+)\s*[A-Za-z.]+\s*", told.value) if isinstance(told.value, str) else None
    unit = None if unit is None or re.fullmatch(r"\d+e\d+", told.value.strip(), re.IGNORECASE) else unit
    most = told.keyword("maximum")
    example = 50 if most is None or most >= 50 else most // 2  # noqa: PLR2004 - an example
    return f"Write digits only:  {told.key}: {unit[1]}" if unit else f"Write digits only, such as  {example}"


def _some_number_hint(_: _Told) -> str:
    return "Write a number, such as  2  or  1.5"


def _date_hint(_: _Told) -> str:
    return "Write it as year-month-day, such as  2026-12-01"


def _switch_hint(_: _Told) -> str:
    return "Write  true  or  false"


def _count(told: _Told) -> tuple[str, str]:
    """Too few or too many items."""
    have = len(told.value) if hasattr(told.value, "__len__") else 0
    least, most = told.keyword("minItems", "minProperties"), told.keyword("maxItems", "maxProperties")
    least = told.context.get("min_length", least)
    most = told.context.get("max_length", most)
    items = "1 item" if have == 1 else f"{have} items" if have else "no items"
    bound, hint = (
        (f"at least {least}", f"Add {least - have} more.")
        if have < (least or 0)
        else (f"at most {most}", f"Take {have - most} out.")
    )
    needs = f"exactly {least}" if least == most else bound
    return f"{told.subject} has {items}, but needs {needs}.", hint


def _long(told: _Told) -> tuple[str, str]:
    message = f"{told.subject} has {len(told.value)} characters; {told.context['max_length']} is the most."
    return message, "Say it in fewer words."


def _blank(told: _Told) -> tuple[str, str]:
    return f"{told.subject} is empty.", "Write a text, or remove the line."


def _limit(told: _Told) -> tuple[str, str]:
    least, most = told.keyword("minimum"), told.keyword("maximum")
    most = told.context.get("le", most)
    least = told.context.get("ge", least)
    number = _shorten(told.value).strip('"')
    size = f"{least:g} is the least" if "ge" in told.context else f"{most:g} is the most"
    hint = "" if least is None or most is None else f"Use a number from {least:g} to {most:g}."
    return f"{told.subject} is {number}, but {size}.", hint


def _choice(told: _Told) -> tuple[str, str]:
    expected = re.findall(r"'([^']*)'", str(told.context.get("expected", "")))
    return f"{told.subject} cannot be {got(told.value)}.", did_you_mean(str(told.value), expected)


def _pattern(told: _Told) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKD", str(told.value).removesuffix(".yaml").rpartition("/")[2])
    good = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    hint = "Use lower-case letters, digits and single hyphens, starting with a letter"
    return f"{_shorten(told.value)} is not an id.", f"{hint}, such as  {good}" if good[:1].isalpha() else f"{hint}."


def _other(told: _Told) -> tuple[str, str]:
    return f"{told.subject} is not what belongs here.", "See what it may be with  workbook schema module"


_TEXT = ("schema/wrong-type", _wants("a text", _text_hint))
_INTEGER = ("schema/wrong-type", _wants("a whole number", _number_hint))
_NUMBER = ("schema/wrong-type", _wants("a number", _some_number_hint))
_SWITCH = ("schema/wrong-type", _wants("true or false", _switch_hint))
_LIST = ("schema/wrong-type", _wants("a list", _list_hint))
_KEYS = ("schema/wrong-type", _wants("keys with values", _keys_hint))
_DATE = ("schema/wrong-type", _wants("a date", _date_hint))

_RULES: dict[str, tuple[str, Tell]] = {
    "string_type": _TEXT,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_parsing_size": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "literal_error": ("schema/not-a-choice", _choice),
    "string_pattern_mismatch": ("schema/not-an-id", _pattern),
    "string_too_long": ("schema/too-long", _long),
    "string_too_short": ("schema/empty", _blank),
    "too_long": ("schema/too-many", _count),
    "too_short": ("schema/too-few", _count),
    "greater_than_equal": ("schema/out-of-range", _limit),
    "less_than_equal": ("schema/out-of-range", _limit),
}
