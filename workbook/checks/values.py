"""Places for words in texts (``{{ group.day }}``): each gets a value from its program, or has other words."""

from collections.abc import Iterator
from typing import Any

from workbook.library import Entry, Library
from workbook.model import Program
from workbook.problems import Problem, did_you_mean
from workbook.source import DataPath, texts_of
from workbook.values import names, open_places


def check(_: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check the places in all texts of a file."""
    program = entry.value if isinstance(entry.value, Program) else None
    known = names(program.values) if program else {}
    for path, text in texts_of(entry.source.data):
        if path[:1] == ("values",):
            continue
        for place in open_places(text, known):
            yield _problem(entry, path, place, known if program else None)


def _problem(entry: Entry[Any], path: DataPath, place: str, known: dict[str, str] | None) -> Problem:
    where = entry.source.place(path)
    if place.startswith("{{"):
        message = f'"{place[:60]}" is no place for a value.'
        return Problem("reference/unknown-value", where, message, "Write a name between the braces: {{ group.day }}")
    other = f"{{{{ {place} or other words }}}}"
    if known is None:
        message = f'Nothing says what "{place}" stands for when this is printed on its own.'
        return Problem("reference/unknown-value", where, message, f"Write  {other}")
    message = f'This program gives no value for "{place}".'
    hint = f"{did_you_mean(place, known)} Add it under  values:  or write  {other}".strip()
    return Problem("reference/unknown-value", where, message, hint)
