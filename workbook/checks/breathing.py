"""Breathing to a figure is not for everyone: each sheet says how to leave the breath alone, and how not to hold it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbook.blocks.base import Block
from workbook.blocks.breathing import Breathing
from workbook.checks.texts import Passage, Reader, passages
from workbook.library import Entry
from workbook.model import Module, Worksheet
from workbook.problems import Problem, Severity
from workbook.source import DataPath

_OPT_OUT = re.compile(
    r"\b(?:breathe as (?:usual|you do)|leave (?:it|the breath|your breath|my breath|breathing)|(?:another|other) way"
    r"|your breath alone|not for everyone|just (?:count|trace)|instead of breathing|skip the breath\w*)\b",
    re.IGNORECASE,
)
_NO_HOLD = re.compile(
    r"\b(?:no|without|not|never|leave out the|skip the) (?:breath[- ])?(?:hold(?:ing)?|pauses?)\b", re.IGNORECASE
)


def check(entry: Entry[Any]) -> Iterator[Problem]:
    """Warn of figures to breathe along with that have no way out."""
    value, found = entry.value, passages(entry.source)
    if isinstance(value, Module):
        for i, sheet in enumerate(value.worksheets):
            if isinstance(sheet, Worksheet):
                own = [p for p in found if p.part == f"worksheets/{i}"]
                yield from _sheet(entry, sheet.blocks, ("worksheets", i, "blocks"), own)
    elif isinstance(value, Worksheet):
        yield from _sheet(entry, value.blocks, ("blocks",), found)


def _sheet(entry: Entry[Any], blocks: Sequence[Block], at: DataPath, found: Sequence[Passage]) -> Iterator[Problem]:
    text = "\n".join(passage.plain for passage in found if passage.reader is Reader.CLIENT)
    for i, block in enumerate(blocks):
        if not isinstance(block, Breathing):
            continue
        if not _OPT_OUT.search(text):
            message = "This sheet asks for a way of breathing, and does not say how to leave the breath alone."
            hint = "Add a note, such as: Panic, pregnancy, heart or lung trouble? Breathe as usual, and trace the line."
            yield Problem("safety/no-opt-out", entry.source.place((*at, i, "type")), message, hint, Severity.WARNING)
        for key in ("hold", "rest"):
            if getattr(block, key) and not _NO_HOLD.search(text):
                message = f'"{key}" asks for breath-holding, and the sheet does not say how to leave that out.'
                hint = f"Write  {key}: 0  or add: You can go on without holding."
                place = entry.source.place((*at, i, key))
                yield Problem("safety/breath-holding", place, message, hint, Severity.WARNING)
