"""What may be written at a place of a file, by the JSON Schema of its model."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel

Loc: TypeAlias = tuple[str | int, ...]
"""A path as pydantic gives it: keys and indexes, and between them the names of the union members that it took."""

TAGS = frozenset({"in-place", "standing"})
"""Names that pydantic puts into a path to say which kind of worksheet it took."""


@cache
def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Give the JSON Schema of a model, for editors, and for what could be written at a place."""
    return model.model_json_schema(by_alias=True)


def nodes_at(schema: dict[str, Any], loc: Loc) -> list[dict[str, Any]]:
    """Give what the JSON Schema allows at a place, references and unions resolved."""
    nodes = [schema]
    for part in loc:
        following = [n for node in nodes for n in _step(node, part, schema)]
        nodes = following or nodes  # a name that pydantic puts into the path, but the schema does not have: stay
    return [variant for node in nodes for variant in variants(node, schema)]


def keys(nodes: Iterable[dict[str, Any]]) -> list[str]:
    """Give the keys that a mapping may have, the needed ones first."""
    found = [key for node in nodes for key in (*node.get("required", ()), *node.get("properties", {}))]
    return list(dict.fromkeys(found))


def variants(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Resolve references and open unions."""
    if "$ref" in node:
        return variants(schema["$defs"][node["$ref"].rpartition("/")[2]], schema)
    union = node.get("oneOf") or node.get("anyOf")
    return [v for part in union for v in variants(part, schema)] if union else [node]


def _step(node: dict[str, Any], part: str | int, schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for variant in variants(node, schema):
        properties = variant.get("properties", {})
        if isinstance(part, int):
            found += [variant["items"]] if "items" in variant else []
        elif part in properties:
            found.append(properties[part])
        elif part in TAGS:
            found += [variant] if ("use" in properties) == (part == "standing") else []
        elif properties.get("type", {}).get("const") == part:
            found.append(variant)
        elif isinstance(variant.get("additionalProperties"), dict):
            found.append(variant["additionalProperties"])
    return found
