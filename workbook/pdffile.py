"""Writes a PDF file out of finished objects: object streams, a cross-reference stream, and an id made from the content.

The rules are those of ISO 32000-1, 7.5. pikepdf does the same for any file; for thousands of objects that are already
written it takes five times as long, as each goes through Python on its way in (measured with ``make bench``).
"""

import hashlib
import struct
import zlib
from itertools import accumulate

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_IN_ONE = 250
"""Objects in one object stream: readers unpack a whole one to find a single object."""
_ENTRY = struct.Struct(">BIH")


class PdfFile:
    """A PDF in the making. Object numbers begin at 1."""

    def __init__(self) -> None:
        self._last = 0
        self._objects: list[tuple[int, bytes]] = []
        self._streams: list[tuple[int, bytes]] = []

    def reserve(self, count: int = 1) -> int:
        """Keep numbers for objects that are written later; give the first of them."""
        self._last += count
        return self._last - count + 1

    def put(self, number: int, body: bytes) -> None:
        """Write an object that is no stream."""
        self._objects.append((number, body))

    def put_all(self, first: int, bodies: list[bytes]) -> None:
        """Write several objects with numbers that follow each other."""
        self._objects.extend(enumerate(bodies, first))

    def add(self, body: bytes) -> int:
        """Write an object under the next number, and give that."""
        number = self.reserve()
        self.put(number, body)
        return number

    def put_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Write a stream with the entries of its dictionary, but for the length."""
        body = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
        self._streams.append((number, body))

    def add_stream(self, entries: bytes, data: bytes) -> int:
        """Write a stream under the next number, and give that."""
        number = self.reserve()
        self.put_stream(number, entries, data)
        return number

    def save(self, root: int, info: int) -> bytes:
        """Give the file. The same objects give the same bytes."""
        places: dict[int, tuple[int, int, int]] = {}
        packed = [self._pack(self._objects[i : i + _IN_ONE], places) for i in range(0, len(self._objects), _IN_ONE)]
        xref = self.reserve()
        out = [_HEADER]
        at = len(_HEADER)
        for number, body in (*self._streams, *packed):
            written = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            places[number] = (1, at, 0)
            at += len(written)
            out.append(written)
        places[xref] = (1, at, 0)
        digest = hashlib.sha256(b"".join(out)).hexdigest()[:32].encode()
        rows = [_ENTRY.pack(*places.get(number, (0, 0, 0))) for number in range(xref + 1)]
        table = zlib.compress(b"".join(rows), 6)
        out.append(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
            b"/Length %d>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (xref, xref + 1, root, info, digest, digest, len(table), table, at)
        )
        return b"".join(out)

    def _pack(self, objects: list[tuple[int, bytes]], places: dict[int, tuple[int, int, int]]) -> tuple[int, bytes]:
        """Put objects together in an object stream, and note in which and where."""
        number = self.reserve()
        bodies = [body for _, body in objects]
        offsets = [0, *accumulate(len(body) + 1 for body in bodies)]
        head = b" ".join(b"%d %d" % (n, offset) for (n, _), offset in zip(objects, offsets, strict=False)) + b"\n"
        for index, (n, _) in enumerate(objects):
            places[n] = (2, number, index)
        data = zlib.compress(head + b"\n".join(bodies), 6)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(objects), len(head))
        return number, b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
