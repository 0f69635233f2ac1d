"""``workbook check``: every problem of some files, or of all, without building anything."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbook import checks
from workbook.checks.references import check_broken
from workbook.checks.safety import check_crisis
from workbook.files import is_folder, real_path
from workbook.library import CRISIS, KINDS, find_yaml, load
from workbook.problems import Place, Problem, display_path, sort
from workbook.source import SourceFile


def check_paths(libraries: Sequence[Path], paths: Sequence[Path], today: date) -> tuple[int, tuple[Problem, ...]]:
    """Check files and folders, or everything if none is named; give the number of files and the problems."""
    problems: list[Problem] = []
    folders, files = list(libraries), []
    for path in paths:
        if not is_folder(path):
            files.append(path)
        elif any(is_folder(path / kind) for kind in (*KINDS, CRISIS)):
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
    for entry in entries:
        problems += checks.check_entry(library, entry, today)
    for crisis in crises:
        problems += check_crisis(crisis, today)
    for kind, source in broken:
        problems += check_broken(library, kind, source)
    problems += [p for p in library.problems if chosen.has(Path(p.place.file))]
    looked_at = {entry.source.real for entry in (*entries, *crises)} | {source.real for _, source in broken}
    return len(looked_at), sort(problems)


class _Chosen:
    """The files that were asked for: all, if no path was named."""

    def __init__(self, paths: Sequence[Path], files: Sequence[Path]) -> None:
        self.all = not paths
        self.files = {real_path(file) for file in files}
        self.roots = [real_path(path) for path in paths if is_folder(path)]

    def has(self, path: Path) -> bool:
        """Whether this file was asked for."""
        real = real_path(path)
        return self.all or real in self.files or any(real.is_relative_to(root) for root in self.roots)

    def __contains__(self, source: SourceFile) -> bool:
        return self.has(source.path)
