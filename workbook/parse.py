"""Data -> model: every mistake of a file becomes a problem at its line, in words for the person at the desk.

Messages are chosen by the *type* of pydantic's error, never by its English.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from workbook.blocks import BLOCK_TYPES
from workbook.problems import Problem, did_you_mean
from workbook.source import Data, DataPath, SourceFile

M = TypeVar("M", bound=BaseModel)


def parse(model: type[M], source: SourceFile, at: DataPath = ()) -> tuple[M | None, tuple[Problem, ...]]:
    """Read the data at ``at`` of a file as a model; give the model, or None and the problems."""
    if source.problems:
        return None, source.problems
    data: Data = source.data
    for part in at:
        data = data[part]  # type: ignore[index,call-overload]
    if not isinstance(data, dict):
        message = "This file is not a list of keys with values."
        hint = 'It starts with lines such as  "id: my-module"  and  "title: My module".'
        return None, (Problem("schema/not-a-mapping", source.place(at), message, hint),)
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_problem(detail, model, source, at) for detail in error.errors(include_url=False))


def parse_value(type_: Any, value: Any, source: SourceFile, at: DataPath) -> tuple[Any, tuple[Problem, ...]]:
    """Read one value (an example's answer) as a type; give it, or None and the problems."""
    try:
        return adapter(type_).validate_python(value), ()
    except ValidationError as error:
        return None, tuple(_problem(detail, None, source, at) for detail in error.errors(include_url=False))


def adapter(type_: Any) -> TypeAdapter[Any]:
    """Give pydantic's adapter for a type."""
    return TypeAdapter(type_)


def _problem(detail: ErrorDetails, model: type[BaseModel] | None, source: SourceFile, at: DataPath) -> Problem:
    loc = tuple(detail["loc"])
    path = source.existing((*at, *loc))
    kind = detail["type"]
    context = dict(detail.get("ctx") or {})
    if kind == "missing":
        key = str(loc[-1])
        message = f'The key "{key}" is missing{_inside(loc)}.'
        return Problem("schema/missing-key", source.place(path), message, f"Add a line such as  {key}: ...")
    if kind == "extra_forbidden":
        key = str(loc[-1])
        message = f'There is no key "{key}"{_inside(loc)}.'
        known = _keys_at(model, loc[:-1]) if model else ()
        return Problem("schema/unknown-key", source.place(path, key=True), message, did_you_mean(key, known))
    if kind == "union_tag_not_found":
        hint = f'Add a line such as  type: short-answer  ({did_you_mean("", BLOCK_TYPES)})'
        return Problem("schema/missing-type", source.place(path), "This block does not say its type.", hint)
    if kind == "union_tag_invalid":
        tag = str(context.get("tag", ""))
        place = source.place((*path, "type"))
        message = f'There is no block type "{tag}".'
        return Problem("schema/unknown-block", place, message, did_you_mean(tag, BLOCK_TYPES))
    if kind == "value_error":
        message, hint = _split_hint(str(context.get("error", "")))
        return Problem("schema/value", source.place(path), message, hint)
    if detail.get("input") is None:
        key = str(path[-1]) if path else "This"
        message = f'"{key}" has no value.'
        return Problem("schema/empty", source.place(path), message, "Write a value after it, or remove the line.")
    if kind in _RULES:
        code, tell = _RULES[kind]
        message, hint = tell(context, detail.get("input"))
        if path and str(path[-1]) != str(loc[-1]) and loc[-1] == "[key]":
            message = f'"{path[-1]}" cannot be a key here. {message}'
        return Problem(code, source.place(path), message, hint)
    message = f'"{path[-1]}" is not what belongs here.' if path else "This is not what belongs here."
    return Problem("schema/value", source.place(path), message, "Compare with  workbook new module  or the schema.")


def _inside(loc: tuple[str | int, ...]) -> str:
    """Name the nearest block type or key around a place, for messages."""
    for part in reversed(loc[:-1]):
        if isinstance(part, str) and part not in {"in-place", "standing"}:
            return f' in "{part}"'
    return ""


def _split_hint(text: str) -> tuple[str, str]:
    """Split our own message after its first sentence: the rest is the hint."""
    first, _, rest = text.partition(". ")
    return (f"{first}." if rest else text, rest)


def _shorten(value: Any) -> str:
    text = str(value)
    return f'"{text}"' if len(text) <= 40 else f'"{text[:37]}..."'  # noqa: PLR2004 - fits on a terminal line


def _wants(what: str, example: str) -> Callable[[dict[str, Any], Any], tuple[str, str]]:
    def tell(_: dict[str, Any], value: Any) -> tuple[str, str]:
        is_ = {list: "a list", tuple: "a list", dict: "a list of keys"}.get(type(value)) or _shorten(value)
        return f"{is_[0].upper()}{is_[1:]} stands here, but {what} is needed.", example

    return tell


def _length(context: dict[str, Any], value: Any) -> tuple[str, str]:
    if "max_length" in context:
        most = context["max_length"]
        if isinstance(value, str):
            return f"This text has {len(value)} characters; {most} is the most.", "Say it in fewer words."
        return f"There are {context.get('actual_length')} items here; {most} is the most.", "Take some out."
    least = context.get("min_length")
    if isinstance(value, str):
        return "This text is empty.", "Write something, or remove the key."
    actual = context.get("actual_length")
    return f"There {'is' if actual == 1 else 'are'} {actual} here; at least {least} needed.", "Add more."


def _limit(context: dict[str, Any], value: Any) -> tuple[str, str]:
    if "ge" in context:
        return f"{value} is too small; {context['ge']:g} is the least.", ""
    if "le" in context:
        return f"{value} is too large; {context['le']:g} is the most.", ""
    return f"{value} is out of range.", ""


def _literal(context: dict[str, Any], value: Any) -> tuple[str, str]:
    expected = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    return f"{_shorten(value)} is not a choice here.", did_you_mean(str(value), expected)


def _pattern(_: dict[str, Any], value: Any) -> tuple[str, str]:
    good = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
    hint = "Use lower-case letters, digits and single hyphens, starting with a letter"
    return f"{_shorten(value)} is not an id.", f"{hint}, such as  {good}" if good[:1].isalpha() else f"{hint}."


_RULES: dict[str, tuple[str, Callable[[dict[str, Any], Any], tuple[str, str]]]] = {
    "string_type": ("schema/wrong-type", _wants("a text", "Write one text here, without a list or keys below it.")),
    "int_type": ("schema/wrong-type", _wants("a whole number", "Write digits only, such as  50")),
    "int_parsing": ("schema/wrong-type", _wants("a whole number", "Write digits only, such as  50")),
    "int_from_float": ("schema/wrong-type", _wants("a whole number", "Write digits only, such as  50")),
    "float_type": ("schema/wrong-type", _wants("a number", "Write a number, such as  2  or  1.5")),
    "float_parsing": ("schema/wrong-type", _wants("a number", "Write a number, such as  2  or  1.5")),
    "bool_type": ("schema/wrong-type", _wants("true or false", "Write  true  or  false")),
    "bool_parsing": ("schema/wrong-type", _wants("true or false", "Write  true  or  false")),
    "tuple_type": ("schema/wrong-type", _wants("a list", 'Start each item on a line of its own with "- "')),
    "list_type": ("schema/wrong-type", _wants("a list", 'Start each item on a line of its own with "- "')),
    "dict_type": ("schema/wrong-type", _wants("a list of keys", "Write keys with values below it.")),
    "model_type": ("schema/wrong-type", _wants("a list of keys", "Write keys with values below it.")),
    "model_attributes_type": ("schema/wrong-type", _wants("a list of keys", "Write keys with values below it.")),
    "date_type": ("schema/wrong-type", _wants("a date", "Write it as year-month-day, such as  2026-12-01")),
    "date_parsing": ("schema/wrong-type", _wants("a date", "Write it as year-month-day, such as  2026-12-01")),
    "date_from_datetime_parsing": (
        "schema/wrong-type",
        _wants("a date", "Write it as year-month-day, such as  2026-12-01"),
    ),
    "literal_error": ("schema/not-a-choice", _literal),
    "string_pattern_mismatch": ("schema/not-an-id", _pattern),
    "string_too_long": ("schema/too-long", _length),
    "string_too_short": ("schema/empty", _length),
    "too_long": ("schema/too-many", _length),
    "too_short": ("schema/too-few", _length),
    "greater_than_equal": ("schema/out-of-range", _limit),
    "less_than_equal": ("schema/out-of-range", _limit),
}


@cache
def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Give the JSON Schema of a model, for editors and for close matches."""
    return model.model_json_schema(by_alias=True)


def _keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> tuple[str, ...]:
    """Give the keys that are allowed at a place, found by walking the model's JSON Schema."""
    schema = json_schema(model)
    nodes = [schema]
    for part in loc:
        following = [n for node in nodes for n in _step(node, part, schema)]
        nodes = following or nodes  # a tag of a union that the schema does not name: stay
    return tuple(key for node in nodes for variant in _variants(node, schema) for key in variant.get("properties", {}))


def _variants(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Resolve references and open unions."""
    if "$ref" in node:
        return _variants(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
    union = node.get("oneOf") or node.get("anyOf")
    return [v for part in union for v in _variants(part, schema)] if union else [node]


def _step(node: dict[str, Any], part: str | int, schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for variant in _variants(node, schema):
        properties = variant.get("properties", {})
        if isinstance(part, int):
            found += [variant["items"]] if "items" in variant else []
        elif part in properties:
            found.append(properties[part])
        elif properties.get("type", {}).get("const") == part:
            found.append(variant)
        elif isinstance(variant.get("additionalProperties"), dict):
            found.append(variant["additionalProperties"])
    return found
