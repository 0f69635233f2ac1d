"""Folders -> Library: every module, worksheet and program by id, a clinic's own folder before the shipped content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from workbook import paths
from workbook.blocks.base import Strict
from workbook.changes import resolve
from workbook.clinic import Clinic, ResourceList
from workbook.clinicfolder import logo_of, read_clinic, read_resources
from workbook.draft import Origin
from workbook.files import is_file, is_folder
from workbook.model import Character, Crisis, Module, Program, Source, StandingWorksheet
from workbook.overrides import Overrides, find_overrides
from workbook.own import OwnProgram
from workbook.parse import parse
from workbook.problems import Place, Problem, display_path
from workbook.source import Data, SourceFile, read
from workbook.telling import IS_ID

T = TypeVar("T", bound=BaseModel)

KINDS: dict[str, type[Module | StandingWorksheet | Program]] = {
    "modules": Module,
    "worksheets": StandingWorksheet,
    "programs": Program,
}


CRISIS = "crisis"
"""The folder of crisis lines, one file a locale."""


class Topic(Strict):
    """One topic of the founding articles, the modules that teach it, and ``where`` (see ``taught.py``)."""

    title: str
    articles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    where: dict[str, str | None] = Field(default_factory=dict)
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry(Generic[T]):
    """A value, the file it stands in, and the folder that it was found through."""

    value: T
    source: SourceFile
    root: Path


@dataclass
class Library:
    """All content by id. ``problems`` holds what was wrong with files that could not be read.

    ``all_entries`` and ``all_broken`` also hold what another file of the same id stands in front of. ``own`` are
    programs that extend others, ``changed`` the modules that differ in them, ``origins`` what each change did.
    ``clinic`` and ``resources`` are those of the first folder that has them, ``templates`` those of all folders.
    """

    modules: dict[str, Entry[Module]] = field(default_factory=dict)
    worksheets: dict[str, Entry[StandingWorksheet]] = field(default_factory=dict)
    programs: dict[str, Entry[Program]] = field(default_factory=dict)
    characters: dict[str, Character] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    crisis: dict[str, Entry[Crisis]] = field(default_factory=dict)
    own: dict[str, Entry[OwnProgram]] = field(default_factory=dict)
    changed: dict[str, dict[str, Entry[Module]]] = field(default_factory=dict)
    origins: dict[str, tuple[Origin, ...]] = field(default_factory=dict)
    clinic: Entry[Clinic] | None = None
    resources: Entry[ResourceList] | None = None
    templates: Overrides = field(default_factory=Overrides)
    broken: dict[str, tuple[str, SourceFile]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    all_entries: list[Entry[Module] | Entry[StandingWorksheet] | Entry[Program]] = field(default_factory=list)
    all_broken: list[tuple[str, SourceFile]] = field(default_factory=list)

    def entries(self) -> Iterator[Entry[Module] | Entry[StandingWorksheet] | Entry[Program]]:
        """Give everything that authors write, modules first."""
        yield from self.modules.values()
        yield from self.worksheets.values()
        yield from self.programs.values()

    def of(self, program: str) -> "Library":
        """Give the library as one program sees it: with the modules that it changes in their places."""
        changed = self.changed.get(program)
        return replace(self, modules={**self.modules, **changed}) if changed else self

    @property
    def missing_folders(self) -> list[Problem]:
        """What is wrong with the names of clinics' folders: then nothing in them counts."""
        return [problem for problem in self.problems if problem.code == "file/not-found"]

    @property
    def logo(self) -> Path | None:
        """The real path of the clinic's logo."""
        return logo_of(self.clinic.value, self.clinic.root) if self.clinic else None

    def shelf(self, kind: str) -> dict[str, Entry[BaseModel]]:
        """Give the modules, the worksheets or the programs by id."""
        return getattr(self, kind)  # type: ignore[no-any-return]


def load(folders: Sequence[Path] = (), files: Iterable[Path] = ()) -> Library:
    """Load single files first, then clinics' folders in order, then the shipped content: the first of an id wins."""
    library = Library()
    taken: set[Path] = set()
    for file in files:
        source = read(file)
        if source.real not in taken:
            taken.add(source.real)
            _add(library, kind_of(source), source, file.parent, {})
    for root in (*folders, paths.CONTENT):
        _load_folder(library, root, taken)
    for root in folders:
        _load_own(library, root)
    library.templates = find_overrides(folders)
    _resolve(library)
    _load_named(library, paths.CONTENT / "characters.yaml", Character, library.characters)
    _load_named(library, paths.SEEDS / "sources.yaml", Source, library.sources)
    _load_named(library, paths.SEEDS / "topics.yaml", Topic, library.topics)
    return library


def read_alone(kind: str, source: SourceFile, root: Path, others: Mapping[tuple[str, str], SourceFile]) -> Library:
    """Give a library of one file alone. ``others`` are the files of its folder, by their kind and id."""
    library = Library()
    _add(library, kind, source, root, dict(others))
    return library


def _load_folder(library: Library, root: Path, taken: set[Path]) -> None:
    if not is_folder(root):
        message = "This is a file, not a folder." if is_file(root) else "There is no such folder."
        hint = "Check the spelling after --library (or in WORKBOOK_LIBRARY)."
        library.problems.append(Problem("file/not-found", Place(display_path(root)), message, hint))
        return
    seen: dict[tuple[str, str], SourceFile] = {}
    for kind in (*KINDS, CRISIS):
        for file in find_yaml(root / kind):
            source = read(file)
            if source.real not in taken:
                taken.add(source.real)
                _add(library, kind, source, root, seen)


def _load_own(library: Library, root: Path) -> None:
    """Load the people and the sources that a clinic adds in its own folder, and what it says of itself."""
    if is_file(root / "characters.yaml"):
        _load_named(library, root / "characters.yaml", Character, library.characters)
    if is_file(root / "sources.yaml"):
        _load_named(library, root / "sources.yaml", Source, library.sources)
    clinic, source, problems = read_clinic(root)
    library.problems += problems
    if clinic and source and library.clinic is None:
        library.clinic = Entry(clinic, source, root)
    resources, source, problems = read_resources(root)
    library.problems += problems
    if resources and source and library.resources is None:
        library.resources = Entry(resources, source, root)


def _load_named(library: Library, file: Path, model: type[T], shelf: dict[str, T]) -> None:
    """Load a file that maps keys to values of one model."""
    source = read(file)
    library.problems += source.problems
    for key in source.data if isinstance(source.data, dict) else ():
        value, problems = parse(model, source, (key,))
        library.problems += problems
        if value:
            shelf.setdefault(key, value)


def _add(library: Library, kind: str, source: SourceFile, root: Path, seen: dict[tuple[str, str], SourceFile]) -> None:
    if kind == CRISIS:
        crisis, problems = parse(Crisis, source)
        library.problems += problems
        if crisis:
            library.crisis.setdefault(crisis.locale, Entry(crisis, source, root))
        return
    data = source.data if isinstance(source.data, dict) else {}
    seems = _kind_by_keys(data)
    if seems not in {None, kind}:
        value: Module | StandingWorksheet | Program | None = None
        problems = (*source.problems, _other_kind(source, kind, str(seems)))
    elif kind == "programs" and "extends" in data:
        _add_own(library, source, root, seen)
        return
    else:
        value, problems = parse(KINDS[kind], source)
    library.problems += problems
    name = value.id if value else str(data.get("id") or source.path.stem)
    library.problems += _name_problems(source, data)
    first = seen.setdefault((kind, name), source)
    if first is not source:
        message = f'The id "{name}" is already used in {first.name}.'
        hint = "Give one of the two another id."
        library.problems.append(Problem("reference/duplicate-id", source.place(("id",)), message, hint))
    if value is None:
        if name not in library.shelf(kind):
            library.broken.setdefault(name, (kind, source))
        library.all_broken.append((kind, source))
        return
    entry = Entry(value, source, root)
    library.all_entries.append(entry)  # type: ignore[arg-type]
    # A file with mistakes stands before those it would replace: the shipped one must not be printed without a word.
    if library.broken.get(name, ("", source))[0] != kind:
        library.shelf(kind).setdefault(name, entry)  # type: ignore[arg-type]


def _add_own(library: Library, source: SourceFile, root: Path, seen: dict[tuple[str, str], SourceFile]) -> None:
    """Add a program that extends another; what it comes to is known when everything is loaded."""
    data = source.data if isinstance(source.data, dict) else {}
    own, problems = parse(OwnProgram, source)
    library.problems += (*problems, *_name_problems(source, data))
    name = own.id if own else str(data.get("id") or source.path.stem)
    first = seen.setdefault(("programs", name), source)
    if first is not source:
        message = f'The id "{name}" is already used in {first.name}.'
        place = source.place(("id",))
        library.problems.append(Problem("reference/duplicate-id", place, message, "Give one of the two another id."))
    elif own:
        library.own.setdefault(name, Entry(own, source, root))
        return
    library.broken.setdefault(name, ("programs", source))
    library.all_broken.append(("programs", source))


def _resolve(library: Library) -> None:
    """Make the changes of all programs that extend others, which must not extend any themselves."""
    programs = {name: entry.value for name, entry in library.programs.items() if name not in library.own}
    modules = {name: entry.value for name, entry in library.modules.items()}
    sheets = {name: entry.value for name, entry in library.worksheets.items()}
    for name, entry in library.own.items():
        resolved, problems = resolve(entry.value, entry.source, programs, modules, sheets)
        library.problems += problems
        if resolved is None:
            library.broken.setdefault(name, ("programs", entry.source))
            library.all_broken.append(("programs", entry.source))
            continue
        made = Entry(resolved.program, entry.source, entry.root)
        library.programs[name] = made
        library.all_entries.append(made)
        library.origins[name] = resolved.origins
        library.changed[name] = {
            key: replace(library.modules[key], value=module) for key, module in resolved.modules.items()
        }


def _name_problems(source: SourceFile, data: Mapping[str, Data]) -> Iterator[Problem]:
    """A file is called like its id."""
    written, stem = data.get("id"), source.path.stem
    if not isinstance(written, str) or written == stem or not IS_ID.fullmatch(written):
        return
    message = f'The id is "{written}", but the file is called "{source.path.name}".'
    hint = f"Write  id: {stem}  or rename the file to {written}.yaml"
    hint = hint if IS_ID.fullmatch(stem) else f"Rename the file to {written}.yaml"
    yield Problem("reference/id-and-file-differ", source.place(("id",)), message, hint)


def _other_kind(source: SourceFile, kind: str, seems: str) -> Problem:
    message = f"This is in a folder for {kind}, but looks like a {seems.removesuffix('s')}."
    return Problem("reference/other-kind", source.place(), message, f"Move the file to a folder  {seems}/")


_KEYS = {
    "programs": {"sessions", "session_minutes", "welcome", "for", "extends", "changes"},
    "modules": {"learn", "steps", "worksheets", "practice", "facilitator", "summary", "review_questions", "tagline"},
    "worksheets": {"blocks", "clinician", "purpose"},
    CRISIS: {"emergency", "lines", "locale", "footer"},
}
"""Keys that tell one kind of file from the others."""


def _kind_by_keys(data: Mapping[str, Data]) -> str | None:
    """Tell what a file holds by its keys; None where they do not say it clearly."""
    counts = {kind: len(keys & set(data)) for kind, keys in _KEYS.items()}
    best = max(counts, key=lambda kind: counts[kind])
    others = sum(counts.values()) - counts[best]
    return best if counts[best] > 1 and not others else None


def kind_of(source: SourceFile) -> str:
    """Tell what a loose file holds: by the folder that it lies in (or the one around that), else by its keys."""
    for part in source.real.parts[-2:-4:-1]:
        if part in _KEYS:
            return part
    data = source.data if isinstance(source.data, dict) else {}
    counts = {kind: len(keys & set(data)) for kind, keys in _KEYS.items()}
    return max(counts, key=lambda kind: (counts[kind], kind == "modules"))


def is_path(name: str) -> bool:
    """Tell a path from an id: it ends in .yaml or .yml, has a slash, or exists as a file."""
    return name.lower().endswith((".yaml", ".yml")) or "/" in name or "\\" in name or is_file(Path(name))


def find_yaml(folder: Path) -> Iterator[Path]:
    """Give the YAML files below a folder, in order, without hidden ones: macOS leaves "._name.yaml" in zip files."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in {".yaml", ".yml"} and not hidden and not is_folder(path):
            yield path
