"""Names that point to something: modules, worksheets, sources, topics, people, crisis lines; and ids used twice."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from workbook.blocks.base import Block, Part
from workbook.checks.languages import check_language
from workbook.inline import page_links
from workbook.library import Entry, Library
from workbook.model import Module, Program, StandingWorksheet, Worksheet, WorksheetUse
from workbook.problems import Problem, did_you_mean
from workbook.source import DataPath, SourceFile, texts_of
from workbook.telling import IS_ID


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check every name that this entry points to."""
    value = entry.value
    yield from _pages(library, entry.source)
    if isinstance(value, Program):
        yield from _program(library, entry)
    elif isinstance(value, Module):
        yield from _module(library, entry)
    elif isinstance(value, StandingWorksheet):
        yield from _worksheet(library, entry.source, value, ())


def _pages(library: Library, source: SourceFile) -> Iterator[Problem]:
    """Check the references to pages (``[words](page:module)``) in all texts of a file."""
    for at, text in texts_of(source.data):
        for target in page_links(text) if "](page:" in text else ():
            yield from _page(library, source, target, at)


def _page(library: Library, source: SourceFile, target: str, at: DataPath) -> Iterator[Problem]:
    name, _, sheet = target.partition("/")
    module = library.modules.get(name)
    if module is None and name not in library.worksheets:
        hint = did_you_mean(name, [*library.modules, *library.worksheets]) or "Write  [words](page:module-id)"
        message = f'This text refers to the page of "{name}", but there is no such module or worksheet.'
        yield Problem("reference/unknown-page", source.place(at), message, hint)
    elif sheet:
        sheets = [s.id for s in module.value.worksheets] if module else []
        if sheet not in sheets:
            message = f'"{name}" has no worksheet "{sheet}" to refer to.'
            hint = did_you_mean(sheet, sheets) or f"Write  [words](page:{name})"
            yield Problem("reference/unknown-page", source.place(at), message, hint)


def check_broken(library: Library, kind: str, source: SourceFile) -> Iterator[Problem]:
    """Check the names in a file that has other mistakes, so that all are told at once."""
    data = source.data if isinstance(source.data, dict) else {}
    if kind == "programs":
        modules = [
            (("sessions", i, "modules", j), name)
            for i, session in enumerate(_items(data, "sessions"))
            for j, name in enumerate(_items(session, "modules"))
        ]
        yield from _modules(library, source, _ids(modules))
    if kind == "modules":
        evidence = _ids([(("evidence", i), name) for i, name in enumerate(_items(data, "evidence"))])
        yield from _unknown(source, evidence, _SOURCE, library.sources)
        topics = _ids([(("topics", i), name) for i, name in enumerate(_items(data, "topics"))])
        yield from _unknown(source, topics, _TOPIC, library.topics)
        sheets = enumerate(_items(data, "worksheets"))
        used = _ids([(("worksheets", i, "use"), sheet.get("use")) for i, sheet in sheets if isinstance(sheet, dict)])
        yield from _unknown(source, used, _WORKSHEET, library.worksheets)
        yield from _people(library, source, data)


def _people(library: Library, source: SourceFile, data: dict[str, Any]) -> Iterator[Problem]:
    for i, sheet in enumerate(_items(data, "worksheets")):
        example = sheet.get("example") if isinstance(sheet, dict) else None
        who = example.get("who") if isinstance(example, dict) else None
        names = _ids([(("worksheets", i, "example", "who"), who)])
        yield from _unknown(source, names, _CHARACTER, library.characters)


def _items(data: object, key: str) -> list[Any]:
    """Give the list under a key of data that may be anything."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


Named: TypeAlias = tuple[DataPath, str]


def _ids(found: Iterable[tuple[DataPath, object]]) -> list[Named]:
    """Keep what could be an id; what could not is told elsewhere."""
    return [(path, name) for path, name in found if isinstance(name, str) and IS_ID.fullmatch(name)]


def _program(library: Library, entry: Entry[Program]) -> Iterator[Problem]:
    program, source = entry.value, entry.source
    if program.locale not in library.crisis:
        message = f'There are no crisis lines for "{program.locale}".'
        hint = did_you_mean(program.locale, library.crisis) or f"Add crisis/{program.locale}.yaml to your folder."
        yield Problem("reference/unknown-locale", source.place(("locale",)), message, hint)
    else:
        yield from check_language(program.locale, source.place(("locale",)))
    sessions: list[Named] = [(("sessions", i, "id"), session.id) for i, session in enumerate(program.sessions)]
    yield from _repeats(source, sessions, "reference/repeated-session", "session")
    modules: list[Named] = [
        (("sessions", i, "modules", j), name)
        for i, session in enumerate(program.sessions)
        for j, name in enumerate(session.modules)
    ]
    yield from _repeats(source, modules, "reference/repeated-module", "module")
    yield from _modules(library, source, modules)
    yield from _again(program, source)
    papers: list[Named] = [(("discharge", i), name) for i, name in enumerate(program.discharge)]
    yield from _repeats(source, papers, "reference/repeated-worksheet", "worksheet")
    yield from _unknown(source, papers, _WORKSHEET, [*library.worksheets, *library.modules])
    yield from _field_ids(source, program.welcome, ("welcome",))
    yield from _field_ids(source, program.closing, ("closing",))


def _again(program: Program, source: SourceFile) -> Iterator[Problem]:
    """What is taken up again is printed in another session of the program."""
    printed = [name for session in program.sessions for name in session.modules]
    for i, session in enumerate(program.sessions):
        for j, name in enumerate(session.again):
            place = source.place(("sessions", i, "again", j))
            if name in session.modules or name in session.again[:j]:
                message = f'"{name}" is already in this session.'
                yield Problem("reference/repeated-module", place, message, "Leave it out here.")
            elif name not in printed:
                message = f'"{name}" cannot be taken up again: no session has it among its modules.'
                hint = did_you_mean(name, printed) or 'Put it under "modules" of one session first.'
                yield Problem("reference/unknown-module", place, message, hint)


def _modules(library: Library, source: SourceFile, modules: Iterable[Named]) -> Iterator[Problem]:
    for path, name in modules:
        if name in library.modules:
            continue
        if library.broken.get(name, ("",))[0] == "modules":
            message = f'The module "{name}" has mistakes in {library.broken[name][1].name}.'
            yield Problem("reference/broken-module", source.place(path), message, "Mend that file first.")
        else:
            hint = did_you_mean(name, library.modules) or "See  workbook list modules"
            yield Problem("reference/unknown-module", source.place(path), f'There is no module "{name}".', hint)


def _module(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    module, source = entry.value, entry.source
    yield from _unknown(source, [(("evidence", i), n) for i, n in enumerate(module.evidence)], _SOURCE, library.sources)
    yield from _unknown(source, [(("topics", i), n) for i, n in enumerate(module.topics)], _TOPIC, library.topics)
    sheets: list[Named] = [
        (("worksheets", i, "use"), sheet.use)
        if isinstance(sheet, WorksheetUse)
        else (("worksheets", i, "id"), sheet.id)
        for i, sheet in enumerate(module.worksheets)
    ]
    yield from _repeats(source, sheets, "reference/repeated-worksheet", "worksheet")
    for index, worksheet in enumerate(module.worksheets):
        path: DataPath = ("worksheets", index)
        if isinstance(worksheet, Worksheet):
            yield from _worksheet(library, source, worksheet, path)
            continue
        yield from _unknown(source, [((*path, "use"), worksheet.use)], _WORKSHEET, library.worksheets)
        if worksheet.example:
            yield from _person(library, source, worksheet.example.who, path)
    yield from _folder(source, module)


def _folder(source: SourceFile, module: Module) -> Iterator[Problem]:
    """Shipped modules, and a clinic's that has the same folders, lie in the folder of their domain."""
    above, folder = source.real.parts[-3:-1] if len(source.real.parts) > 2 else ("", "")  # noqa: PLR2004
    if above == "modules" and folder != module.domain:
        message = f'The domain is "{module.domain}", but the file lies in the folder "{folder}".'
        hint = "Move the file, or write the folder's name as the domain."
        yield Problem("reference/domain-and-folder-differ", source.place(("domain",)), message, hint)


def _worksheet(library: Library, source: SourceFile, worksheet: Worksheet, path: DataPath) -> Iterator[Problem]:
    yield from _field_ids(source, worksheet.blocks, (*path, "blocks"))
    if worksheet.example:
        yield from _person(library, source, worksheet.example.who, path)


def _person(library: Library, source: SourceFile, who: str, path: DataPath) -> Iterator[Problem]:
    yield from _unknown(source, [((*path, "example", "who"), who)], _CHARACTER, library.characters)


def _field_ids(source: SourceFile, blocks: Sequence[Block], path: DataPath) -> Iterator[Problem]:
    ids: list[Named] = [((*path, i, "id"), b.field_id) for i, b in enumerate(blocks) if b.field_id]
    yield from _repeats(source, ids, "reference/repeated-block", "block")
    for index, block in enumerate(blocks):
        for key in ("columns", "cells", "rings"):
            parts = getattr(block, key, None)
            parts = [part for part in parts if isinstance(part, Part)] if isinstance(parts, tuple) else []
            named: list[Named] = [((*path, index, key, i, "id"), part.id) for i, part in enumerate(parts)]
            yield from _repeats(source, named, "reference/repeated-part", "part")


_SOURCE = ("reference/unknown-source", 'There is no source "{}" in seeds/sources.yaml.', "")
_TOPIC = ("reference/unknown-topic", 'There is no topic "{}" in seeds/topics.yaml.', "See  workbook list topics")
_WORKSHEET = ("reference/unknown-worksheet", 'There is no worksheet "{}".', "See  workbook list worksheets")
_CHARACTER = ("reference/unknown-character", 'There is no character "{}" in content/characters.yaml.', "")


def _unknown(
    source: SourceFile, names: Iterable[Named], rule: tuple[str, str, str], known: Iterable[str]
) -> Iterator[Problem]:
    code, message, otherwise = rule
    for path, name in names:
        if name not in known:
            hint = did_you_mean(name, known) or otherwise
            yield Problem(code, source.place(path), message.format(name), hint)


def _repeats(source: SourceFile, names: Sequence[Named], code: str, what: str) -> Iterator[Problem]:
    seen: dict[str, DataPath] = {}
    for path, name in names:
        if name in seen:
            line = source.place(seen[name]).line
            hint = f"The first is in line {line}. Remove one of them, or give it another name."
            if what in {"module", "worksheet"}:
                hint = f"The first is in line {line}. Remove one of them, or use another {what}."
            yield Problem(code, source.place(path), f'The {what} "{name}" stands here twice.', hint)
        seen.setdefault(name, path)
