"""A standing worksheet as a module uses it: with the module's own title, purpose, example and settings of blocks."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from workbook.blocks.base import Block
from workbook.model import StandingWorksheet, WorksheetUse
from workbook.problems import Problem, did_you_mean
from workbook.schema import json_schema
from workbook.source import DataPath, SourceFile
from workbook.telling import Teller

_FIXED = ("id", "type")
"""What answers, changes and form fields go by cannot be set anew."""


def worksheet_of(standing: StandingWorksheet, use: WorksheetUse) -> StandingWorksheet:
    """Give the worksheet that is meant; raise ValidationError for settings that ``check`` would refuse."""
    changes: dict[str, object] = {
        key: value for key in ("title", "purpose", "example") if (value := getattr(use, key)) is not None
    }
    if use.settings:
        changes["blocks"] = tuple(
            with_values(block, use.settings.get(block.field_id or "", {})) for block in standing.blocks
        )
    return standing.model_copy(update=changes)


def check_settings(
    standing: StandingWorksheet, settings: Mapping[str, Mapping[str, object]], source: SourceFile, at: DataPath
) -> Iterator[Problem]:
    """Give what is wrong with the settings at ``at`` in a file: no such block, a fixed key, a value out of limits."""
    blocks = {block.field_id: block for block in standing.blocks if block.field_id}
    for name, values in settings.items():
        if name not in blocks:
            message = f'The worksheet "{standing.id}" has no block with the id "{name}".'
            hint = did_you_mean(name, list(blocks)) or f"It has: {', '.join(blocks)}."
            yield Problem("reference/unknown-setting", source.place((*at, name), key=True), message, hint)
            continue
        for key in _FIXED:
            if key in values:
                message = f'The "{key}" of a block cannot be set anew.'
                place = source.place((*at, name, key), key=True)
                yield Problem("schema/fixed-key", place, message, "Remove it, or write the worksheet out in full.")
        block = blocks[name]
        try:
            with_values(block, values)
        except ValidationError as error:
            yield from Teller(source, (*at, name), json_schema(type(block))).tell(error)


def with_values(block: Block, values: Mapping[str, object]) -> Block:
    """Give a block with other values for some of its keys; raise ValidationError if they do not fit."""
    if not values:
        return block
    known = {
        key: value for key, value in block.model_dump(exclude_unset=True, by_alias=True).items() if key not in values
    }
    return type(block).model_validate(
        {**known, **{k: v for k, v in values.items() if k not in _FIXED}, **_fixed(block)}
    )


def _fixed(block: Block) -> dict[str, object]:
    return {key: getattr(block, key) for key in _FIXED if hasattr(block, key)}
