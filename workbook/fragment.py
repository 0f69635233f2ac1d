"""A section set in type, in the form in which it is kept and bound: the objects of a PDF, ready to be numbered.

Compilers call it an object file. Everything that does not depend on the rest of the workbook is settled when it is
made: names and ids are unique, links know the name they lead to, tags are simple. Where the number of another object
will stand there is a mark, so that binding only numbers and writes. Marks are bytes that PDF never holds in text:

====================  ==============================================================
``01 n 02``           a reference to object *n* of this fragment
``03 n 02``           key *n* of this fragment in the parent tree
``05 name 02``        a reference to something that the whole file shares, such as a font
``06 02``             what tells a second copy of this fragment from the first in names and ids
====================  ==============================================================
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_HEAD = struct.Struct(">8s32sQ")
_MAGIC = b"WBFRAG\x00\x01"


class Damaged(ValueError):  # noqa: N818 - reads as what it is
    """The bytes are not a whole fragment."""


@dataclass(frozen=True)
class Page:
    """A page: its size in points, its own entries as PDF, and where its content stream is."""

    width: float
    height: float
    entries: bytes
    content: int


@dataclass(frozen=True)
class Stream:
    """A stream: its dictionary without the length, its data as in the file, and whether equal ones may be shared."""

    entries: bytes
    data: bytes
    shared: bool


@dataclass(frozen=True)
class Glyph:
    """A glyph that is used: its width in thousandths of the size, and the text it stands for."""

    width: float
    text: str


@dataclass(frozen=True)
class Facts:
    """What was found in a fragment when it was set, to hold the finished file against.

    ``marks`` is the reading order: page and number of each piece of marked content. ``kinds`` counts the elements of
    each kind. ``links`` and ``fields`` are the annotations.
    """

    marks: tuple[tuple[int, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    links: int = 0
    fields: int = 0


@dataclass(frozen=True)
class Fragment:
    """A section set in type. Object numbers run through the pages, then the streams, then ``objects`` (one a line).

    ``destinations`` are (name, page, view); ``outline`` (depth, title, page, view); ``ids`` (id of an element, its
    object); ``goals`` the names that links lead to, here or in other fragments; ``fields`` the top form fields.
    ``remarks`` are what was seen on its pages that is not as it should be, field by field (``typeset.Complaint``).
    """

    id: str
    title: str
    pages: tuple[Page, ...]
    streams: tuple[Stream, ...]
    objects: tuple[bytes, ...]
    root: int
    keys: int
    parents: tuple[tuple[int, bytes], ...]
    ids: tuple[tuple[str, int], ...] = ()
    destinations: tuple[tuple[str, int, str], ...] = ()
    outline: tuple[tuple[int, str, int, str], ...] = ()
    goals: tuple[str, ...] = ()
    fields: tuple[tuple[str, int], ...] = ()
    glyphs: Mapping[str, Mapping[int, Glyph]] = field(default_factory=dict)
    field_fonts: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = Facts()
    remarks: tuple[tuple[str, ...], ...] = ()

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return len(self.pages)


def dump(fragment: Fragment) -> bytes:
    """Write a fragment as bytes that prove themselves: a digest of all that follows stands in front."""
    head = {
        "id": fragment.id,
        "title": fragment.title,
        "root": fragment.root,
        "keys": fragment.keys,
        "ids": fragment.ids,
        "destinations": fragment.destinations,
        "outline": fragment.outline,
        "goals": fragment.goals,
        "fields": fragment.fields,
        "field_fonts": dict(fragment.field_fonts),
        "glyphs": {
            face: [[number, glyph.width, glyph.text] for number, glyph in sorted(glyphs.items())]
            for face, glyphs in fragment.glyphs.items()
        },
        "facts": asdict(fragment.facts),
        "remarks": fragment.remarks,
        "pages": [[p.width, p.height, len(p.entries), p.content] for p in fragment.pages],
        "streams": [[len(s.entries), len(s.data), s.shared] for s in fragment.streams],
        "objects": len(fragment.objects),
        "parents": [[key, len(text)] for key, text in fragment.parents],
    }
    told = json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()
    body = b"".join(
        [
            *(page.entries for page in fragment.pages),
            *(part for stream in fragment.streams for part in (stream.entries, stream.data)),
            *(text for _, text in fragment.parents),
            b"\n".join(fragment.objects),
        ]
    )
    content = told + body
    return _HEAD.pack(_MAGIC, hashlib.sha256(content).digest(), len(told)) + content


def load(data: bytes) -> Fragment:
    """Read a fragment; raise Damaged if a single bit of it is not as it was written."""
    if len(data) < _HEAD.size:
        raise Damaged("it is too short")
    magic, digest, length = _HEAD.unpack_from(data)
    content = memoryview(data)[_HEAD.size :]
    if magic != _MAGIC or hashlib.sha256(content).digest() != digest:
        raise Damaged("it is not what was written")
    head = json.loads(bytes(content[:length]))
    rest = _Reader(content[length:])
    pages = [Page(width, height, rest.take(size), index) for width, height, size, index in head["pages"]]
    streams = [Stream(rest.take(told), rest.take(size), shared) for told, size, shared in head["streams"]]
    parents = [(key, rest.take(size)) for key, size in head["parents"]]
    objects = rest.remainder().split(b"\n") if head["objects"] else []
    return Fragment(
        id=head["id"],
        title=head["title"],
        pages=tuple(pages),
        streams=tuple(streams),
        objects=tuple(objects),
        root=head["root"],
        keys=head["keys"],
        parents=tuple(parents),
        ids=_tuples(head["ids"]),
        destinations=_tuples(head["destinations"]),
        outline=_tuples(head["outline"]),
        goals=tuple(head["goals"]),
        fields=_tuples(head["fields"]),
        glyphs={
            face: {number: Glyph(width, text) for number, width, text in glyphs}
            for face, glyphs in head["glyphs"].items()
        },
        field_fonts=head["field_fonts"],
        facts=_facts_in(head["facts"]),
        remarks=_tuples(head["remarks"]),
    )


def _facts_in(told: dict[str, Any]) -> Facts:
    return Facts(_tuples(told["marks"]), _tuples(told["kinds"]), told["links"], told["fields"])


class _Reader:
    """Takes one piece after the other off a view of bytes."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def take(self, size: int) -> bytes:
        self._at += size
        return bytes(self._view[self._at - size : self._at])

    def remainder(self) -> bytes:
        return bytes(self._view[self._at :])


def _tuples(rows: list[list[Any]]) -> tuple[Any, ...]:
    return tuple(tuple(row) for row in rows)
