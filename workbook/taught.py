"""Where in a module a topic is taught: a part of it or one of its worksheets, and words that stand there.

A place is written as ``module/part`` or ``module/worksheet``, as in the changes of a program: ``slow-breathing/learn``,
``slow-breathing/my-week``. The words are looked for as a reader would: capitals, emphasis and line ends do not matter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook.library import Entry, Library, Topic
from workbook.model import Module, WorksheetUse
from workbook.source import Data, DataPath, SourceFile, texts_of

PARTS = ("tagline", "learn", "steps", "practice", "review_questions", "summary", "facilitator")
"""The parts of a module that a place can name, by their keys."""


@dataclass(frozen=True)
class Spot:
    """A place as it was found: the file and the path in it, and the text that stands there."""

    source: SourceFile
    path: DataPath
    text: str


def split(place: str) -> tuple[str, str]:
    """Give the module of a place, and the part or worksheet."""
    module, _, part = place.partition("/")
    return module, part


def parts_of(module: Module) -> tuple[str, ...]:
    """Give what a place in a module can name: its parts, and the ids of its worksheets."""
    return (*PARTS, *(sheet.id for sheet in module.worksheets))


def spots(library: Library, place: str) -> Iterator[Spot]:
    """Give every text of a place; nothing if there is no such place."""
    name, part = split(place)
    entry = library.modules.get(name)
    if entry is None:
        return
    for source, path in _roots(library, entry, part):
        data: Data = source.data
        for key in path:
            data = data[key]  # type: ignore[index]
        yield from (Spot(source, at, text) for at, text in texts_of(data, path))


def find_words(library: Library, place: str, words: str | None) -> Spot | None:
    """Give the first text of a place that has these words in it, or its first text if no words are asked for."""
    wanted = normal(words or "")
    return next((spot for spot in spots(library, place) if wanted in normal(spot.text)), None)


def normal(text: str) -> str:
    """Give a text as it is compared: without capitals, emphasis, curly signs and line ends."""
    plain = text.replace("*", "").replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(plain.casefold().split())


def places_in(topic: Topic, module: str) -> Mapping[str, str | None]:
    """Give the places of a topic in one module, with the words that stand there."""
    return {place: words for place, words in topic.where.items() if split(place)[0] == module}


def _roots(library: Library, entry: Entry[Module], part: str) -> Iterator[tuple[SourceFile, DataPath]]:
    """Give what holds the texts of a part: of a standing worksheet, what the module says of it, and its own file."""
    if part in PARTS and isinstance(entry.source.data, dict) and part in entry.source.data:
        yield entry.source, (part,)
    for i, sheet in enumerate(entry.value.worksheets):
        if part == sheet.id:
            yield entry.source, ("worksheets", i)
            if isinstance(sheet, WorksheetUse) and part in library.worksheets:
                yield library.worksheets[part].source, ()
