"""The topics of the founding articles, both ways.

A topic names its modules and the places where they teach it, and each module names its topics. A place that is gone is
an error at its line.
"""

from collections.abc import Iterator

from workbook.checks.home import is_shipped
from workbook.library import Entry, Library, Topic
from workbook.model import Module
from workbook.problems import Problem, Severity, did_you_mean
from workbook.source import SourceFile
from workbook.taught import find_words, parts_of, places_in, split

TOPICS_FILE = "topics.yaml"


def check(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    """Check that each topic of a shipped module names the module."""
    if not is_shipped(entry.source):
        return
    for i, name in enumerate(entry.value.topics):
        if name in library.topics and entry.value.id not in library.topics[name].modules:
            place = entry.source.place(("topics", i))
            message = f'The topic "{name}" does not name this module in seeds/topics.yaml.'
            hint = f"Add {entry.value.id} to the modules of the topic there, or take the topic out here."
            yield Problem("reference/topic-and-module-differ", place, message, hint)


def check_topics(library: Library, source: SourceFile) -> Iterator[Problem]:
    """Check ``seeds/topics.yaml``: its modules, and its places. Once one topic says where, each of them has to."""
    begun = any(topic.where for topic in library.topics.values())
    for name, topic in library.topics.items():
        yield from _modules(library, source, name, topic)
        for place, words in topic.where.items():
            yield from _place(library, source, (name, topic), place, words)
        for i, module in enumerate(topic.modules):
            if begun and module in library.modules and not places_in(topic, module):
                where = source.place((name, "modules", i))
                message = f'Nothing says where "{module}" teaches "{name}".'
                hint = f"Add to the topic  where:  a line such as  {module}/learn: words that stand there"
                yield Problem("reference/no-place", where, message, hint, Severity.WARNING)


def _modules(library: Library, source: SourceFile, name: str, topic: Topic) -> Iterator[Problem]:
    for i, module in enumerate(topic.modules):
        entry = library.modules.get(module)
        place = source.place((name, "modules", i))
        if entry is None:
            if module not in library.broken:
                hint = did_you_mean(module, library.modules) or "See  workbook list modules"
                yield Problem("reference/unknown-module", place, f'There is no module "{module}".', hint)
        elif name not in entry.value.topics and is_shipped(entry.source):
            message = f'The module "{module}" does not name the topic "{name}".'
            hint = f"Add {name} to its topics in {entry.source.name}, or take the module out here."
            yield Problem("reference/topic-and-module-differ", place, message, hint)


def _place(
    library: Library, source: SourceFile, topic: tuple[str, Topic], place: str, words: str | None
) -> Iterator[Problem]:
    """Check one place: its module is one of the topic's, the part is there, and the words stand in it."""
    name, given = topic
    module, part = split(place)
    at = source.place((name, "where", place), key=True)
    entry = library.modules.get(module)
    if module not in given.modules:
        hint = did_you_mean(module, given.modules) or "Add it to  modules:  first."
        yield Problem("reference/unknown-place", at, f'"{module}" is not one of the modules of "{name}".', hint)
    elif entry is None:
        return  # told at the list of modules
    elif part not in parts_of(entry.value):
        hint = did_you_mean(part, parts_of(entry.value)) or f"Write  {module}/learn"
        yield Problem("reference/unknown-place", at, f'"{module}" has no part or worksheet "{part}".', hint)
    elif find_words(library, place, words) is None:
        value = source.place((name, "where", place))
        message = f'"{words}" does not stand in {place}.'
        hint = "Copy some words from that part, or name the part in which they stand."
        yield Problem("reference/unknown-place", value, message, hint)
