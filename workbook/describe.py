"""What authors may write, told from the models themselves: keys, what each takes, and its default."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from workbook.schema import json_schema, variants

_SIMPLE = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "keys",
}
_PARTS_DEEP = 2


@dataclass(frozen=True)
class Key:
    """A key of a file or block: its name, what it takes in words, whether it is needed, and its default."""

    name: str
    takes: str
    needed: bool
    default: str = ""


def keys_of(model: type[BaseModel]) -> tuple[Key, ...]:
    """Give the keys of a model, the needed ones first; the word after ``type:`` is left out."""
    schema = json_schema(model)
    needed = schema.get("required", ())
    rows = [
        Key(name, takes(node, schema), name in needed, _default(node))
        for name, node in schema.get("properties", {}).items()
        if name not in {"type", "only"}
    ]
    return tuple(sorted(rows, key=lambda key: not key.needed))


def takes(node: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> str:
    """Say in a few words what a place takes: a kind of value with its limits."""
    if any(part.get("discriminator", {}).get("propertyName") == "type" for part in (node, *node.get("anyOf", ()))):
        return "block"
    kinds = [_kind(variant, schema, depth) for variant in variants(node, schema) if variant.get("type") != "null"]
    return " or ".join(dict.fromkeys(kinds)) or "anything"


def paragraphs(model: type[BaseModel]) -> tuple[str, ...]:
    """Give the paragraphs of a docstring, in inline Markdown."""
    text = re.sub(r"``([^`]+)``", r"**\1**", model.__doc__ or "")
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


def _or(words: list[object]) -> str:
    *most, last = map(str, words)
    return f"{', '.join(most)} or {last}" if most else last


def _kind(node: dict[str, Any], schema: dict[str, Any], depth: int) -> str:
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return _or(node["enum"])
    kind = node.get("type", "")
    if kind == "array":
        return _list(node, schema, depth)
    if kind == "object" and "properties" in node and depth < _PARTS_DEEP:
        return _mapping(node, schema, depth)
    limits = _limits(node)
    return f"{_SIMPLE.get(kind, 'anything')}{limits and f', {limits}'}"


def _list(node: dict[str, Any], schema: dict[str, Any], depth: int) -> str:
    items = takes(node["items"], schema, depth + 1) if "items" in node else "anything"
    number = _range(node.get("minItems"), node.get("maxItems"))
    return f"list{number and f' of {number}'}: {items}"


def _mapping(node: dict[str, Any], schema: dict[str, Any], depth: int) -> str:
    needed = node.get("required", ())
    words = []
    for name, inner in node["properties"].items():
        if name == "type" or name in {"id", "label", "help"}:
            words.append(name if name in needed else f"{name} (may be left out)")
        else:
            kind = takes(inner, schema, depth + 1)
            words.append(f"{name} ({kind}{'' if name in needed else '; may be left out'})")
    return "each with " + ", ".join(words) if depth else "with " + ", ".join(words)


def _limits(node: dict[str, Any]) -> str:
    found = [*_length(node)]
    if number := _range(node.get("minimum"), node.get("maximum")):
        found.append(number)
    return ", ".join(found)


def _length(node: dict[str, Any]) -> Iterator[str]:
    if "maxLength" in node:
        yield f"{node['maxLength']} characters at most"


def _range(least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return f"{least:g} or more"
    if least is None:
        return f"{most:g} at most"
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def _default(node: dict[str, Any]) -> str:
    value = node.get("default")
    if value is None or value == [] or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
