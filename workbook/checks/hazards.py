"""What does not belong on a client's page because it can do harm: the anti-patterns that a program can see in words.

Each pattern is looked for in what clients read, and passed over where the sentence says the opposite ("Never stop a
medicine on your own", "You never have to tell the story"). A program sees words, not what they do to somebody: what it
finds is worth a second look, and can be kept with ``allow``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbook.checks.texts import Passage, Reader, is_denied, pinpoint
from workbook.problems import Problem, Severity
from workbook.reading import sentences_of
from workbook.source import SourceFile

_MEDICINE = r"(?:medicines?|medications?|meds|pills?|tablets?|doses?|insulin|lithium|antidepressants?)"


@dataclass(frozen=True)
class Hazard:
    """Something that can do harm: its code, what it looks like, who reads it, what is wrong, what to write instead."""

    code: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    reader: Reader = Reader.CLIENT
    can_be_denied: bool = True


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)


HAZARDS = (
    Hazard(
        "safety/dose-advice",
        _any(
            rf"(?:stop|start|quit|skip|double|halve|increase|lower|raise|reduce|cut|change)(?:ping|ting|ing)?"
            rf"(?: taking| down| back)?(?: on)?(?: your| my| the| a| an| all)?(?: \w+)? {_MEDICINE}",
            rf"(?:take|try) (?:more|less|fewer|half|twice|extra)(?: of)?(?: your| my| the| a)? {_MEDICINE}",
            r"\d+(?:\.\d+)? ?(?:mg|mcg|milligrams?|micrograms?)",
        ),
        '"{}" can be read as advice on a dose, or on stopping or starting a medicine.',
        "Leave doses to the person who prescribes: Ask your doctor or nurse before you change anything.",
    ),
    Hazard(
        "safety/weight-or-calories",
        _any(
            r"calories?|kcal|bmi|body mass|lose weight|losing weight|weight (?:loss|gain)|gain(?:ing)? weight",
            r"(?:my|your|body|goal|target|current) weight|weigh (?:my|your)self|weigh-ins?|waist|dress size|body fat",
            r"(?:pounds|kilos?|lbs) (?:lost|gained)|^weight$",
        ),
        '"{}" is about weight or calories, which can feed an eating disorder.',
        "Ask about regular meals, energy or how it felt.",
        can_be_denied=False,
    ),
    Hazard(
        "safety/breath-holding",
        _any(
            r"hold(?:ing)? (?:your|my|the|that|a|each) (?:\w+ )?breath",
            r"(?:breathe in|inhale|breath)\b[^.]*? hold(?:ing)?(?: it)?",
            r"hold(?: it)? (?:for \w+ counts?|(?:for a count of|while you count to) \w+)",
        ),
        '"{}" asks for breath-holding, which is not for everyone (panic, pregnancy, heart and lungs).',
        "Breathe in and out without a pause, and say how to leave the breath alone.",
    ),
    Hazard(
        "safety/trauma-story",
        _any(
            r"(?:describe|write (?:about|down)|tell (?:us|me|someone)?(?: about)?|recall|relive|retell|list)"
            r" (?:\w+ ){0,3}"
            r"(?:traumas?|traumatic \w+|abuse|assault|worst (?:thing|memory|moment)s?)",
            r"what (?:exactly )?happened to (?:you|me) (?:when|as a child|in the past)|my trauma (?:story|history)",
            r"(?:the|my|your) story of (?:what happened|the trauma|my trauma|your trauma|the abuse)",
        ),
        '"{}" can bring out the story of a trauma.',
        "Stay with now: what the person notices, needs or does today.",
    ),
    Hazard(
        "safety/shaming-score",
        _any(
            r"(?:total|final|overall|your|my) score",
            r"add up (?:your|my|the|all) (?:scores?|points|ratings|numbers)",
            r"(?:score|total)s? (?:of|above|over|below|under|between) \d+",
        ),
        '"{}" makes a grade of what somebody feels.',
        "Leave totals out, or ask what the person sees in the numbers.",
    ),
    Hazard(
        "safety/no-suicide-contract",
        _any(
            r"(?:i|we) (?:promise|agree|contract|swear|pledge)(?: that i will| that i'll)?"
            r" (?:not to|to not|never to|not) (?:hurt|harm|kill|cut) (?:myself|me|ourselves)",
            r"no[- ](?:suicide|harm) (?:contract|agreement|promise)",
        ),
        '"{}" is a contract against suicide, which is not known to protect anybody.',
        "Plan what the person does and whom they call when it gets hard, with their clinician.",
        can_be_denied=False,
    ),
    Hazard(
        "safety/substance-in-example",
        _any(
            r"beers?|wine|whisk(?:e)?y|vodka|gin|tequila|liquor|drunk|hungover|hangover|cocaine|heroin|opioids?|marijuana",
            r"cannabis|(?:smoked|smoking|some) weed|got high|getting high|(?:a|two|three|few) drinks|a drink after",
        ),
        '"{}" is alcohol or another drug in an example, which can stir up a craving in a general group.',
        "Choose another example, unless the module is about substance use.",
        Reader.EXAMPLE,
    ),
)


def check(source: SourceFile, found: Iterable[Passage]) -> Iterator[Problem]:
    """Warn of what can do harm; each hazard once in a text."""
    for passage in found:
        for hazard in HAZARDS:
            words = _find(hazard, passage) if passage.reader is hazard.reader else None
            if words:
                place = pinpoint(source, passage.path, words)
                yield Problem(hazard.code, place, hazard.message.format(words), hazard.hint, Severity.WARNING)


def _find(hazard: Hazard, passage: Passage) -> str | None:
    """Give the words that are a hazard, from a sentence that does not say the opposite."""
    if not hazard.pattern.search(passage.plain):
        return None
    for sentence in sentences_of(passage.plain):
        words = hazard.pattern.search(sentence)
        if words and not (hazard.can_be_denied and is_denied(sentence)):
            return words.group()
    return None
