"""Which part of the paper belongs to a line of a file: the page that is looked at while somebody types there."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.compose import Section, Sheet, Workbook
from workbook.render import anchor
from workbook.source import DataPath, SourceFile

_PRACTICE = frozenset({"practice", "review_questions", "summary"})
_LEADING = frozenset({"facilitator", "evidence"})


def section_for(source: SourceFile, line: int, workbook: Workbook) -> tuple[Section, str]:
    """Give the section of a handout that a line (from 1) belongs to, and the id of its part; "" for all of it."""
    path = path_at(source, line)
    *before, last = workbook.sections
    if before and path[:1] and path[0] in _LEADING:
        return before[0], ""
    sheets: tuple[Sheet, ...] = last.context["sheets"]
    if last.template == "worksheet.html":
        return last, _sheet(last, sheets, last.id, is_example=path[:1] == ("example",))
    if path[:1] and path[0] in _PRACTICE:
        return _with(last, ()), anchor(last.id, "practice")
    if len(path) < 2 or path[0] != "worksheets":  # noqa: PLR2004 - the number of the sheet
        return _with(last, ()), last.id
    name = _name_of(source, path[:2])
    part = _sheet(last, sheets, name, is_example=path[2:3] == ("example",))
    return _with(last, (sheet for sheet in sheets if anchor(last.id, sheet.id) == part)), part


def lines_of(source: SourceFile, section: Section) -> dict[str, int]:
    """Give the parts of a section, each of which begins on a page of its own, with the lines that they begin in."""
    if section.template == "facilitator.html":
        return {section.id: source.place(("facilitator",), key=True).line}
    if section.template == "worksheet.html":
        blank = anchor(section.id, section.id)
        return {blank: 1, f"{blank}-example": source.place(("example",), key=True).line}
    found = {section.id: 1, anchor(section.id, "practice"): source.place(("practice",), key=True).line}
    data = source.data if isinstance(source.data, dict) else {}
    for index, _ in enumerate(data.get("worksheets") or ()):
        path: DataPath = ("worksheets", index)
        name = anchor(section.id, _name_of(source, path))
        found[name] = source.place(path).line
        found[f"{name}-example"] = source.place((*path, "example"), key=True).line
    return found


def path_at(source: SourceFile, line: int) -> DataPath:
    """Give the keys around a line: that of the top, and those below it as far as the worksheets of a module go."""
    path: DataPath = ()
    for _ in range(3):
        below = {known: place for known, place in source.values.items() if _is_below(known, path)}
        below |= {known: place for known, place in source.keys.items() if _is_below(known, path)}
        begun = [(place, known) for known, place in below.items() if place[0] <= line]
        if not begun:
            return path
        path = max(begun, key=lambda pair: pair[0])[1]
    return path


def _is_below(known: DataPath, path: DataPath) -> bool:
    return len(known) == len(path) + 1 and known[:-1] == path


def _name_of(source: SourceFile, path: DataPath) -> str:
    """Give the id of the worksheet that stands at a place of a module."""
    data = source.data
    for part in path:
        data = data[part] if isinstance(data, list | dict) else None  # type: ignore[index]
    told = data if isinstance(data, dict) else {}
    return str(told.get("id") or told.get("use") or "")


def _sheet(section: Section, sheets: Iterable[Sheet], name: str, *, is_example: bool) -> str:
    """Give the id of the part for a worksheet, or for its example if there is one."""
    known = [sheet.id for sheet in sheets]
    wanted = f"{name}-example" if is_example else name
    return anchor(section.id, wanted if wanted in known else name)


def _with(section: Section, sheets: Iterable[Sheet]) -> Section:
    return replace(section, context={**section.context, "sheets": tuple(sheets)})
