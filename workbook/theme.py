"""Themes by name: a clinic changes the look of its paper in one file, ``themes/NAME.yaml`` in its folder."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbook import paths
from workbook.library import find_yaml, is_path
from workbook.parse import parse
from workbook.problems import Place, Problem, ProblemsFound, did_you_mean
from workbook.source import SourceFile, read
from workbook.tokens import Theme

DEFAULT_THEME = "calm"
THEMES = "themes"
"""The folder of themes, one file a theme."""

_SHIPPED = paths.TEMPLATES / "print" / THEMES


def load_theme(name: str = DEFAULT_THEME, libraries: Sequence[Path] = ()) -> Theme:
    """Read a theme by its name or its path; raise ProblemsFound if there is none, or it cannot be read or copied."""
    source = read(_find(name, libraries))
    theme, problems = parse(Theme, source)
    problems = (*problems, *(check_theme(theme, source) if theme else ()))
    if theme is None or problems:
        raise ProblemsFound(problems)
    return theme


def theme_files(libraries: Sequence[Path]) -> dict[str, Path]:
    """Give the files of themes by name: clinics' own before the shipped ones."""
    found: dict[str, Path] = {}
    for folder in (*(root / THEMES for root in libraries), _SHIPPED):
        for path in find_yaml(folder):
            found.setdefault(path.stem, path)
    return found


def check_theme(theme: Theme, source: SourceFile) -> Iterator[Problem]:
    """Give the tokens that cannot be read or copied, at their lines."""
    for code, path, message, hint in theme.faults():
        yield Problem(code, source.place(path), message, hint)


def _find(name: str, libraries: Sequence[Path]) -> Path:
    if is_path(name):
        return Path(name)
    files = theme_files(libraries)
    if name not in files:
        hint = did_you_mean(name, [*files]) or f"There are: {', '.join(sorted(files))}."
        raise ProblemsFound([Problem("reference/unknown-theme", Place(name), f'There is no theme "{name}".', hint)])
    return files[name]
