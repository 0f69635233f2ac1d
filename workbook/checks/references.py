"""Names that point to something: modules, worksheets, sources, topics, people, crisis lines; and ids used twice."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbook.blocks.base import Block
from workbook.library import Entry, Library
from workbook.model import Module, Program, StandingWorksheet, Worksheet, WorksheetUse
from workbook.problems import Problem, did_you_mean
from workbook.source import DataPath


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check every name that this entry points to."""
    value = entry.value
    if isinstance(value, Program):
        yield from _program(library, entry)
    elif isinstance(value, Module):
        yield from _module(library, entry)
    elif isinstance(value, StandingWorksheet):
        yield from _worksheet(library, entry, value, ())


def _program(library: Library, entry: Entry[Program]) -> Iterator[Problem]:
    program = entry.value
    if program.locale not in library.crisis:
        message = f'There are no crisis lines for "{program.locale}".'
        hint = did_you_mean(program.locale, library.crisis) or f"Add crisis/{program.locale}.yaml to your folder."
        yield Problem("reference/unknown-locale", entry.source.place(("locale",)), message, hint)
    yield from _repeats(entry, [(("sessions", i, "id"), s.id) for i, s in enumerate(program.sessions)], "session")
    modules = [(("sessions", i, "modules", j), m) for i, s in enumerate(program.sessions) for j, m in enumerate(s.modules)]
    yield from _repeats(entry, modules, "module")
    for path, name in modules:
        if name in library.modules:
            continue
        if name in library.broken:
            message = f'The module "{name}" has mistakes in {library.broken[name][1].name}.'
            yield Problem("reference/broken-module", entry.source.place(path), message, "Mend that file first.")
        else:
            hint = did_you_mean(name, library.modules)
            yield Problem("reference/unknown-module", entry.source.place(path), f'There is no module "{name}".', hint)
    yield from _field_ids(entry, program.welcome, ("welcome",))
    yield from _field_ids(entry, program.closing, ("closing",))


def _module(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    module = entry.value
    yield from _known(entry, module.evidence, "evidence", "source", library.sources)
    yield from _known(entry, module.topics, "topics", "topic", library.topics)
    names = [(("worksheets", i), w.use if isinstance(w, WorksheetUse) else w.id) for i, w in enumerate(module.worksheets)]
    yield from _repeats(entry, names, "worksheet")
    for index, worksheet in enumerate(module.worksheets):
        path: DataPath = ("worksheets", index)
        if isinstance(worksheet, Worksheet):
            yield from _worksheet(library, entry, worksheet, path)
            continue
        if worksheet.use not in library.worksheets:
            hint = did_you_mean(worksheet.use, library.worksheets)
            message = f'There is no worksheet "{worksheet.use}".'
            yield Problem("reference/unknown-worksheet", entry.source.place((*path, "use")), message, hint)
        if worksheet.example:
            yield from _person(library, entry, worksheet.example.who, path)
    folder = entry.source.path.resolve().parent.name
    if entry.source.path.resolve().parent.parent.name == "modules" and folder != module.domain:
        message = f'The domain is "{module.domain}", but the file lies in the folder "{folder}".'
        hint = "Move the file, or write the folder's name as the domain."
        yield Problem("reference/domain-and-folder-differ", entry.source.place(("domain",)), message, hint)


def _worksheet(library: Library, entry: Entry[Any], worksheet: Worksheet, path: DataPath) -> Iterator[Problem]:
    yield from _field_ids(entry, worksheet.blocks, (*path, "blocks"))
    if worksheet.example:
        yield from _person(library, entry, worksheet.example.who, path)


def _person(library: Library, entry: Entry[Any], who: str, path: DataPath) -> Iterator[Problem]:
    if who not in library.characters:
        place = entry.source.place((*path, "example", "who"))
        hint = did_you_mean(who, library.characters)
        yield Problem("reference/unknown-character", place, f'There is no character "{who}".', hint)


def _field_ids(entry: Entry[Any], blocks: Sequence[Block], path: DataPath) -> Iterator[Problem]:
    ids = [((*path, i, "id"), b.field_id) for i, b in enumerate(blocks) if b.field_id]
    yield from _repeats(entry, ids, "block")


def _known(entry: Entry[Any], names: Sequence[str], key: str, what: str, known: Iterable[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            place = entry.source.place((key, index))
            message = f'There is no {what} "{name}" in seeds/{what}s.yaml.'
            yield Problem(f"reference/unknown-{what}", place, message, did_you_mean(name, known))


def _repeats(entry: Entry[Any], names: Sequence[tuple[DataPath, str]], what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in names:
        if name in seen:
            message = f'The {what} "{name}" stands here twice.'
            hint = f"Remove it here, or use another {what}."
            yield Problem(f"reference/repeated-{what}", entry.source.place(path), message, hint)
        seen.add(name)
