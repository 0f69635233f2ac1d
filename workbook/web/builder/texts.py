"""The texts of a module that a program may have in its own words: where they are, and what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from workbook.blocks.base import Block
from workbook.library import Library
from workbook.model import Module, Worksheet, WorksheetUse
from workbook.ownfile import Start, come_to
from workbook.ownwords import ORIGINAL, At
from workbook.using import worksheet_of
from workbook.web.builder.shape import plain_text

Kind: TypeAlias = Literal["line", "text", "lines", "number", "choice"]
_OF_MODULES = ("title", "tagline", "steps", "review_questions", "summary")
_OF_SHEETS = ("title", "purpose")
_LABELS = {
    "title": "Title",
    "tagline": "Line below the title",
    "steps": "Steps, one a line",
    "review_questions": "Questions to look back, one a line",
    "summary": "In short, one a line",
    "purpose": "What it is for",
    "label": "Words above it",
    "help": "Line of help",
    "low": "Word at the low end",
    "middle": "Word in the middle",
    "high": "Word at the high end",
    "scale": "Scale",
    "lines": "Lines to write on",
    "most": "At most",
    "rows": "Rows",
    "options": "Choices, one a line",
    "text": "Text",
    "row_labels": "Names of rows, one a line",
    "start": "First day of the week",
    "count": "How many",
}
_COUNTS = frozenset({"scale", "start", "lines", "rows", "weeks", "days", "rungs", "steps", "flows", "taps", "count"})
"""Numbers and choices that a clinic may want otherwise; the others are for the layout."""
_LONG = 60
"""Letters from which a text is written in a larger box."""


@dataclass(frozen=True)
class Field:
    """A text that can be changed: what it is now, and what it is in the module itself."""

    at: str
    key: str
    kind: Kind
    now: str
    original: str
    choices: tuple[str, ...] = ()
    is_needed: bool = True

    @property
    def place(self) -> At:
        """Where it is."""
        return self.at, self.key

    @property
    def label(self) -> str:
        """What it is called on the page."""
        return _LABELS.get(self.key, self.key.replace("_", " ").capitalize())

    def value(self, text: str) -> Any:  # noqa: ANN401 - a text, texts or nothing
        """Give what is written for a text that was typed."""
        if text == self.original:
            return ORIGINAL
        if self.kind == "lines":
            return [line for line in text.split("\n") if line]
        return text if text or self.is_needed else None


@dataclass(frozen=True)
class Group:
    """What stands together: a module, a worksheet or a block. ``owner`` and ``name`` say how it is left out."""

    at: str
    title: str
    fields: tuple[Field, ...]
    kind: str = ""
    owner: str = ""
    name: str = ""


def groups(library: Library, start: Start, name: str) -> tuple[Group, ...]:
    """Give all that can be changed in a module, as the file of the program has it now."""
    module, plain = _now(library, start, name), library.modules[name].value
    sheets = {sheet.id: sheet for sheet in _sheets(library, plain)}
    found = [Group(name, module.title, _fields(module, plain, name, _OF_MODULES), "module")]
    for sheet in _sheets(library, module):
        at = f"{name}/{sheet.id}"
        original = sheets.get(sheet.id)
        found.append(Group(at, sheet.title, _fields(sheet, original, at, _OF_SHEETS), "worksheet", name, sheet.id))
        blocks = {block.field_id: block for block in original.blocks} if original else {}
        for block in sheet.blocks:
            if block.field_id:
                place = f"{at}/{block.field_id}"
                fields = _fields(block, blocks.get(block.field_id), place, tuple(_keys(block)))
                title = getattr(block, "label", "") or block.type
                found.append(Group(place, title, fields, block.type, at, block.field_id))
    return tuple(found)


def _now(library: Library, start: Start, name: str) -> Module:
    """Give a module with what the file changes in it, but with all that it leaves out."""
    changes = [change for change in start.changes if "drop" not in change]
    if changes and name in start.modules:
        found = come_to(library, start, {**start.data, "changes": changes}).resolved or start
        return found.modules.get(name) or start.modules[name]
    return library.modules[name].value


def _sheets(library: Library, module: Module) -> Iterator[Worksheet]:
    for sheet in module.worksheets:
        if isinstance(sheet, WorksheetUse):
            if sheet.use in library.worksheets:
                yield worksheet_of(library.worksheets[sheet.use].value, sheet)
        else:
            yield sheet


def _keys(block: Block) -> Iterator[str]:
    """Give the keys of a block that hold plain words, in the order of its type."""
    yield from (key for key in type(block).model_fields if key not in {"id", "type", "only"})


def _fields(value: BaseModel, original: BaseModel | None, at: str, keys: tuple[str, ...]) -> tuple[Field, ...]:
    made = (_field(value, original, at, key) for key in keys)
    return tuple(field for field in made if field)


def _field(value: BaseModel, original: BaseModel | None, at: str, key: str) -> Field | None:
    now, was = getattr(value, key), getattr(original, key, None)
    info = type(value).model_fields[key]
    if key not in _COUNTS and (isinstance(now, int) or get_origin(info.annotation) is Literal):
        return None
    if get_origin(info.annotation) is Literal:
        choices = tuple(str(one) for one in get_args(info.annotation))
        return Field(at, key, "choice", str(now), str(was), choices) if len(choices) > 1 else None
    if isinstance(now, bool) or (now is None and key != "help"):
        return None
    if isinstance(now, int):
        return Field(at, key, "number", str(now), "" if was is None else str(was))
    if isinstance(now, str) or now is None:
        kind: Kind = "text" if len(now or "") > _LONG or key in {"help", "text", "purpose"} else "line"
        return Field(at, key, kind, plain_text(now or ""), plain_text(was or ""), is_needed=info.is_required())
    if isinstance(now, tuple) and now and all(isinstance(one, str) for one in now):
        return Field(at, key, "lines", _lines(now), _lines(was or ()))
    return None


def _lines(texts: tuple[str, ...]) -> str:
    return "\n".join(" ".join(plain_text(text).split()) for text in texts)


def differing(fields: Mapping[At, Field], texts: Mapping[At, str]) -> dict[At, str]:
    """Keep the texts that were changed and that there is a place for."""
    return {place: text for place, text in texts.items() if place in fields and fields[place].now != text}
