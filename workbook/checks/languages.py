"""Languages: one that is known, whose letters can be printed, and in which the words of the templates are there."""

from collections.abc import Iterator
from typing import Any

from workbook.language import is_language, is_source, language_of
from workbook.library import Entry, Library
from workbook.model import Module, Program, StandingWorksheet, WorksheetUse
from workbook.problems import Place, Problem, Severity
from workbook.typefaces import PLAIN_SCRIPT, SCRIPTS


def check_language(locale: str, place: Place) -> Iterator[Problem]:
    """Check the language of what is printed; ``place`` is where it was asked for."""
    if is_source(locale):
        return
    if not is_language(locale):
        hint = "Write the tag of a language, and perhaps of a country, such as es-US."
        yield Problem("language/unknown", place, f'"{locale}" is not the tag of a language.', hint)
        return
    language = language_of(locale)
    yield from _font(locale, language.script, place)
    if language.missing:
        texts = "1 fixed text of the pages is" if language.missing == 1 else f"{language.missing} fixed texts are"
        if language.catalogue is None:
            texts = "The fixed texts of the pages are"
        name = language.catalogue.parent.parent.name if language.catalogue else locale.partition("-")[0]
        hint = f"Whoever keeps the program can translate them in templates/locale/{name}/LC_MESSAGES/workbook.po."
        message = f'{texts} not translated for "{locale}", and will be in English.'
        yield Problem("language/no-words", place, message, hint, Severity.WARNING)


def _font(locale: str, name: str, place: Place) -> Iterator[Problem]:
    """Check that there is a font for a script."""
    script = SCRIPTS.get(name)
    if name == PLAIN_SCRIPT or (script and script.path):
        return
    message = f'There is no font for the script of "{locale}" ({name}).'
    hint = "Workbook prints languages in Latin letters, and these scripts: "
    hint += ", ".join(known.family for known in SCRIPTS.values()) + "."
    if script:
        hint = f'Install the package {script.package}:  pip install "workbook[{script.family.lower()}]"'
    yield Problem("language/no-font", place, message, hint)


def is_english(library: Library, entry: Entry[Any]) -> bool:
    """Tell whether a text is in English, as far as is known.

    A module has the language of the programs that use it, a worksheet that of the modules that use it, and what nobody
    uses that of the clinic in whose folder it lies.
    """
    locales = {p.value.locale for p in library.programs.values() if _is_part(library, entry.value, p.value)}
    clinic = library.clinic
    if not locales and clinic and clinic.value.locale and clinic.root == entry.root:
        return is_source(clinic.value.locale)
    return not locales or any(map(is_source, locales))


def _is_part(library: Library, value: object, program: Program) -> bool:
    """Whether a program is this one, or has this module, or a module that uses this worksheet."""
    if isinstance(value, Program):
        return value.id == program.id
    names = [name for session in program.sessions for name in session.modules]
    if isinstance(value, Module):
        return value.id in names
    modules = [library.modules[name].value for name in names if name in library.modules]
    return isinstance(value, StandingWorksheet) and any(
        isinstance(sheet, WorksheetUse) and sheet.use == value.id for module in modules for sheet in module.worksheets
    )
