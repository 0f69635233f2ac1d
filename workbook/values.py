"""Words that a program puts into texts: ``{{ group.day }}``, and what stands there where no program gives them.

``{{ group.day or the day of our group }}`` prints the words after "or" on a loose handout. Nothing else can stand
between the braces: this is no language, and a text cannot do anything.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)

Values: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""Words by their names, one level deep: ``{"group": {"day": "Tuesday"}}``."""

_PLACE = re.compile(r"\{\{\s*(?P<name>[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)?)(?:\s+or\s+(?P<other>[^{}]+?))?\s*\}\}")
_BRACES = re.compile(r"\{\{.*?(?:\}\}|$)", re.DOTALL)


def names(values: Values) -> dict[str, str]:
    """Give values by their full names, such as ``group.day``."""
    found: dict[str, str] = {}
    for key, value in values.items():
        found |= {key: value} if isinstance(value, str) else {f"{key}.{name}": text for name, text in value.items()}
    return found


def fill(text: str, known: Mapping[str, str]) -> str:
    """Put values into a text; a place without a value gets its other words, or stays as it is."""
    return _PLACE.sub(lambda m: known.get(m["name"]) or m["other"] or m[0], text) if "{{" in text else text


def open_places(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """Give the names of places that would stay open, and what between braces is no name at all."""
    for found in _BRACES.finditer(text) if "{{" in text else ():
        place = _PLACE.fullmatch(found[0])
        if place is None:
            yield found[0]
        elif place["name"] not in known and not place["other"]:
            yield place["name"]


def fill_model(value: M, known: Mapping[str, str]) -> M:
    """Put values into all texts of a model."""
    if "{{" not in value.model_dump_json():
        return value
    written = _fill_data(value.model_dump(exclude_unset=True, by_alias=True), known)
    return type(value).model_validate(written)


def _fill_data(data: Any, known: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever a YAML file holds
    if isinstance(data, str):
        return fill(data, known)
    if isinstance(data, dict):
        return {key: _fill_data(value, known) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_fill_data(value, known) for value in data]
    return data
