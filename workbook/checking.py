"""``workbook check``: every problem of some files, or of all, without building anything."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbook import checks
from workbook.checks.safety import check_crisis
from workbook.library import KINDS, Library, find_yaml, load
from workbook.problems import Place, Problem, display_path, sort


def check_paths(libraries: Sequence[Path], paths: Sequence[Path], today: date) -> tuple[int, tuple[Problem, ...]]:
    """Check files and folders, or everything if none is named; give the number of files and the problems."""
    problems: list[Problem] = []
    folders, files = list(libraries), []
    for path in paths:
        if path.is_dir() and any((path / kind).is_dir() for kind in KINDS):
            folders.insert(0, path)
        elif path.is_dir():
            inside = list(find_yaml(path))
            files += inside
            if not inside:
                message, hint = "There is no YAML file in this folder.", "Name a file, or a folder with modules/."
                problems.append(Problem("file/nothing-to-check", Place(display_path(path)), message, hint))
        else:
            files.append(path)
    library = load(folders, files)
    chosen = _chosen(library, paths, files)
    for entry in library.entries():
        if chosen is None or entry.source.path.resolve() in chosen:
            problems += checks.check_entry(library, entry, today)
    for crisis in library.crisis.values():
        if chosen is None:
            problems += check_crisis(crisis, today)
    names = None if chosen is None else {display_path(path) for path in chosen}
    problems += [p for p in library.problems if names is None or p.place.file in names]
    count = len(list(library.entries())) + len(library.broken) if chosen is None else len(chosen)
    return count, sort(problems)


def _chosen(library: Library, paths: Sequence[Path], files: Sequence[Path]) -> set[Path] | None:
    """Give the files that were asked for; None for all."""
    if not paths:
        return None
    chosen = {file.resolve() for file in files}
    roots = [path.resolve() for path in paths if path.is_dir()]
    known = [entry.source.path.resolve() for entry in library.entries()]
    known += [source.path.resolve() for _, source in library.broken.values()]
    return chosen | {path for path in known if any(path.is_relative_to(root) for root in roots)}
