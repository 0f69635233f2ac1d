"""Examples: each answer belongs to a block of the sheet, has that block's form, and fits on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from workbook.blocks.base import Block
from workbook.library import Entry, Library
from workbook.model import Example, Module, Worksheet, WorksheetUse
from workbook.parse import parse_value
from workbook.problems import Problem, did_you_mean
from workbook.source import DataPath
from workbook.using import check_settings, worksheet_of


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check every example of a module or worksheet."""
    value = entry.value
    if isinstance(value, Worksheet) and value.example:
        yield from _example(entry, value.blocks, value.example, ("example",))
    if not isinstance(value, Module):
        return
    for index, worksheet in enumerate(value.worksheets):
        path: DataPath = ("worksheets", index, "example")
        if isinstance(worksheet, Worksheet):
            if worksheet.example:
                yield from _example(entry, worksheet.blocks, worksheet.example, path)
        elif worksheet.use in library.worksheets:
            yield from _use(library, entry, worksheet, ("worksheets", index))


def _use(library: Library, entry: Entry[Any], use: WorksheetUse, at: DataPath) -> Iterator[Problem]:
    """Check the settings of a standing worksheet, and the example on the sheet that they make."""
    standing = library.worksheets[use.use].value
    found = [*check_settings(standing, use.settings or {}, entry.source, (*at, "settings"))]
    yield from found
    sheet = worksheet_of(standing, use) if not found else None
    if sheet and sheet.example and (use.example or use.settings):
        place: DataPath = (*at, "example") if use.example else (*at, "settings")
        yield from _example(entry, sheet.blocks, sheet.example, place)


def _example(entry: Entry[Any], blocks: Sequence[Block], example: Example, path: DataPath) -> Iterator[Problem]:
    fields = {block.field_id: block for block in blocks if block.field_id and block.answer is not None}
    for name, raw in example.answers.items():
        at: DataPath = (*path, "answers", name)
        if name not in fields:
            message = f'This sheet has no block with the id "{name}".'
            place = entry.source.place(at, key=True)
            yield Problem("reference/unknown-answer", place, message, did_you_mean(name, [f for f in fields if f]))
            continue
        answer, problems = parse_value(fields[name].answer, raw, entry.source, at)
        yield from problems
        if not problems:
            for where, message, hint in fields[name].answer_problems(answer):
                yield Problem("schema/answer", entry.source.place((*at, *where)), message, hint)
