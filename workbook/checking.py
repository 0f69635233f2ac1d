"""``workbook check``: every problem of some files, or of all, without building anything.

With ``--print`` pages are laid out too, as they would be printed: what is wrong with them cannot be seen in the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from workbook import checks
from workbook.checks.lists import LISTS, check_lists
from workbook.checks.references import check_broken
from workbook.checks.safety import check_crisis
from workbook.clinic import CLINIC_FILE, RESOURCES_FILE
from workbook.cliniccheck import check_folders
from workbook.edition import Edition
from workbook.files import is_file, is_folder, real_path
from workbook.library import CRISIS, KINDS, Library, find_yaml, load
from workbook.model import Crisis, Module, Program
from workbook.overrides import TEMPLATES
from workbook.problems import Place, Problem, display_path, errors, sort
from workbook.request import BuildRequest, Progress
from workbook.source import SourceFile
from workbook.theme import THEMES

if TYPE_CHECKING:
    from workbook.cache import Cache
    from workbook.compose import Workbook

_SET_ELSEWHERE = frozenset({"module.html", "facilitator.html"})
"""What a program takes from its modules, which are laid out on their own."""

_NAMES: "dict[tuple[Literal['standard', 'large-print'], Literal['letter', 'a4']], str]" = {
    ("standard", "letter"): "standard, Letter",
    ("standard", "a4"): "standard, A4",
    ("large-print", "letter"): "large print, Letter",
    ("large-print", "a4"): "large print, A4",
}
"""The editions whose pages differ, in words; the ink does not change a page."""

_FACILITATOR = Edition(copy_for="facilitator")
"""What is printed for facilitators is the same words in each edition, and nobody writes on it: one is looked at."""


@dataclass(frozen=True)
class _Checked:
    """What was checked: the files, how many, and their problems."""

    library: Library
    entries: tuple[checks.Written, ...]
    count: int
    problems: tuple[Problem, ...]


def check_paths(libraries: Sequence[Path], paths: Sequence[Path], today: date) -> tuple[int, tuple[Problem, ...]]:
    """Check files and folders, or everything if none is named; give the number of files and the problems."""
    checked = _check(libraries, paths, today)
    return checked.count, checked.problems


def check_pages(  # noqa: PLR0913 - what checking and printing need
    libraries: Sequence[Path],
    paths: Sequence[Path],
    today: date,
    progress: Progress,
    cache: "Cache | None" = None,
    workers: int = 0,
) -> tuple[int, tuple[Problem, ...]]:
    """Check files and folders as above, and lay out the pages of those without errors, in both sizes and papers."""
    from workbook.press import proof  # noqa: PLC0415 - a check without pages needs no WeasyPrint
    from workbook.theme import load_theme  # noqa: PLC0415
    from workbook.workers import Crew  # noqa: PLC0415

    checked = _check(libraries, paths, today)
    with Crew(workers) as crew:
        crew.call_in(crew.size)
        found = proof(list(_workbooks(checked, tuple(libraries), today)), load_theme(), crew, progress, cache)
    return checked.count, sort((*checked.problems, *_in_words(found)))


def _in_words(found: "Sequence[tuple[Problem, Edition]]") -> Iterator[Problem]:
    """Give each problem of a place once, and say in which editions it is, if not in all."""
    places: dict[tuple[str, Place], list[tuple[Problem, Edition]]] = {}
    for problem, edition in found:
        places.setdefault((problem.code, problem.place), []).append((problem, edition))
    for some in places.values():
        editions = list(dict.fromkeys(_name(edition) for _, edition in some))
        where = "" if len(editions) == len(_NAMES) else f" ({'; '.join(editions)})"
        yield replace(some[0][0], message=f"{some[0][0].message.removesuffix('.')}{where}.")


def _name(edition: Edition) -> str:
    return "facilitator copy" if edition == _FACILITATOR else _NAMES[edition.size, edition.paper]


def _workbooks(checked: _Checked, libraries: tuple[Path, ...], today: date) -> "Iterator[tuple[Workbook, Crisis]]":
    """Compose what was checked and has no errors, each file in four editions, and a module's facilitator pages."""
    from workbook.order import compose, find_problems  # noqa: PLC0415 - see above

    for entry in checked.entries:
        program = isinstance(entry.value, Program)
        shelves = ("programs",) if program else ("modules", "worksheets")
        if not any(checked.library.shelf(shelf).get(entry.value.id) is entry for shelf in shelves):
            continue  # another file of the same id stands in front of it
        name = entry.value.id
        for edition in _editions(entry.value):
            request = BuildRequest(
                today,
                program=name if program else None,
                handouts=() if program else (name,),
                edition=edition,
                libraries=libraries,
            )
            if errors(find_problems(checked.library, request)):
                break
            workbook, crisis = compose(checked.library, request)
            left = _SET_ELSEWHERE if program else frozenset({"module.html"}) if edition == _FACILITATOR else frozenset()
            own = tuple(section for section in workbook.sections if section.template not in left)
            yield replace(workbook, sections=own), crisis


def _editions(value: object) -> Iterator[Edition]:
    yield from (Edition(size=size, paper=paper) for size, paper in _NAMES)
    if isinstance(value, Module):
        yield _FACILITATOR


def _check(libraries: Sequence[Path], paths: Sequence[Path], today: date) -> _Checked:
    problems: list[Problem] = []
    folders, files, themes = list(libraries), [], []
    for path in paths:
        if path.name in {CLINIC_FILE, RESOURCES_FILE, *LISTS}:
            folders.insert(0, path.parent)
        elif path.parent.name == THEMES and not is_folder(path):
            themes.append(path)
        elif not is_folder(path):
            files.append(path)
        elif _is_clinic(path):
            folders.insert(0, path)
        else:
            inside = list(find_yaml(path))
            files += inside
            if not inside:
                message, hint = "There is no YAML file in this folder.", "Name a file, or a folder with modules/."
                problems.append(Problem("file/nothing-to-check", Place(display_path(path)), message, hint))
    library = load(folders, files)
    chosen = _Chosen(paths, files)
    entries = [entry for entry in library.all_entries if entry.source in chosen]
    crises = [entry for entry in library.crisis.values() if entry.source in chosen]
    broken = [(kind, source) for kind, source in library.all_broken if source in chosen]
    editor = checks.Editor(library, entries)
    for entry in entries:
        problems += checks.check_entry(library, entry, today, editor)
    for crisis in crises:
        problems += check_crisis(crisis, today)
    for kind, source in broken:
        problems += check_broken(library, kind, source)
    of_clinic, read_too = check_folders(library, folders, themes, today)
    of_all = (*library.problems, *of_clinic, *check_lists(library, folders, chosen.has))
    problems += [p for p in of_all if chosen.has(Path(p.place.file))]
    looked_at = {entry.source.real for entry in (*entries, *crises)} | {source.real for _, source in broken}
    looked_at |= {real_path(path) for path in read_too if chosen.has(path)}
    looked_at |= {real_path(path) for path in paths if path.name in LISTS and is_file(path)}
    return _Checked(library, tuple(entries), len(looked_at), sort(problems))


def _is_clinic(path: Path) -> bool:
    """Tell a clinic's folder from one that has only some files in it."""
    has_files = any(is_file(path / name) for name in (CLINIC_FILE, RESOURCES_FILE))
    return has_files or any(is_folder(path / kind) for kind in (*KINDS, CRISIS, THEMES, TEMPLATES))


class _Chosen:
    """The files that were asked for: all, if no path was named."""

    def __init__(self, paths: Sequence[Path], files: Sequence[Path]) -> None:
        self.all = not paths
        self.files = {real_path(file) for file in (*files, *paths) if not is_folder(file)}
        self.roots = [real_path(path) for path in paths if is_folder(path)]

    def has(self, path: Path) -> bool:
        """Whether this file was asked for; a link that leads out of a folder is still in it."""
        real, link = real_path(path), real_path(path.parent) / path.name
        inside = any(real.is_relative_to(root) or link.is_relative_to(root) for root in self.roots)
        return self.all or real in self.files or inside

    def __contains__(self, source: SourceFile) -> bool:
        return self.has(source.path)
