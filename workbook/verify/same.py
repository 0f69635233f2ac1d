"""Invariants of what pages use: drawings, links and fields are, object by object, those that were set.

The objects of a part are paired with those of the file: first its pages, then what these refer to, and so on. Texts are
compared, not what they mean: that takes a third of the time. White space and packing may differ: a file that another
program has saved again is the same file.
"""

import re
from collections.abc import Iterator, Sequence

from workbook.pagination import PlacedPart
from workbook.verify.read import Read, number_of
from workbook.verify.syntax import Reference, Value, parse
from workbook.verify.tags import COPY, copies

_THEIRS = re.compile(rb"(\d++) 0 R")
_OWN = re.compile(rb"\x01(\d+)\x02|\x05[^\x02]*\x02")
_KEY = re.compile(rb"/StructParents \x03\d+\x02")
_MAY_DIFFER = re.compile(rb"/Folio \d+ 0 R|\x05folio\x02|/StructParents? (?:\x03\d+\x02|\d+)|/Filter ?/FlateDecode")
"""The font of page numbers, which not all files have; the place in the parent tree; how a stream is packed."""

_REFERENCE = re.compile(rb"\x01(\d+)\x02")
_SPACE = b" \n\r\t"


def pages_use_what_was_set(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Resources, drawings and annotations of pages are those of the parts."""
    for place, suffix in copies(placed):
        for what in _Pairing(file, place, suffix).differing():
            yield f"{place.part.fragment.id}: {what} is not what was set"


class _Pairing:
    """Objects of one part by number, each with the number of the object in the file that took its place."""

    def __init__(self, file: Read, place: PlacedPart, suffix: str) -> None:
        self._file = file
        self._fragment = place.part.fragment
        self._suffix = suffix.encode()
        self._pages = file.pages[place.first : place.first + self._fragment.page_count]
        self._pairs = dict(enumerate(self._pages))
        self._todo: list[int] = []

    def differing(self) -> Iterator[str]:
        """Tell what is not the same."""
        for index, (number, page) in enumerate(zip(self._pages, self._fragment.pages, strict=True)):
            theirs = self._file.dictionary(number)
            text = _KEY.sub(b"", _REFERENCE.sub(rb"\1 0 R", page.entries))
            own = parse(b"<<%b>>" % text)
            if not isinstance(own, dict) or not all(self._same(own[key], theirs.get(key)) for key in own):
                yield f"page {index}"
        while self._todo:
            numbers, self._todo = self._todo, []
            if not self._same_objects(numbers):
                yield from (f"object {number}" for number in numbers if not self._same_objects([number]))

    def _same(self, own: Value, their: Value) -> bool:
        """Compare two values of a page; what they refer to is paired, and compared later."""
        if isinstance(own, list):
            return isinstance(their, list) and len(own) == len(their) and all(map(self._same, own, their))
        if isinstance(own, dict):
            return isinstance(their, dict) and all(self._same(value, their.get(key)) for key, value in own.items())
        return self._pair(own.number, number_of(their)) if isinstance(own, Reference) else own == their

    def _same_objects(self, numbers: list[int]) -> bool:
        """Compare objects of a part with those in their places, all together: their texts, and what streams hold."""
        own, their = [], []
        for number in numbers:
            place = self._pairs[number]
            index = number - self._fragment.page_count
            if index >= len(self._fragment.streams):
                own.append(self._fragment.objects[index - len(self._fragment.streams)])
                their.append(self._file.objects.get(place, b""))
                continue
            stream = self._fragment.streams[index]
            entries, data = self._file.streams.get(place, (b"", b""))
            if data != stream.data and self._file.content(place) != stream.data:
                return False
            own.append(stream.entries)
            their.append(entries)
        return self._same_text(b"\n".join(own), b"\n".join(their))

    def _same_text(self, own: bytes, their: bytes) -> bool:
        """Compare texts, but for the numbers of objects; those are paired."""
        ours = _OWN.split(_MAY_DIFFER.sub(b"", own.replace(COPY, self._suffix)))
        theirs = _THEIRS.split(_MAY_DIFFER.sub(b"", their))
        if b"\0".join(ours[::2]).translate(None, _SPACE) != b"\0".join(theirs[::2]).translate(None, _SPACE):
            return False
        # Most of what is referred to is referred to again and again: as a set, each pair is looked at once.
        pairs = set(zip(ours[1::2], theirs[1::2], strict=True))
        return not [one for one, other in pairs if one and not self._pair(int(one), int(other or 0))]

    def _pair(self, own: int, their: int) -> bool:
        if own not in self._pairs:
            self._pairs[own] = their
            self._todo.append(own)
        return self._pairs[own] == their
