"""Folders -> Library: every module, worksheet and program by id, a clinic's own folder before the shipped content."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from workbook import paths
from workbook.model import Character, Crisis, Module, Program, Source, StandingWorksheet, Strict
from workbook.parse import parse
from workbook.problems import Place, Problem, display_path
from workbook.source import SourceFile, read

T = TypeVar("T", bound=BaseModel)

KINDS: dict[str, type[Module | StandingWorksheet | Program]] = {
    "modules": Module,
    "worksheets": StandingWorksheet,
    "programs": Program,
}


class Topic(Strict):
    """One topic of the founding articles and the modules that teach it (``seeds/topics.yaml``)."""

    title: str
    articles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry(Generic[T]):
    """A value, the file it stands in, and the folder that it was found through."""

    value: T
    source: SourceFile
    root: Path


@dataclass
class Library:
    """All content by id. ``problems`` holds what was wrong with files that could not be read."""

    modules: dict[str, Entry[Module]] = field(default_factory=dict)
    worksheets: dict[str, Entry[StandingWorksheet]] = field(default_factory=dict)
    programs: dict[str, Entry[Program]] = field(default_factory=dict)
    characters: dict[str, Character] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    crisis: dict[str, Entry[Crisis]] = field(default_factory=dict)
    broken: dict[str, tuple[str, SourceFile]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def entries(self) -> Iterator[Entry[Module] | Entry[StandingWorksheet] | Entry[Program]]:
        """Give everything that authors write, modules first."""
        yield from self.modules.values()
        yield from self.worksheets.values()
        yield from self.programs.values()

    def shelf(self, kind: str) -> dict[str, Entry[BaseModel]]:
        """Give the modules, the worksheets or the programs by id."""
        return getattr(self, kind)  # type: ignore[no-any-return]


def load(folders: Iterable[Path] = (), files: Iterable[Path] = ()) -> Library:
    """Load single files first, then clinics' folders in order, then the shipped content: the first of an id wins."""
    library = Library()
    taken: set[Path] = set()
    for file in files:
        source = read(file)
        taken.add(file.resolve())
        _add(library, kind_of(source), source, file.parent, {})
    for root in (*folders, paths.CONTENT):
        _load_folder(library, root, taken)
    _load_named(library, paths.CONTENT / "characters.yaml", Character, library.characters)
    _load_named(library, paths.SEEDS / "sources.yaml", Source, library.sources)
    _load_named(library, paths.SEEDS / "topics.yaml", Topic, library.topics)
    return library


def _load_folder(library: Library, root: Path, taken: set[Path]) -> None:
    if not root.is_dir():
        message = "There is no such folder." if not root.exists() else "This is a file, not a folder."
        hint = "Check the spelling after --library (or in WORKBOOK_LIBRARY)."
        library.problems.append(Problem("file/not-found", Place(display_path(root)), message, hint))
        return
    seen: dict[tuple[str, str], SourceFile] = {}
    for kind in KINDS:
        for file in sorted((root / kind).rglob("*.y*ml")):
            if file.suffix in {".yaml", ".yml"} and file.resolve() not in taken:
                _add(library, kind, read(file), root, seen)
    for file in sorted((root / "crisis").glob("*.yaml")):
        source = read(file)
        crisis, problems = parse(Crisis, source)
        library.problems += problems
        if crisis:
            library.crisis.setdefault(crisis.locale, Entry(crisis, source, root))


def _load_named(library: Library, file: Path, model: type[T], shelf: dict[str, T]) -> None:
    """Load a file that maps keys to values of one model."""
    source = read(file)
    library.problems += source.problems
    for key in source.data if isinstance(source.data, dict) else ():
        value, problems = parse(model, source, (key,))
        library.problems += problems
        if value:
            shelf[key] = value


def _add(library: Library, kind: str, source: SourceFile, root: Path, seen: dict[tuple[str, str], SourceFile]) -> None:
    value, problems = parse(KINDS[kind], source)
    library.problems += problems
    data = source.data if isinstance(source.data, dict) else {}
    name = value.id if value else str(data.get("id") or source.path.stem)
    if "id" in data and isinstance(data["id"], str) and data["id"] != source.path.stem and _is_id(source.path.stem):
        message = f'The id is "{data["id"]}", but the file is called "{source.path.name}".'
        hint = f"Write  id: {source.path.stem}  or rename the file to {data['id']}.yaml"
        library.problems.append(Problem("reference/id-and-file-differ", source.place(("id",)), message, hint))
    first = seen.setdefault((kind, name), source)
    if first is not source:
        message = f'The id "{name}" is already used in {first.name}.'
        library.problems.append(
            Problem("reference/duplicate-id", source.place(("id",)), message, "Give one of the two another id.")
        )
    if value is None:
        library.broken.setdefault(name, (kind, source))
    else:
        library.shelf(kind).setdefault(name, Entry(value, source, root))


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text) is not None


def kind_of(source: SourceFile) -> str:
    """Tell what a loose file holds, by its folder, else by its keys."""
    for part in reversed(source.path.resolve().parts[:-1]):
        if part in KINDS:
            return part
    data = source.data if isinstance(source.data, dict) else {}
    if "sessions" in data or "session_minutes" in data:
        return "programs"
    return "worksheets" if "blocks" in data else "modules"


def find_yaml(folder: Path) -> Iterator[Path]:
    """Give the YAML files below a folder, in order."""
    yield from sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".yml"} and p.is_file())
