"""``workbook doctor``: whether this machine can print, and which folders are in use."""

import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from workbook import paths
from workbook.cache import Cache
from workbook.checks.clinics import check_clinic
from workbook.checks.safety import check_crisis
from workbook.clinic import CLINIC_FILE, RESOURCES_FILE
from workbook.library import KINDS, Library, load
from workbook.problems import as_text, display_path, errors
from workbook.theme import theme_files
from workbook.typefaces import FONTS
from workbook.typeset import missing_library


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, what was found, and what to do if it is not."""

    ok: bool
    text: str
    hint: str = ""


def examine(libraries: Sequence[Path], today: date, cache: Path) -> list[Finding]:
    """Look at everything that printing needs; ``cache`` is the folder of kept pages."""
    library = load(libraries)
    return [
        *_versions(),
        _type_setting(),
        *_fonts(),
        _accessibility(),
        _kept_pages(cache),
        *_folders(libraries, library),
        *_crisis(library, today),
    ]


def _versions() -> Iterator[Finding]:
    yield Finding(ok=True, text=f"Workbook {version('workbook')}, Python {platform.python_version()} on {sys.platform}")
    names = ("weasyprint", "pikepdf", "pydantic", "jinja2", "click")
    yield Finding(ok=True, text=", ".join(f"{name} {version(name)}" for name in names))


def _type_setting() -> Finding:
    """Load WeasyPrint, which loads Pango and HarfBuzz from the system."""
    missing = missing_library()
    if missing:
        hint = "Run  make workbook  or install Pango: the README says how for Debian, Fedora, macOS and Windows."
        return Finding(ok=False, text=f"WeasyPrint cannot load {missing}.", hint=hint)
    return Finding(ok=True, text="WeasyPrint finds Pango and HarfBuzz")


def _fonts() -> Iterator[Finding]:
    missing = [path.name for path in FONTS.values() if not path.is_file()]
    if missing:
        yield Finding(ok=False, text=f"Fonts are missing: {', '.join(missing)}", hint="Install the package again.")
    else:
        yield Finding(ok=True, text=f"{len(FONTS)} fonts come with their packages; none of the system is used")


def _accessibility() -> Finding:
    """Say whether files are checked for PDF/UA; without the extra they are still proven whole."""
    if find_spec("page") is None:
        hint = "Install page-validation  (make workbook  does)."
        return Finding(ok=True, text="PDF/UA: proven by our own rules only", hint=hint)
    return Finding(ok=True, text=f"PDF/UA: checked with page-validation {version('page-validation')}")


def _kept_pages(folder: Path) -> Finding:
    cache = Cache(folder)
    info = cache.info()
    if not cache.is_usable():
        hint = "Name another folder with --cache-dir or WORKBOOK_CACHE."
        return Finding(ok=False, text=f"Pages cannot be kept: {cache.trouble}", hint=hint)
    number = "1 section" if info.fragments == 1 else f"{info.fragments} sections"
    return Finding(ok=True, text=f"Kept pages: {number} in {info.folder}")


def _folders(libraries: Sequence[Path], library: Library) -> Iterator[Finding]:
    for folder in libraries:
        there = folder.is_dir() and (_has_files(folder) or any((folder / kind).is_dir() for kind in KINDS))
        hint = "" if there else "A clinic's folder has clinic.yaml, modules/, worksheets/ or programs/ in it."
        yield Finding(ok=there, text=f"Clinic's folder {folder}", hint=hint)
    yield from _clinic(library)
    yield Finding(ok=paths.CONTENT.is_dir(), text=f"Shipped content {paths.CONTENT}")
    counts = ", ".join(f"{len(library.shelf(kind))} {kind}" for kind in KINDS)
    yield Finding(ok=True, text=counts)
    yield from _shadows(libraries, library)
    wrong = [problem for problem in errors(library.problems) if problem.code != "file/not-found"]
    if wrong:
        number = "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        text = f"{number} in files; the first: {as_text(wrong[0]).splitlines()[0]}"
        yield Finding(ok=False, text=text, hint="See them all with  workbook check")


def _shadows(folders: Sequence[Path], library: Library) -> Iterator[Finding]:
    """Say which files of a clinic's folder stand in for shipped ones."""
    shipped = load()
    for kind in KINDS:
        for name, entry in library.shelf(kind).items():
            if entry.root != paths.CONTENT and name in shipped.shelf(kind):
                yield _instead(entry.source.path, kind[:-1], name)
    for name, path in theme_files(folders).items():
        if name in theme_files(()) and path != theme_files(())[name]:
            yield _instead(path, "theme", name)
    for name, file in library.templates.by_name.items():
        if (paths.TEMPLATES / name).is_file():
            yield _instead(file.path, "template", name)


def _instead(path: Path, what: str, name: str) -> Finding:
    return Finding(ok=True, text=f"{display_path(path)} is used instead of the shipped {what} {name}")


def _has_files(folder: Path) -> bool:
    return any((folder / name).is_file() for name in (CLINIC_FILE, RESOURCES_FILE))


def _clinic(library: Library) -> Iterator[Finding]:
    """Say whose name is printed, and how many places near by there are."""
    if library.clinic:
        clinic = library.clinic.value
        printed = "neither its name nor its logo is printed" if clinic.discreet else f"{clinic.name} is printed"
        yield Finding(ok=True, text=f"Clinic of {library.clinic.source.name}: {printed}")
    if library.resources:
        count = len(library.resources.value.resources)
        yield Finding(ok=True, text=f"Places near by in {library.resources.source.name}: {count}")


def _crisis(library: Library, today: date) -> Iterator[Finding]:
    for problem in check_clinic(library, today):
        yield Finding(ok=not problem.is_error, text=as_text(problem).splitlines()[0], hint=problem.hint)
    for locale, entry in library.crisis.items():
        problems = check_crisis(entry, today)
        old = next(problems, None)
        text = f"Crisis lines for {locale}, checked on {entry.value.checked_on}"
        yield Finding(ok=old is None, text=text, hint=f"{old.message} {old.hint}" if old else "")
