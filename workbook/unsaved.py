"""A text that is not saved yet, in the library: what the library would be if the file of this path held it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbook.library import Entry, Library, read_alone
from workbook.model import Module, Program, StandingWorksheet
from workbook.problems import Problem
from workbook.source import SourceFile, read_text


@dataclass(frozen=True)
class Unsaved:
    """The library with the text in it. ``entry`` is None if the text has mistakes of form; ``problems`` tells them."""

    library: Library
    source: SourceFile
    entry: Entry[Module] | Entry[StandingWorksheet] | Entry[Program] | None
    problems: tuple[Problem, ...]


def with_text(library: Library, kind: str, path: Path, root: Path, text: str) -> Unsaved:
    """Put a text in the place of a file, or beside the others as a new one.

    ``kind`` is a folder of a library, such as "modules"; ``root`` the library's folder that ``path`` lies in. The given
    library is not changed.
    """
    source = read_text(text, path)
    others = {
        (kind, name): entry.source
        for name, entry in library.shelf(kind).items()
        if entry.root == root and entry.source.path != path
    }
    alone = read_alone(kind, source, root, others)
    entry = alone.all_entries[0] if alone.all_entries else None
    kept = {name: known for name, known in library.shelf(kind).items() if known.source.path != path}
    in_place = replace(
        library,
        all_entries=[*alone.all_entries, *(known for known in library.all_entries if known.source.path != path)],
        all_broken=[*alone.all_broken, *(known for known in library.all_broken if known[1].path != path)],
        broken=_without(library.broken, path) | alone.broken,
        problems=[*(known for known in library.problems if known.place.file != source.name), *alone.problems],
        **{kind: {**kept, **alone.shelf(kind)}},  # type: ignore[arg-type]
    )
    return Unsaved(in_place, source, entry, tuple(alone.problems))


def _without(broken: Mapping[str, tuple[str, SourceFile]], path: Path) -> dict[str, tuple[str, SourceFile]]:
    return {name: known for name, known in broken.items() if known[1].path != path}
