"""Finished copies -> one print file, in order. What is equal in several copies (most pages) stands in it once.

It is written as it is made: of a file with a thousand workbooks, only one is in memory. A print file is not tagged, as
pages of many documents in one would read as one; it says so in its description.
"""

import hashlib
import re
import struct
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from workbook.aside import written_aside
from workbook.verify.read import Read

_REFERENCE = re.compile(rb"(\d+) 0 R")
_OF_THE_WHOLE = re.compile(
    rb"/Type ?/Page\b|/Parent \d+ 0 R|/Tabs ?/S|/StructParents? \d+|/Annots ?(?:\[[^\]]*\]|\d+ 0 R)"
)
"""Entries of a page that only make sense in its own file."""
_BOX = re.compile(rb"/MediaBox ?\[[^\]]*\]")
_ENTRY = struct.Struct(">BQH")
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
NOT_TAGGED = b"Print file, not tagged. To read on a screen, open the single copies."


class Sink(Protocol):
    """Whatever can be written to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes of the file."""


def collate(copies: Iterable[Path], target: Path, *, both_sides: bool) -> int:
    """Write the pages of finished copies to one file, readable by its owner only; give the number of pages.

    For printing on both sides, each copy begins on the front of a sheet: one of an odd length gets an empty page.
    Raise OSError if a file cannot be read or written, and Unreadable if a copy is no PDF.
    """
    with written_aside(target) as stream:
        return collate_into(stream, (path.read_bytes() for path in copies), both_sides=both_sides)


def collate_into(stream: Sink, copies: Iterable[bytes], *, both_sides: bool) -> int:
    """Write the pages of finished copies, each when it is its turn; give the number of pages."""
    file = _PrintFile(stream)
    for data in copies:
        file.add(Read(data), both_sides=both_sides)
    return file.close()


class _PrintFile:
    """A PDF that is written object by object; objects 1 to 3 are the catalog, the root of the pages and the info."""

    def __init__(self, stream: Sink) -> None:
        self._stream = stream
        self._at = 0
        self._places = array("Q", [0, 0, 0, 0])
        self._known: dict[bytes, int] = {}
        self._copies: list[tuple[int, int]] = []
        self._write(_HEADER)

    def add(self, copy: Read, *, both_sides: bool) -> None:
        """Write the pages of a copy, below a node of their own."""
        numbers: dict[int, int] = {}
        node = self._reserve()
        pages = []
        for page in copy.pages:
            entries = _OF_THE_WHOLE.sub(b"", copy.objects[page])[2:-2]
            brought = self._brought(entries, copy, numbers)
            pages.append(self._put(b"<</Type/Page/Parent %d 0 R%b>>" % (node, brought)))
        if both_sides and len(pages) % 2:
            box = _BOX.search(copy.objects[copy.pages[-1]])
            text = b"<</Type/Page/Parent %d 0 R%b/Resources<<>>>>" % (node, box[0] if box else b"")
            pages.append(self._put(text))
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        self._put(b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[%b]>>" % (len(pages), kids), node)
        self._copies.append((node, len(pages)))

    def close(self) -> int:
        """Write what holds the file together; give the number of pages."""
        count = sum(pages for _, pages in self._copies)
        kids = b" ".join(b"%d 0 R" % node for node, _ in self._copies)
        self._put(b"<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>", 1)
        self._put(b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids), 2)
        self._put(b"<</Producer(Workbook)/Subject(%b)>>" % NOT_TAGGED, 3)
        own = self._reserve()
        self._places[own] = start = self._at
        rows = (_ENTRY.pack(1 if place else 0, place, 0) for place in self._places)
        table = zlib.compress(b"".join(rows))
        text = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 8 2]/Root 1 0 R/Info 3 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        self._write(text % (own, own + 1, len(table)) + table)
        self._write(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
        return count

    def _brought(self, text: bytes, copy: Read, numbers: dict[int, int]) -> bytes:
        """Give a text with the numbers that objects of a copy have here; bring in those that are not here yet."""
        return _REFERENCE.sub(lambda match: b"%d 0 R" % self._number(int(match[1]), copy, numbers), text)

    def _number(self, number: int, copy: Read, numbers: dict[int, int]) -> int:
        """Give the number here of an object of a copy: an equal one from another copy stands for it."""
        if number not in numbers:
            if number in copy.streams:
                entries, data = copy.streams[number]
                entries = self._brought(_OF_THE_WHOLE.sub(b"", entries), copy, numbers)
                body = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
            else:
                body = self._brought(copy.objects.get(number, b"null"), copy, numbers)
            digest = hashlib.sha256(body).digest()
            if digest not in self._known:
                self._known[digest] = self._put(body)
            numbers[number] = self._known[digest]
        return numbers[number]

    def _put(self, body: bytes, number: int = 0) -> int:
        """Write an object, under the next number if none is given, and give that."""
        number = number or self._reserve()
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)
