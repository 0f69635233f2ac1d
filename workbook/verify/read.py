"""A bound file, read back from its bytes alone: objects, pages, tags, names, labels, outline, fields.

It knows nothing of how the binder came to them. Files that another program has saved again are read with pikepdf.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from workbook.verify.syntax import Name, Reference, Value, parse

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_STREAM = re.compile(rb"\d+ 0 obj\n<<(.*?)/Length (\d+)>>\nstream\n", re.DOTALL)
_ELEMENT = re.compile(
    rb"<</Type/StructElem/S/([A-Za-z0-9]+)(?:/T (?:\((?:[^()\\]|\\.)*\)|<[0-9a-f]*>))?/P (\d+) 0 R"
    rb"(?:/Pg (\d+) 0 R)?/K\[(.*?)\]",
    re.DOTALL,
)
_KID = re.compile(rb"<</Type/OBJR(?:/Pg (\d+) 0 R)?/Obj (\d+) 0 R>>|(\d+) 0 R|(\d+)")


class Unreadable(ValueError):  # noqa: N818 - reads as what it is
    """The file is not such a file as Workbook writes."""


@dataclass(frozen=True)
class Tag:
    """An element: kind, parent, page (object numbers; 0 for none), and its kids in order.

    A kid is ("element", number, 0), ("mark", number of the marked content, page) or ("object", annotation, page).
    """

    kind: str
    parent: int
    page: int
    kids: tuple[tuple[str, int, int], ...]


class Read:
    """A file, read. Raise Unreadable where its form is not what it should be."""

    def __init__(self, pdf: bytes) -> None:
        self.objects: dict[int, bytes] = {}
        self.streams: dict[int, tuple[bytes, bytes]] = {}
        self._parsed: dict[int, Value] = {}
        try:
            self.root = self._read_own(pdf)
        except (Unreadable, zlib.error, struct.error, LookupError, AttributeError):
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
                self.streams[number] = _stream_at(pdf, at)
            elif kind:
                packed.setdefault(at, set()).add(number)
        for holder, numbers in packed.items():
            self._unpack(holder, numbers)
        root = re.search(rb"/Root (\d+) 0 R", entries)
        if not root:
            raise Unreadable("it has no catalog")
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
                        self.streams[item.objgen[0]] = (pikepdf.Dictionary(told).unparse(), item.read_raw_bytes())
                    elif isinstance(item, pikepdf.Object):
                        self.objects[item.objgen[0]] = item.unparse(resolved=True)
                return int(file.Root.objgen[0])
        except pikepdf.PdfError as error:
            raise Unreadable(str(error)) from error

    def value(self, item: Value) -> Value:
        """Follow a reference; None for an object that is not there."""
        if not isinstance(item, Reference):
            return item
        if item.number not in self._parsed:
            body = self.objects.get(item.number) or self.streams.get(item.number, (b"null", b""))[0]
            try:
                self._parsed[item.number] = parse(
                    body if item.number in self.objects else b"<<%b>>" % body.strip(b"<> ")
                )
            except ValueError as error:
                raise Unreadable(f"object {item.number}: {error}") from error
        return self._parsed[item.number]

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
        return list(self._leaves(self.catalog.get("Pages"), 0))

    def _leaves(self, node: Value, depth: int) -> Iterator[int]:
        if not isinstance(node, Reference) or depth > 9:  # noqa: PLR2004 - ours has one level, a hostile one a circle
            return
        kids = self.dictionary(node).get("Kids")
        if kids is None:
            yield node.number
        for kid in self.listed(kids):
            yield from self._leaves(kid, depth + 1)

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
        found = {}
        for number, body in self.objects.items():
            match = _ELEMENT.match(body)
            if match:
                kind, parent, page, kids = match.groups()
                found[number] = Tag(kind.decode(), int(parent), int(page or 0), _kids(kids, int(page or 0)))
            elif b"/StructElem" in body and self.dictionary(number).get("Type") == "StructElem":
                found[number] = self._tag(self.dictionary(number))
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
        found = ((self.dictionary(n).get("ID"), n) for n in self.tags if b"/ID" in self.objects[n])
        return [(name, number) for name, number in found if isinstance(name, bytes)]

    @cached_property
    def headers(self) -> set[bytes]:
        """All ids that cells of tables name as their headers."""
        cells = (self.dictionary(n) for n in self.tags if b"/Headers" in self.objects[n])
        entries = (self.dictionary(entry) for cell in cells for entry in self.listed(cell.get("A")))
        return {name for entry in entries for name in self.listed(entry.get("Headers")) if isinstance(name, bytes)}

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


def _stream_at(pdf: bytes, at: int) -> tuple[bytes, bytes]:
    match = _STREAM.match(pdf, at)
    if not match:
        raise Unreadable(f"there is no stream at byte {at}")
    start, length = match.end(), int(match[2])
    if pdf[start + length : start + length + 10] != b"\nendstream":
        raise Unreadable(f"the stream at byte {at} has another length than it says")
    return match[1], pdf[start : start + length]


def _kids(text: bytes, page: int) -> tuple[tuple[str, int, int], ...]:
    if text.isdigit():
        return (("mark", int(text), page),)
    return tuple(
        ("object", int(annotation), int(where or page))
        if annotation
        else ("element", int(kid), 0)
        if kid
        else ("mark", int(mark), page)
        for where, annotation, kid, mark in _KID.findall(text)
    )


__all__ = ["Name", "Read", "Reference", "Tag", "Unreadable", "Value", "number_of", "numbers"]
