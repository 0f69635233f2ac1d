"""Variants of texts: blocks that are only for some clients, or only for a group or for one person."""

from collections.abc import Iterable
from typing import TypeVar

from workbook.blocks.base import Block, Clients, Format
from workbook.model import Module, Worksheet

W = TypeVar("W", bound=Worksheet)


def fitting(module: Module, clients: Clients, form: Format) -> Module:
    """Give a module without the blocks that are for others."""
    learn = tuple(_for(module.learn, clients, form))
    sheets = tuple(
        sheet_fitting(sheet, clients, form) if isinstance(sheet, Worksheet) else sheet for sheet in module.worksheets
    )
    if learn == module.learn and sheets == module.worksheets:
        return module
    return module.model_copy(update={"learn": learn, "worksheets": sheets})


def sheet_fitting(sheet: W, clients: Clients, form: Format) -> W:
    """Give a worksheet without the blocks that are for others; an example's answers to them go as well."""
    blocks = tuple(_for(sheet.blocks, clients, form))
    if blocks == sheet.blocks:
        return sheet
    gone = {block.field_id for block in sheet.blocks} - {block.field_id for block in blocks}
    example = sheet.example
    if example:
        answers = {name: answer for name, answer in example.answers.items() if name not in gone}
        example = example.model_copy(update={"answers": answers}) if answers else None
    return sheet.model_copy(update={"blocks": blocks, "example": example})


def _for(blocks: Iterable[Block], clients: Clients, form: Format) -> Iterable[Block]:
    for block in blocks:
        only = block.only
        if only is None or (clients in (only.clients or (clients,)) and form in (only.format or (form,))):
            yield block
