"""Data -> model: every mistake of a file becomes a problem at its line."""

from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from workbook.problems import Problem
from workbook.schema import json_schema
from workbook.source import Data, DataPath, SourceFile
from workbook.telling import Teller, got, subject_of

M = TypeVar("M", bound=BaseModel)


def parse(model: type[M], source: SourceFile, at: DataPath = ()) -> tuple[M | None, tuple[Problem, ...]]:
    """Read the data at ``at`` of a file as a model; give the model, or None and the problems."""
    data: Data = source.data
    if data is None:
        return None, source.problems
    for part in at:
        data = data[part]  # type: ignore[index]
    if not isinstance(data, dict):
        message = f"{subject_of(at)} needs keys with values, not {got(data)}."
        hint = "Write lines such as  title: My module"
        return None, (*source.problems, Problem("schema/not-a-mapping", source.place(at), message, hint))
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        return None, (*source.problems, *Teller(source, at, json_schema(model)).tell(error))
    return (None, source.problems) if source.problems else (value, ())


def parse_value(type_: Any, value: Any, source: SourceFile, at: DataPath) -> tuple[Any, tuple[Problem, ...]]:
    """Read one value (an example's answer) as a type; give it, or None and the problems."""
    try:
        return adapter(type_).validate_python(value), ()
    except ValidationError as error:
        return None, Teller(source, at, adapter(type_).json_schema()).tell(error)


@cache
def adapter(type_: Any) -> TypeAdapter[Any]:
    """Give pydantic's adapter for a type."""
    return TypeAdapter(type_)
