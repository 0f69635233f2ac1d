"""A conflict: what somebody wants to save was made from a file that has changed meanwhile. Both are shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask import Response

from workbook.web.pages import page
from workbook.web.saving import NEW, Collision, digest_of, text_of

_AROUND = 2
"""Lines that are the same and are shown around those that differ."""
_MOST = 2000
"""Lines that are compared one by one; more would take seconds."""


@dataclass(frozen=True)
class Line:
    """A line of the comparison: of the file ("theirs"), of what was to be saved ("mine"), of both, or a gap."""

    of: str
    number: int
    text: str


def show_conflict(  # noqa: PLR0913 - all named
    collision: Collision, mine: str, *, title: str, action: str, fields: Iterable[tuple[str, str]], back: str
) -> Response:
    """Give the page that shows both. Nothing was saved.

    ``fields`` is the form as it was sent, but for "do", "was" and "token"; it is sent to ``action`` again with
    ``do=show``, and then knows of the file as it is now. ``back`` leads to what is on the disk.
    """
    theirs = text_of(collision.now or b"")
    return page(
        "conflict.html",
        409,
        title=title,
        lines=list(compare(theirs, mine)),
        is_gone=collision.now is None,
        now=NEW if collision.now is None else digest_of(collision.now),
        action=action,
        fields=[(name, value) for name, value in fields if name not in {"do", "was", "token"}],
        back=back,
    )


def compare(theirs: str, mine: str) -> Iterator[Line]:
    """Give the lines that differ, and a few around them."""
    old, new = theirs.splitlines(), mine.splitlines()
    is_large = len(old) + len(new) > _MOST  # then lines that stand there often are no help to find others
    for number, group in enumerate(SequenceMatcher(None, old, new, autojunk=is_large).get_grouped_opcodes(_AROUND)):
        if number:
            yield Line("gap", 0, "")
        for what, first, last, start, end in group:
            if what == "equal":
                yield from (Line("both", first + i + 1, text) for i, text in enumerate(old[first:last]))
                continue
            yield from (Line("theirs", first + i + 1, text) for i, text in enumerate(old[first:last]))
            yield from (Line("mine", start + i + 1, text) for i, text in enumerate(new[start:end]))
