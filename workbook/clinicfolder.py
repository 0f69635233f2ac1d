"""A clinic's folder: reading ``clinic.yaml`` and ``resources.yaml``, and finding the logo that is named there."""

from collections.abc import Iterator
from pathlib import Path

from workbook.clinic import CLINIC_FILE, RESOURCES_FILE, Clinic, ResourceList
from workbook.files import is_file, is_folder, real_path
from workbook.parse import parse
from workbook.picturefile import LARGEST_FILE, is_damaged, picture_kind
from workbook.problems import Problem, did_you_mean
from workbook.source import SourceFile, read

_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


def read_clinic(root: Path) -> tuple[Clinic | None, SourceFile | None, tuple[Problem, ...]]:
    """Read ``clinic.yaml`` of a folder: the clinic, the file and its problems; nothing if there is no such file."""
    if not _is_there(root / CLINIC_FILE):
        return None, None, ()
    source = read(root / CLINIC_FILE)
    clinic, problems = parse(Clinic, source)
    wrong = logo_problem(clinic.logo, source, root) if clinic and clinic.logo else None
    return clinic, source, (*problems, wrong) if wrong else problems


def read_resources(root: Path) -> tuple[ResourceList | None, SourceFile | None, tuple[Problem, ...]]:
    """Read ``resources.yaml`` of a folder: the list, the file and its problems; nothing if there is no such file."""
    if not _is_there(root / RESOURCES_FILE):
        return None, None, ()
    source = read(root / RESOURCES_FILE)
    found, problems = parse(ResourceList, source)
    return found, source, problems


def _is_there(path: Path) -> bool:
    """Tell whether there is a file, or something in its place that cannot be read as one."""
    return is_file(path) or path.is_symlink() or is_folder(path)


def logo_of(clinic: Clinic, root: Path) -> Path | None:
    """Give the real path of the logo, if a clinic has one."""
    return real_path(root / clinic.logo) if clinic.logo else None


def logo_problem(name: str, source: SourceFile, root: Path) -> Problem | None:
    """Give what is wrong with the file of the logo: not there, outside the folder, or no picture to print."""
    place = source.place(("logo",))
    path = real_path(root / name)
    if not path.is_relative_to(real_path(root)):
        hint = "Copy the picture into the folder, and write its name."
        return Problem("file/picture-outside", place, f'"{name}" lies outside the clinic\'s folder.', hint)
    if not is_file(path):
        hint = did_you_mean(name, _pictures_in(root)) or "Put a PNG, a JPEG or an SVG there, or leave out the logo."
        return Problem("file/picture-not-found", place, f'There is no picture "{name}" in the clinic\'s folder.', hint)
    if reason := _unusable(path):
        hint = "Save it anew as a PNG, in the size in which it is printed."
        return Problem("file/picture-unusable", place, f'The logo "{name}" cannot be printed: {reason}.', hint)
    return None


def _unusable(path: Path) -> str:
    """Say why a picture cannot be printed; nothing if it can."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return f"the file has more than {LARGEST_FILE // 2**20} MB"
        data = path.read_bytes()
        picture_kind(data, path.suffix.lower())
    except ValueError as error:  # ours, in words
        return str(error)
    except OSError as error:
        return f"the file cannot be read ({(error.strerror or 'unknown').lower()})"
    return "the picture is damaged" if is_damaged(data, path.suffix.lower()) else ""


def _pictures_in(root: Path) -> Iterator[str]:
    """Give the pictures of a folder by their names."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix.lower() in _PICTURES and not any(part.startswith(".") for part in inside.parts):
            yield inside.as_posix()
