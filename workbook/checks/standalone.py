"""Modules stand alone: people join at any session, so no text leans on an earlier session, module or page."""

import re
from collections.abc import Iterable, Iterator

from workbook.checks.texts import Passage, Reader, pinpoint
from workbook.problems import Problem, Severity
from workbook.source import SourceFile

_EARLIER = r"(?:session|module|group|chapter|meeting|worksheet|handout|sheet|unit|lesson)s?"
_LEANS = re.compile(
    rf"\b(?:(?:in|from|of|at|after)\s+(?:the|your|our)\s+(?:previous|earlier|preceding)\s+{_EARLIER}\b"
    rf"|last\s+(?:week|time|{_EARLIER}),?\s+we\b|last\s+(?:week|{_EARLIER})['’]s\s+(?:skill|practice|{_EARLIER})\b"
    r"|as\s+(?:we|you)\s+(?:saw|learned|said|read|did|talked|discussed|practiced)\b"
    r"|(?:you|we)(?:['’]ve|\s+have)?\s+(?:already\s+)?(?:learned|covered|discussed|practiced|talked\s+about)"
    r"\s+(?:this\s+|that\s+|it\s+)?(?:last|earlier|already|in\s+the\s+(?:last|previous|first))\b"
    rf"|earlier\s+in\s+(?:this|the)\s+(?:{_EARLIER}|workbook|program|course)\b)",
    re.IGNORECASE,
)


def check(source: SourceFile, found: Iterable[Passage]) -> Iterator[Problem]:
    """Warn of words that only make sense to somebody who was there before."""
    for passage in found:
        leans = _LEANS.search(passage.plain) if passage.reader is not Reader.EXAMPLE else None
        if leans:
            place = pinpoint(source, passage.path, leans.group())
            message = f'"{leans.group()}" leans on something earlier, and each module stands alone.'
            hint = "People join at any time: say it here in a few words, or leave it out."
            yield Problem("wording/leans-on-earlier", place, message, hint, Severity.WARNING)
