"""The lists beside the texts: works that nobody cites, topics whose places are gone, and mistakes in lists of words."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from workbook import paths
from workbook.checks.evidence import SOURCES_FILE, check_sources
from workbook.checks.topics import TOPICS_FILE, check_topics
from workbook.checks.vocabulary import WORDS_FILE, read_words
from workbook.files import is_file
from workbook.library import Library
from workbook.problems import Problem
from workbook.source import read

LISTS = frozenset({SOURCES_FILE, TOPICS_FILE, WORDS_FILE})
"""What these lists are called; where one is named on its own, the folder around it is read for it."""


def check_lists(library: Library, folders: Sequence[Path], is_asked: Callable[[Path], bool]) -> Iterator[Problem]:
    """Check the lists of clinics' folders and the shipped ones, as far as a file ``is_asked`` for."""
    for folder in (*folders, paths.SEEDS):
        sources, words = folder / SOURCES_FILE, folder / WORDS_FILE
        if is_file(sources) and is_asked(sources):
            yield from check_sources(library, read(sources))
        if is_file(words) and is_asked(words):
            yield from read_words(words)[1]
    topics = paths.SEEDS / TOPICS_FILE
    if is_asked(topics):
        yield from check_topics(library, read(topics))
