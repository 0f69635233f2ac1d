"""Sentences that are too long to follow, and texts that lean on the passive voice.

Length: 15 words or fewer are the aim, and 20 to 25 the most, as guides on plain language have it. A single sentence is
told from 26 words on, and a part where more than half of its sentences have more than 15.

Passive voice: a form of "be" or "get", at most two adverbs, and a past participle that is no everyday adjective ("is
tired"). A part is told when more than a quarter of its sentences are so, and four at least: the CDC Clear Communication
Index asks for the active voice and gives no share, so this share is ours, set where no shipped text is told of.
"""

import re
from collections.abc import Iterable, Iterator

from workbook.checks.texts import Passage, in_one, pinpoint, read_by_clients
from workbook.problems import Problem, Severity
from workbook.reading import sentences_of, words_of
from workbook.source import SourceFile

AIM = 15
MOST = 25
"""Words in a sentence."""

FEWEST = 4
"""Sentences, or passive ones, from which a share says something."""

PASSIVE_SHARE = 0.25

_BE = r"(?:am|is|are|was|were|be|been|being|get|gets|got|isn't|aren't|wasn't|weren't)"
_IRREGULAR = (
    "given|taken|made|done|seen|known|written|told|said|found|held|kept|brought|chosen|broken|spoken|shown|drawn|put|set"
    "|built|bought|taught|sent|paid|met|led|left|lost|hidden|driven|forgotten|begun|thrown|understood"
)
_ADJECTIVES = in_one(
    """
    tired stressed worried scared excited interested bored confused surprised pleased relaxed crowded married
    retired needed allowed supposed used based involved ashamed frightened annoyed overwhelmed exhausted
    disappointed upset embarrassed depressed rushed tempted mixed stuck wicked naked red bed shed wed crooked
    sacred blessed aged gifted closed finished done gone lost stirred prepared settled isolated connected set
    made built hurt left
    """
)
_PASSIVE = re.compile(
    rf"\b{_BE}\s+(?:(?:not|never|often|also|always|already|still|then|later|sometimes|being|been|\w+ly)\s+){{0,2}}"
    rf"((?:\w{{2,}}ed|{_IRREGULAR}))\b",
    re.IGNORECASE,
)


def check(source: SourceFile, found: Iterable[Passage]) -> Iterator[Problem]:
    """Warn of long sentences, and of parts that are long-winded or passive."""
    for some in read_by_clients(found).values():
        for passage in some:
            yield from _too_long(source, passage)
        sentences = [sentence for passage in some for sentence in sentences_of(passage.plain)]
        place = source.place(some[0].path)
        long = [sentence for sentence in sentences if len(words_of(sentence)) > AIM]
        if len(sentences) >= FEWEST and len(long) > len(sentences) / 2:
            message = f"{len(long)} of the {len(sentences)} sentences of this part have more than {AIM} words."
            hint = "Make two sentences of one, each with one idea."
            yield Problem("wording/long-sentence", place, message, hint, Severity.WARNING)
        passive = [sentence for sentence in sentences if is_passive(sentence)]
        if len(passive) >= FEWEST and len(passive) > PASSIVE_SHARE * len(sentences):
            message = f'{len(passive)} of the {len(sentences)} sentences of this part are passive: "{passive[0]}"'
            hint = 'Say who does it: "You write it down," not "It is written down."'
            yield Problem("wording/passive", place, message, hint, Severity.WARNING)


def _too_long(source: SourceFile, passage: Passage) -> Iterator[Problem]:
    for sentence in sentences_of(passage.plain):
        words = len(words_of(sentence))
        if words > MOST:
            place = pinpoint(source, passage.path, " ".join(sentence.split()[:4]))
            message = f"This sentence has {words} words; {AIM} are easy to follow, and {MOST} are the most."
            hint = "Make two sentences of it, each with one idea."
            yield Problem("wording/long-sentence", place, message, hint, Severity.WARNING)


def is_passive(sentence: str) -> bool:
    """Whether a sentence has a form of "be" or "get" with a past participle that is no everyday adjective."""
    return any(found[1].lower() not in _ADJECTIVES for found in _PASSIVE.finditer(sentence))
