"""An element of the tags as Workbook writes it: read with one pattern, as there are thousands of them in a file."""

import re
from typing import NamedTuple

_ELEMENT = re.compile(
    rb"<</Type/StructElem/S/([A-Za-z0-9]++)(?:/T (?:\((?:[^()\\]|\\.)*\)|<[0-9a-f]*>))?/P (\d++) 0 R"
    rb"(?:/Pg (\d++) 0 R)?/K\[([^\]]*+)\]",
    re.DOTALL,
)
_KID = re.compile(rb"<</Type/OBJR(?:/Pg (\d++) 0 R)?/Obj (\d++) 0 R>>|(\d++)( 0 R)?")


class Tag(NamedTuple):
    """An element: kind, parent, page (object numbers; 0 for none), and its kids in order.

    A kid is ("element", number, 0), ("mark", number of the marked content, page) or ("object", annotation, page).
    """

    kind: str
    parent: int
    page: int
    kids: tuple[tuple[str, int, int], ...]


def read_tag(body: bytes) -> tuple[Tag, int] | None:
    """Read an element, and give the place after its kids; None for what is no element, or is written in another way."""
    match = _ELEMENT.match(body)
    if not match:
        return None
    kind, parent, page, kids = match.groups()
    return Tag(kind.decode(), int(parent), int(page or 0), _kids(kids, int(page or 0))), match.end()


def _kids(text: bytes, page: int) -> tuple[tuple[str, int, int], ...]:
    if text.isdigit():
        return (("mark", int(text), page),)
    return tuple(
        [
            ("object", int(annotation), int(where or page))
            if annotation
            else ("element", int(number), 0)
            if reference
            else ("mark", int(number), page)
            for where, annotation, number, reference in _KID.findall(text)
        ]
    )
