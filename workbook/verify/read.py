"""A bound file, read back from its bytes alone: objects, pages, tags, names, labels, outline, fields.

It knows nothing of how the binder came to them. Files that another program has saved again are read with pikepdf.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO

from workbook.verify.element import Tag, read_tag
from workbook.verify.syntax import Reference, Value, parse

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_STREAM = re.compile(rb"(\d+) 0 obj\n<<(.*?)/Length (\d+)>>\nstream\n", re.DOTALL)
_NAME = re.compile(rb"\(([^()\\]*)\)")
_ID = re.compile(rb"/ID ?\(([^()\\]*)\)")
_HEADERS = re.compile(rb"/Headers ?\[(.*?)\]")


class Unreadable(ValueError):  # noqa: N818 - reads as what it is
    """The file is not such a file as Workbook writes."""


BROKEN = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error, zlib.error)
"""What may be raised where bytes are not what they should be; Unreadable is a ValueError."""


class Read:
    """A file, read; ``foreign`` says why it is not as Workbook writes it. Raise Unreadable if nothing can read it."""

    def __init__(self, pdf: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, tuple[bytes, bytes]] = {}
        self._parsed: dict[int, Value] = {}
        self.info: Value = None
        self.foreign = ""
        try:
            self.root = self._read_own(pdf)
        except BROKEN as error:
            self.foreign = str(error) or type(error).__name__
            self.objects, self.streams = {}, {}
            self.root = self._read_other(pdf)
        self.catalog = self.dictionary(self.root)

    # --- objects -----------------------------------------------------------------------------------------------------

    def _read_own(self, pdf: bytes) -> int:
        """Read a file of the form that ``pdffile.py`` writes, and give the number of its catalog."""
        end = _START.search(pdf, max(len(pdf) - 64, 0))
        if not end:
            raise Unreadable("its end is missing")
        entries, table = _stream_at(pdf, int(end[1]))
        if b"/Type/XRef" not in entries or b"/W[1 4 2]" not in entries:
            raise Unreadable("its table of objects is of another kind")
        packed: dict[int, set[int]] = {}
        for number, (kind, at, _) in enumerate(struct.iter_unpack(">BIH", zlib.decompress(table))):
            if kind == 1:
                self.streams[number] = _stream_at(pdf, at, number)
            elif kind:
                packed.setdefault(at, set()).add(number)
        for holder, numbers in packed.items():
            self._unpack(holder, numbers)
        root = re.search(rb"/Root (\d+) 0 R", entries)
        if not root:
            raise Unreadable("it has no catalog")
        info = re.search(rb"/Info (\d+) 0 R", entries)
        self.info = Reference(int(info[1])) if info else None
        return int(root[1])

    def _unpack(self, holder: int, numbers: set[int]) -> None:
        entries, data = self.streams.pop(holder)
        first = int(entries.rpartition(b"/First ")[2].split(b"/")[0])
        content = zlib.decompress(data)
        head = [int(word) for word in content[:first].split()]
        if set(head[::2]) != numbers:
            raise Unreadable(f"object stream {holder} holds other objects than the table says")
        stops = [*(first + at for at in head[3::2]), len(content) + 1]
        for number, at, stop in zip(head[::2], head[1::2], stops, strict=True):
            self.objects[number] = content[first + at : stop - 1]

    def _read_other(self, pdf: bytes) -> int:
        """Read any PDF, and give the number of its catalog."""
        import pikepdf  # noqa: PLC0415 - 0.1 s that a file of our own does not need

        try:
            with pikepdf.open(BytesIO(pdf)) as file:
                for item in file.objects:
                    if isinstance(item, pikepdf.Stream):
                        told = {key: value for key, value in item.stream_dict.items() if key != "/Length"}
                        self.streams[item.objgen[0]] = (pikepdf.Dictionary(told).unparse()[2:-2], item.read_raw_bytes())
                    elif isinstance(item, pikepdf.Object):
                        self.objects[item.objgen[0]] = item.unparse(resolved=True)
                self.info = Reference(file.docinfo.objgen[0]) if "/Info" in file.trailer else None
                return int(file.Root.objgen[0])
        except (pikepdf.PdfError, RuntimeError, *BROKEN) as error:
            raise Unreadable(f"no other program can read it either: {error}") from error

    def value(self, item: Value) -> Value:
        """Follow a reference; None for an object that is not there."""
        if not isinstance(item, Reference):
            return item
        if item.number not in self._parsed:
            entries = self.streams.get(item.number)
            body = b"<<%b>>" % entries[0] if entries else self.objects.get(item.number, b"null")
            try:
                self._parsed[item.number] = parse(body)
            except ValueError as error:
                raise Unreadable(f"object {item.number}: {error}") from error
        return self._parsed[item.number]

    def content(self, number: int) -> bytes:
        """Give what a stream holds, unpacked; nothing for a stream that is not there."""
        entries, data = self.streams.get(number, (b"", b""))
        return zlib.decompress(data) if b"/FlateDecode" in entries else data

    def dictionary(self, item: Value) -> dict[str, Value]:
        """Give a dictionary, through a reference or by its number; an empty one if it is none."""
        found = self.value(Reference(item) if isinstance(item, int) else item)
        return found if isinstance(found, dict) else {}

    def listed(self, item: Value) -> list[Value]:
        """Give an array, through a reference; a single value as a list of one; nothing as an empty list."""
        found = self.value(item)
        if isinstance(found, list):
            return found
        return [] if item is None or found is None else [item]

    # --- pages -------------------------------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[int]:
        """The pages in order."""
        return list(self._leaves(self.catalog.get("Pages"), set()))

    def _leaves(self, node: Value, seen: set[int]) -> Iterator[int]:
        """Give the pages below a node; a node that was seen is no node, but a page may stand there twice."""
        if not isinstance(node, Reference) or node.number in seen:
            return
        kids = self.dictionary(node).get("Kids")
        if kids is None:
            yield node.number
            return
        seen.add(node.number)
        for kid in self.listed(kids):
            yield from self._leaves(kid, seen)

    # --- tags --------------------------------------------------------------------------------------------------------

    @cached_property
    def tree(self) -> dict[str, Value]:
        """The root of the tags."""
        return self.dictionary(self.catalog.get("StructTreeRoot"))

    @cached_property
    def documents(self) -> list[int]:
        """The elements right below the root."""
        return numbers(self.listed(self.tree.get("K")))

    @cached_property
    def tags(self) -> dict[int, Tag]:
        """All elements by number, reached or not."""
        return {number: tag for number, (tag, _) in self._elements.items()}

    @cached_property
    def attributes(self) -> dict[int, bytes]:
        """What elements say of themselves, besides their place in the tree, as PDF; most say nothing.

        Of one that is not written in our way it is all that it says.
        """
        return {
            number: self.objects[number][at or 2 : -2]
            for number, (_, at) in self._elements.items()
            if not at or len(self.objects[number]) - at > 2  # noqa: PLR2004 - the end of the dictionary
        }

    @cached_property
    def _elements(self) -> dict[int, tuple[Tag, int]]:
        """All elements, each with the place in its object after its kids, 0 where it is not written in our way."""
        found = {}
        for number, body in self.objects.items():
            if own := read_tag(body):
                found[number] = own
            elif b"/StructElem" in body and self.dictionary(number).get("Type") == "StructElem":
                found[number] = (self._tag(self.dictionary(number)), 0)
        return found

    def _tag(self, entries: dict[str, Value]) -> Tag:
        """Read an element that is written in another way than ours."""
        page = number_of(entries.get("Pg"))
        kids: list[tuple[str, int, int]] = []
        for kid in self.listed(entries.get("K")):
            inner = self.dictionary(kid) if not isinstance(kid, int | float) else {}
            if isinstance(kid, int):
                kids.append(("mark", kid, page))
            elif inner.get("Type") == "OBJR":
                kids.append(("object", number_of(inner.get("Obj")), number_of(inner.get("Pg")) or page))
            else:
                kids.append(("element", number_of(kid), 0))
        return Tag(str(entries.get("S")), number_of(entries.get("P")), page, tuple(kids))

    @cached_property
    def parents(self) -> list[tuple[int, Value]]:
        """The parent tree as (key, reference or list of references), in the order of the file."""
        return [(key, value) for key, value in self._pairs(self.tree.get("ParentTree"), "Nums") if isinstance(key, int)]

    @cached_property
    def ids(self) -> list[tuple[bytes, int]]:
        """The tree of element ids, in the order of the file."""
        return [
            (key, number_of(value))
            for key, value in self._pairs(self.tree.get("IDTree"), "Names")
            if isinstance(key, bytes)
        ]

    @cached_property
    def own_ids(self) -> list[tuple[bytes, int]]:
        """The id that each element says it has."""
        found = ((_ID.search(said), number) for number, said in self.attributes.items())
        return [(match[1], number) for match, number in found if match]

    @cached_property
    def headers(self) -> set[bytes]:
        """All ids that cells of tables name as their headers."""
        return {
            name
            for said in self.attributes.values()
            for names in _HEADERS.findall(said)
            for name in _NAME.findall(names)
        }

    # --- names, annotations, fields ----------------------------------------------------------------------------------

    @cached_property
    def destinations(self) -> list[tuple[bytes, int]]:
        """Named destinations with the page that each leads to, in the order of the file."""
        names = self.dictionary(self.catalog.get("Names"))
        rows = self._pairs(names.get("Dests"), "Names")
        return [(key, number_of(self.listed(goal)[0])) for key, goal in rows if isinstance(key, bytes)]

    @cached_property
    def annotations(self) -> list[tuple[int, int]]:
        """All annotations as (page, annotation)."""
        return [(page, n) for page in self.pages for n in numbers(self.listed(self.dictionary(page).get("Annots")))]

    @cached_property
    def fields(self) -> list[int]:
        """The top form fields."""
        return numbers(self.listed(self.dictionary(self.catalog.get("AcroForm")).get("Fields")))

    def _pairs(self, node: Value, leaf: str) -> list[tuple[Value, Value]]:
        """Give the pairs of a name tree or number tree; raise Unreadable if its limits are wrong."""
        entries = self.dictionary(node)
        flat = self.listed(entries.get(leaf))
        rows = list(zip(flat[::2], flat[1::2], strict=True))
        for kid in self.listed(entries.get("Kids")):
            inner = self._pairs(kid, leaf)
            if not inner or self.listed(self.dictionary(kid).get("Limits")) != [inner[0][0], inner[-1][0]]:
                raise Unreadable(f"the limits of a leaf of the {leaf} tree are wrong")
            rows += inner
        return rows


def numbers(items: Iterable[Value]) -> list[int]:
    """Give the numbers of references, 0 for what is none."""
    return [number_of(item) for item in items]


def number_of(item: Value) -> int:
    """Give the number of a reference, 0 if it is none."""
    return item.number if isinstance(item, Reference) else 0


def _stream_at(pdf: bytes, at: int, number: int = 0) -> tuple[bytes, bytes]:
    """Give the entries and the data of a stream; raise Unreadable if it is not there, or has another number."""
    match = _STREAM.match(pdf, at)
    if not match or (number and int(match[1]) != number):
        raise Unreadable(f"there is no stream {number or ''} at byte {at}")
    start, length = match.end(), int(match[3])
    if pdf[start + length : start + length + 10] != b"\nendstream":
        raise Unreadable(f"the stream at byte {at} has another length than it says")
    return match[2], pdf[start : start + length]
