"""What a clinic's folder says of itself: numbers that were tried not too long ago, and a name that stays unsaid."""

from collections.abc import Iterator
from datetime import date

from workbook.checks.languages import check_language
from workbook.checks.safety import check_age
from workbook.clinic import Clinic, ResourceList
from workbook.library import Entry, Library
from workbook.problems import Problem, Severity, did_you_mean

WARN_AFTER_DAYS = 365
"""Places near by change slowly, and there are many: once a year."""
_LONG_ENOUGH = 3
"""Characters of a name that are looked for in other texts."""


def check_clinic(library: Library, today: date) -> Iterator[Problem]:
    """Check the clinic that a library has, and its list of places."""
    if library.clinic:
        yield from _lines(library.clinic, today)
        yield from _discretion(library.clinic)
        yield from _locale(library, library.clinic)
    if library.resources:
        yield from _resources(library.resources, today)


def _lines(entry: Entry[Clinic], today: date) -> Iterator[Problem]:
    """Lines to call in a crisis follow the rules of the national ones."""
    for index, line in enumerate(entry.value.crisis):
        hint = "Call it, correct it, and write today's date."
        yield from check_age(line, entry.source.place(("crisis", index, "verified_on")), today, hint)


def _discretion(entry: Entry[Clinic]) -> Iterator[Problem]:
    """What is printed of a discreet clinic does not name it."""
    clinic, name = entry.value, entry.value.name.casefold()
    if not clinic.discreet or len(name) < _LONG_ENOUGH:
        return
    told: list[tuple[tuple[str | int, ...], str | None]] = [
        (("footer",), clinic.footer),
        (("phone",), clinic.phone),
        (("after_hours",), clinic.after_hours),
        *((("crisis", i, key), getattr(line, key)) for i, line in enumerate(clinic.crisis) for key in _PRINTED),
    ]
    for path, text in told:
        if text and name in text.casefold():
            message = 'This prints the name of the clinic, which is "discreet".'
            hint = "Write it without the name, such as: On-call line"
            yield Problem("safety/names-the-clinic", entry.source.place(path), message, hint)


_PRINTED = ("name", "what", "phone", "text", "url", "hours")


def _locale(library: Library, entry: Entry[Clinic]) -> Iterator[Problem]:
    """The language of handouts is one that there are crisis lines for."""
    locale, place = entry.value.locale, entry.source.place(("locale",))
    if locale is None:
        return
    if locale not in library.crisis:
        hint = did_you_mean(locale, library.crisis) or f"Add crisis/{locale}.yaml to your folder."
        yield Problem("reference/unknown-locale", place, f'There are no crisis lines for "{locale}".', hint)
    yield from check_language(locale, place)


def _resources(entry: Entry[ResourceList], today: date) -> Iterator[Problem]:
    """Warn of places that nobody has looked up for a year, and of places that are there twice."""
    seen: set[str] = set()
    for index, place in enumerate(entry.value.resources):
        age = (today - place.verified_on).days
        if age > WARN_AFTER_DAYS:
            where = entry.source.place(("resources", index, "verified_on"))
            message = f"{place.name} was last looked up {age} days ago."
            hint = "Call it or look it up, correct it, and write today's date."
            yield Problem("safety/old-resource", where, message, hint, Severity.WARNING)
        if place.name in seen:
            where = entry.source.place(("resources", index, "name"))
            message = f'"{place.name}" is in the list twice.'
            yield Problem("reference/repeated-resource", where, message, "Keep one of the two.", Severity.WARNING)
        seen.add(place.name)
