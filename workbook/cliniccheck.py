"""What a clinic's folder has besides modules and programs: itself, places near by, themes and templates, checked."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from workbook.checks.clinics import check_clinic
from workbook.checks.exits import check_exits
from workbook.clinic import CLINIC_FILE, RESOURCES_FILE
from workbook.files import is_file
from workbook.library import Library, find_yaml
from workbook.parse import parse
from workbook.problems import Problem, did_you_mean
from workbook.source import read
from workbook.theme import THEMES, check_theme, theme_files
from workbook.tokens import Theme


def check_folders(
    library: Library, folders: Sequence[Path], themes: Sequence[Path], today: date
) -> tuple[list[Problem], list[Path]]:
    """Check clinics' folders and single themes; give the problems, and the files that were looked at."""
    own = (folder / name for folder in folders for name in (CLINIC_FILE, RESOURCES_FILE))
    files = [path for path in own if is_file(path)]
    found = [*check_clinic(library, today), *_theme_of_clinic(library, folders)]
    for path in (*themes, *(path for folder in folders for path in find_yaml(folder / THEMES))):
        files.append(path)
        source = read(path)
        theme, problems = parse(Theme, source)
        found += [*problems, *(check_theme(theme, source) if theme else ())]
    if library.templates:
        from workbook.templatecheck import check_templates  # noqa: PLC0415 - most clinics have none: Jinja is not needed

        files += [file.path for file in library.templates.files]
        found += [*check_templates(library.templates), *check_exits(library.templates)]
    return found, files


def _theme_of_clinic(library: Library, folders: Sequence[Path]) -> Iterator[Problem]:
    """The theme that a clinic prefers is there."""
    if library.clinic and (name := library.clinic.value.theme):
        known = theme_files(folders)
        if name not in known:
            place = library.clinic.source.place(("theme",))
            hint = did_you_mean(name, known) or f"There are: {', '.join(sorted(known))}."
            yield Problem("reference/unknown-theme", place, f'There is no theme "{name}".', hint)
