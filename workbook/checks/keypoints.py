"""Key points say again what the page says: each has words that stand in the rest of ``learn``, or in ``steps``.

The measure is modest. Of a key point's content words (four letters or more, no function words, endings cut off) a third
must stand in the text; points with fewer than four such words are too short to tell.
"""

import re
from collections.abc import Iterable, Iterator

from workbook.checks.texts import Passage, in_one, pinpoint
from workbook.problems import Problem, Severity
from workbook.reading import words_of
from workbook.source import SourceFile

FEWEST = 4
"""Content words from which a key point can be looked for."""

SHARE = 1 / 3
"""The part of them that stands in the text."""

_FUNCTION = in_one(
    """
    about after again also always another anything because been before being both came come could does doing
    done down each else even every everything from gets give goes going have here into itself just like made
    make many more most much must myself need never next nothing often once only other over really same seem
    should some someone something sometimes still such take than that their them then there these they thing
    things think this those though through until very want well were what when where which while will with
    without would your yours yourself
    """
)
_ENDING = re.compile(r"(?:ing|edly|ed|ies|es|s|ly|er|est|e|y)$")
_LETTERS = 4


def content_words(text: str) -> set[str]:
    """Give the words of a text that carry its content, without their endings."""
    words = (word.lower().replace("’", "'").split("'")[0] for word in words_of(text))
    return {_ENDING.sub("", word)[:6] for word in words if len(word) >= _LETTERS and word not in _FUNCTION}


def check(source: SourceFile, found: Iterable[Passage]) -> Iterator[Problem]:
    """Warn of key points whose words stand nowhere in what comes with them."""
    passages = [passage for passage in found if passage.part in {"learn", "steps"} and passage.running]
    points = [passage for passage in passages if "points" in passage.path]
    text = content_words(" ".join(passage.plain for passage in passages if passage not in points))
    for point in points:
        words = content_words(point.plain)
        if len(words) >= FEWEST and len(words & text) < SHARE * len(words):
            place = pinpoint(source, point.path, " ".join(point.plain.split()[:4]))
            message = "The page does not say what this key point says."
            hint = 'Say it in "learn" or in a step first, in the same words, or leave the point out.'
            yield Problem("wording/key-point-not-in-text", place, message, hint, Severity.WARNING)
