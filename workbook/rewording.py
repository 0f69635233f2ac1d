"""Changes inside a module: its wording, its worksheets, their blocks, and notes of the clinic's own."""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

from pydantic import ValidationError

from workbook.blocks.base import Block
from workbook.blocks.callout import Callout
from workbook.draft import Draft
from workbook.model import Module, Worksheet, WorksheetUse
from workbook.own import AddBlock, AddWorksheet, Drop, Note, Set
from workbook.problems import did_you_mean
from workbook.schema import json_schema
from workbook.telling import Teller
from workbook.using import with_values, worksheet_of

T = TypeVar("T")

Inside: TypeAlias = Set | Drop | AddWorksheet | AddBlock | Note
"""A change inside a module."""

_FIXED = {
    "module": ("id", "worksheets", "evidence", "sensitivity", "clinician_led", "review", "version", "license"),
    "worksheet": ("id", "blocks", "use", "settings"),
    "block": ("id", "type"),
}
"""Keys that no program sets: what things go by, what has a change of its own, and what only authors may say."""


def reword(draft: Draft, change: Inside) -> None:
    """Make one change inside a module."""
    names = change.at.split("/")
    module = draft.module(names[0])
    if module is None:
        if isinstance(change, Note) and _note_on_session(draft, change):
            return
        sessions = [session.id for session in draft.sessions] if len(names) == 1 else []
        draft.gone("at", names[0], "module or session" if sessions else "module", [*draft.ids(), *sessions])
        return
    if len(names) == 1:
        new = _change_module(draft, module, change)
    else:
        new = _change_sheet(draft, module, names[1], names[2] if len(names) > 2 else "", change)  # noqa: PLR2004
    if new:
        draft.modules[module.id] = new


def set_scale(draft: Draft, scale: str) -> None:
    """Give every rating of the program the same scale, and turn the examples' numbers into it."""
    for name in draft.ids():
        module = draft.module(name)
        sheets = [_resolved(draft, sheet) for sheet in module.worksheets] if module else []
        rated = [_on_scale(sheet, scale) for sheet in sheets]
        if module and rated != sheets:
            draft.modules[name] = module.model_copy(update={"worksheets": tuple(rated)})


def _change_module(draft: Draft, module: Module, change: Inside) -> Module | None:
    if isinstance(change, Set):
        if _is_fixed(draft, change, "module"):
            return None
        new = draft.remake(module, change.set, "set")
        draft.made(change.at, f"set {', '.join(change.set)}")
        return new
    if isinstance(change, Note):
        draft.made(change.at, "note added")
        return module.model_copy(update={"learn": (_callout(change), *module.learn)})
    if isinstance(change, AddWorksheet):
        return _add_worksheet(draft, module, change)
    if isinstance(change, Drop):
        left = _without(draft, change, module.worksheets, _sheet_ids(module), "module")
        if left is None:
            return None
        draft.made(f"{change.at}/{change.drop}", "worksheet left out")
        return module.model_copy(update={"worksheets": left})
    draft.wrong(
        "schema/value", "at", "A block goes on a worksheet.", f"Write  at: {module.id}/{module.worksheets[0].id}"
    )
    return None


def _add_worksheet(draft: Draft, module: Module, change: AddWorksheet) -> Module | None:
    if change.worksheet not in draft.worksheets:
        hint = did_you_mean(change.worksheet, list(draft.worksheets)) or "See  workbook list worksheets"
        draft.wrong("reference/unknown-worksheet", "worksheet", f'There is no worksheet "{change.worksheet}".', hint)
        return None
    if change.worksheet in _sheet_ids(module):
        message = f'"{module.id}" already has the worksheet "{change.worksheet}".'
        draft.wrong("reference/repeated-worksheet", "worksheet", message, "Leave this change out.")
        return None
    use = WorksheetUse(use=change.worksheet, example=change.example)
    draft.made(f"{module.id}/{change.worksheet}", "worksheet added")
    return module.model_copy(update={"worksheets": (*module.worksheets, use)})


def _change_sheet(draft: Draft, module: Module, name: str, block: str, change: Inside) -> Module | None:
    found = next((i for i, sheet in enumerate(module.worksheets) if sheet.id == name), None)
    if found is None:
        draft.gone("at", name, "worksheet", _sheet_ids(module), f'in "{module.id}"')
        return None
    sheet = _resolved(draft, module.worksheets[found])
    new = _change_block(draft, sheet, block, change) if block else _change_whole(draft, sheet, change)
    if new is None or not _example_fits(draft, new):
        return None
    sheets = (*module.worksheets[:found], new, *module.worksheets[found + 1 :])
    return module.model_copy(update={"worksheets": sheets})


def _change_whole(draft: Draft, sheet: Worksheet, change: Inside) -> Worksheet | None:
    if isinstance(change, Set):
        if _is_fixed(draft, change, "worksheet"):
            return None
        draft.made(change.at, f"set {', '.join(change.set)}")
        return draft.remake(sheet, change.set, "set")
    if isinstance(change, Note):
        draft.made(change.at, "note added")
        return sheet.model_copy(update={"blocks": (_callout(change), *sheet.blocks)})
    if isinstance(change, Drop):
        return _drop_block(draft, sheet, change)
    if isinstance(change, AddBlock):
        return _add_block(draft, sheet, change)
    draft.wrong("schema/value", "at", "A worksheet is added to a module.", f"Write  at: {change.at.split('/')[0]}")
    return None


def _change_block(draft: Draft, sheet: Worksheet, name: str, change: Inside) -> Worksheet | None:
    found = next((i for i, block in enumerate(sheet.blocks) if block.field_id == name), None)
    if found is None:
        draft.gone("at", name, "block", _block_ids(sheet.blocks), f'on "{sheet.id}"')
        return None
    if not isinstance(change, Set):
        draft.wrong(
            "schema/value", "at", "Only keys of a block can be changed.", f"Write  at: {change.at.rpartition('/')[0]}"
        )
        return None
    if _is_fixed(draft, change, "block"):
        return None
    block = sheet.blocks[found]
    try:
        new = with_values(block, change.set)
    except ValidationError as error:
        draft.problems += Teller(draft.source, (*draft.at, "set"), json_schema(type(block))).tell(error)
        return None
    draft.made(change.at, f"set {', '.join(change.set)}")
    return sheet.model_copy(update={"blocks": (*sheet.blocks[:found], new, *sheet.blocks[found + 1 :])})


def _drop_block(draft: Draft, sheet: Worksheet, change: Drop) -> Worksheet | None:
    left = _without(draft, change, sheet.blocks, [block.field_id for block in sheet.blocks], "worksheet", sheet.id)
    if left is None:
        return None
    draft.made(f"{change.at}/{change.drop}", "block left out")
    changes: dict[str, Any] = {"blocks": left}
    if sheet.example and change.drop in sheet.example.answers:
        answers = {name: value for name, value in sheet.example.answers.items() if name != change.drop}
        changes["example"] = sheet.example.model_copy(update={"answers": answers}) if answers else None
    return sheet.model_copy(update=changes)


def _without(  # noqa: PLR0913 - what is left out of what
    draft: Draft, change: Drop, parts: Sequence[T], ids: Sequence[str | None], whole: str, owner: str = ""
) -> tuple[T, ...] | None:
    """Give the worksheets of a module or the blocks of a worksheet less one; None if it is not there, or the last."""
    part = {"module": "worksheet", "worksheet": "block"}[whole]
    if change.drop not in ids:
        draft.gone("drop", change.drop, part, filter(None, ids), f'on "{owner}"' if owner else "here")
        return None
    left = tuple(kept for kept, name in zip(parts, ids, strict=True) if name != change.drop)
    if not left:
        hint = {"module": "Remove the module instead.", "worksheet": "Leave out the worksheet instead."}[whole]
        draft.wrong("schema/too-few", "drop", f"A {whole} keeps one {part} at least.", hint)
        return None
    return left


def _add_block(draft: Draft, sheet: Worksheet, change: AddBlock) -> Worksheet | None:
    known = _block_ids(sheet.blocks)
    if change.block.field_id in known:
        message = f'"{sheet.id}" already has a block "{change.block.field_id}".'
        draft.wrong("reference/repeated-block", "block", message, "Give the new block another id.")
        return None
    at = len(sheet.blocks)
    neighbor = change.before or change.after
    if neighbor:
        if neighbor not in known:
            draft.gone("before" if change.before else "after", neighbor, "block", known, f'on "{sheet.id}"')
            return None
        at = next(i for i, block in enumerate(sheet.blocks) if block.field_id == neighbor) + (0 if change.before else 1)
    draft.made(f"{change.at}/{change.block.field_id or change.block.type}", "block added")
    return sheet.model_copy(update={"blocks": (*sheet.blocks[:at], change.block, *sheet.blocks[at:])})


def _note_on_session(draft: Draft, change: Note) -> bool:
    """Put a note at the end of the words that open a session; tell whether there is such a session."""
    for i, session in enumerate(draft.sessions):
        if session.id == change.at:
            draft.sessions[i] = session.model_copy(update={"note": change.note})
            draft.made(change.at, "note added")
            return True
    return False


def _example_fits(draft: Draft, sheet: Worksheet) -> bool:
    """Hold the example against the changed sheet: a change must not leave an answer that has no place."""
    before = len(draft.problems)
    for block in sheet.blocks:
        raw = sheet.example.answers.get(block.field_id or "") if sheet.example else None
        if raw is None or block.answer is None:
            continue
        for message, hint in _misfits(block, raw):
            anew = f"Set the example anew:  at: .../{sheet.id}  with  set: {{example: ...}}"
            draft.wrong("schema/answer", "at", f'The example of "{sheet.id}" no longer fits. {message}', hint or anew)
    return len(draft.problems) == before


def _misfits(block: Block, raw: object) -> list[tuple[str, str]]:
    from workbook.parse import adapter  # noqa: PLC0415 - only where there is an example

    try:
        answer = adapter(block.answer).validate_python(raw)
    except ValidationError:
        return [(f'The answer to "{block.field_id}" has another form.', "")]
    return [(message, hint) for _, message, hint in block.answer_problems(answer)]


def _resolved(draft: Draft, sheet: Worksheet | WorksheetUse) -> Worksheet:
    """Give a worksheet as one written in place, so that it can be changed for this program alone."""
    if isinstance(sheet, Worksheet):
        return sheet
    standing = worksheet_of(draft.worksheets[sheet.use], sheet)
    return Worksheet.model_construct(**{name: getattr(standing, name) for name in Worksheet.model_fields})


def _on_scale(sheet: Worksheet, scale: str) -> Worksheet:
    rated = {
        b.field_id: b for b in sheet.blocks if "scale" in type(b).model_fields and getattr(b, "scale", "") == "0-10"
    }
    if not rated:
        return sheet
    blocks = tuple(with_values(b, {"scale": scale}) if b.field_id in rated else b for b in sheet.blocks)
    example = sheet.example
    if example:
        answers = {k: _turned(v, scale) if k in rated else v for k, v in example.answers.items()}
        example = example.model_copy(update={"answers": answers})
    return sheet.model_copy(update={"blocks": blocks, "example": example})


def _turned(answer: object, scale: str) -> object:
    """Turn a number from 0 to 10, or several of them, into a number of another scale."""
    if isinstance(answer, dict):
        return {key: _turned(value, scale) for key, value in answer.items()}
    if isinstance(answer, list | tuple):
        return [_turned(value, scale) for value in answer]
    if not re.fullmatch(r"\d+", str(answer)):
        return answer  # words beside a number stay
    return {"0-100": int(str(answer)) * 10, "0-5": round(int(str(answer)) / 2)}.get(scale, answer)


def _is_fixed(draft: Draft, change: Set, what: str) -> bool:
    for key in _FIXED[what]:
        if key in change.set:
            message = f'The "{key}" of a {what} cannot be set in a program.'
            draft.wrong("schema/fixed-key", "set", message, "Write a module of your own if it must differ.")
            return True
    return False


def _callout(change: Note) -> Callout:
    return Callout(type="callout", kind="note", text=change.note)


def _sheet_ids(module: Module) -> list[str]:
    return [sheet.id for sheet in module.worksheets]


def _block_ids(blocks: Sequence[Block]) -> list[str]:
    return [block.field_id for block in blocks if block.field_id]
