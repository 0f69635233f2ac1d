"""PDF -> Fragment: take the objects of a freshly set section out of its file, and leave the file behind.

References become marks (see ``fragment.py``), so that binding needs no PDF library: it numbers and writes.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream

from workbook import fragment as made
from workbook.fragment import Fragment, Glyph
from workbook.ink import use_black_ink
from workbook.letters import letters_of, take_words
from workbook.repair import repair
from workbook.tags import Element, Reference, read_tree, say, simplify, spell_element

_TOKENS = re.compile(rb"(\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>)|(\d+) \d+ R|/StructParents? (\d+)", re.DOTALL)
_CMAP = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>")
_FIELD_NAME = re.compile(rb"/T \(([\w-]+)\)")
_LINK = "workbook:"


def extract(raw: bytes, section_id: str, title: str) -> Fragment:
    """Give a section's PDF as a fragment."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        repair(pdf)
        use_black_ink(pdf)
        return _Extraction(pdf, section_id, title).run()


class _Extraction:
    """One PDF on its way to a fragment. Numbers are given in the order in which objects are met."""

    def __init__(self, pdf: pikepdf.Pdf, section_id: str, title: str) -> None:
        self.pdf = pdf
        self.id = section_id
        self.title = title
        self.pages = [page.obj for page in pdf.pages]
        self.index = {page.objgen: i for i, page in enumerate(self.pages)}
        self.streams: list[made.Stream] = []
        self.lines: list[bytes | None] = []
        self.names: dict[tuple[int, int], bytes] = {}
        self.waiting: list[tuple[int, Any]] = []
        self.inner: list[tuple[int, Any]] = []
        self.fonts = _Fonts()

    def run(self) -> Fragment:
        goals = self._aim_links()
        self._make_room_for_folios()
        tree = read_tree(self.pdf.Root.StructTreeRoot, self.index)
        say(tree, self._words())
        simplify(tree)
        self._number_streams()
        pages = [self._page(i, page) for i, page in enumerate(self.pages)]
        elements = list(tree.walk())
        numbers = {id(element): self._reserve() for element in elements}
        ids = self._elements(elements, numbers)
        parents, keys = self._parents(elements, numbers)
        tops = self._fields()
        self._drain()
        return Fragment(
            id=self.id,
            title=self.title,
            pages=tuple(pages),
            streams=tuple(self.streams),
            objects=tuple(line or b"null" for line in self.lines),
            root=numbers[id(tree)],
            keys=keys,
            parents=tuple(parents),
            ids=tuple(ids),
            destinations=tuple(self._destinations()),
            outline=tuple(self._outline()),
            goals=tuple(goals),
            fields=tuple(tops),
            glyphs=self.fonts.glyphs,
            field_fonts=self.fonts.in_fields,
            facts=self._facts(tree),
        )

    def _facts(self, tree: Element) -> made.Facts:
        kinds = Counter(element.kind for element in tree.walk())
        notes = Counter(str(note.get("/Subtype")) for page in self.pages for note in page.get("/Annots", []))
        return made.Facts(tuple(tree.marks()), tuple(sorted(kinds.items())), notes["/Link"], notes["/Widget"])

    # --- numbers ---------------------------------------------------------------------------------------------------

    def _number_streams(self) -> None:
        """Give streams their numbers first: they are written as they are, everything else goes into ``objects``."""
        found = [page.Contents for page in self.pages]
        seen = {page.objgen for page in self.pages}
        for stream in found:
            self.names[stream.objgen] = _reference(len(self.pages) + len(self.streams))
            self.streams.append(_content(stream))
            seen.add(stream.objgen)
        for item in self._reachable():
            if isinstance(item, Stream) and item.objgen not in seen:
                seen.add(item.objgen)
                number = len(self.pages) + len(self.streams)
                self.names[item.objgen] = _reference(number)
                self.streams.append(made.Stream(b"", b"", shared=False))
                self.inner.append((number, item))

    def _reachable(self) -> Iterable[Any]:
        """Give what pages and fields use, without fonts and tags: those are written anew."""
        roots: list[Any] = [page.get(key) for page in self.pages for key in ("/Resources", "/Annots")]
        roots.append(self.pdf.Root.get("/AcroForm", Dictionary()).get("/Fields"))
        seen: set[tuple[int, int]] = set()
        while roots:
            item = roots.pop(0)
            if not isinstance(item, Dictionary | Array | Stream):
                continue
            if item.is_indirect:
                if item.objgen in seen or item.objgen in self.index:
                    continue
                seen.add(item.objgen)
            if isinstance(item, Dictionary) and item.get("/Type") == Name.Font:
                self.names[item.objgen] = self.fonts.read(item)
                continue
            if item.objgen in self.names or (isinstance(item, Dictionary) and item.get("/Type") == Name.StructElem):
                continue
            yield item
            roots += list(item) if isinstance(item, Array) else [v for k, v in item.items() if k != "/P"]

    def _reserve(self) -> int:
        self.lines.append(None)
        return len(self.pages) + len(self.streams) + len(self.lines) - 1

    def _put(self, number: int, text: bytes) -> None:
        text = text.replace(b"/Folio \x05folio\x02", b"\x05folio\x02").replace(b"\n", b" ")
        self.lines[number - len(self.pages) - len(self.streams)] = text

    def _name(self, objgen: tuple[int, int]) -> bytes:
        """Give the mark of an object; one that is met for the first time waits to be written."""
        if objgen in self.index:
            return _reference(self.index[objgen])
        if objgen not in self.names:
            number = self._reserve()
            self.names[objgen] = _reference(number)
            self.waiting.append((number, self.pdf.get_object(objgen)))
        return self.names[objgen]

    def _drain(self) -> None:
        """Write what waits, and what that needs; then the streams inside resources, whose entries need names."""
        while self.waiting or self.inner:
            if self.waiting:
                number, item = self.waiting.pop(0)
                self._put(number, self._spell(item))
            else:
                number, item = self.inner.pop(0)
                self.streams[number - len(self.pages)] = self._stream(item)

    def _spell(self, item: Any) -> bytes:
        """Write an object as PDF, with marks for numbers."""
        text = item.unparse(resolved=True) if isinstance(item, pikepdf.Object) else pikepdf.Object.parse(item).unparse()
        return _TOKENS.sub(self._mark, _FIELD_NAME.sub(b"/T (\\1\x06\x02)", text))

    def _mark(self, match: re.Match[bytes]) -> bytes:
        if match[1] is not None:
            return match[1]
        if match[2] is not None:
            return self._name((int(match[2]), 0))
        return b"%b \x03%b\x02" % (match[0].split()[0], match[3])

    def _make_room_for_folios(self) -> None:
        """Let every page know the font of page numbers, which are printed when the workbook is bound."""
        place = self.pdf.make_indirect(Dictionary())
        self.names[place.objgen] = b"\x05folio\x02"
        for page in self.pages:
            if "/Font" not in page.Resources:
                page.Resources.Font = Dictionary()
            page.Resources.Font.Folio = place

    def _words(self) -> dict[tuple[int, int], str]:
        """Take out of pages what marks say whose glyphs do not: a screen reader looks for it at the tags."""
        found: dict[tuple[int, int], str] = {}
        for index, page in enumerate(self.pages):
            content, words = take_words(page.Contents.read_bytes())
            if words:
                page.Contents = self.pdf.make_stream(content)
                found.update({(index, number): text for number, text in words.items()})
        return found

    # --- pages and streams -----------------------------------------------------------------------------------------

    def _page(self, index: int, page: Any) -> made.Page:
        """Write the entries of a page that do not depend on its place in the workbook."""
        left, bottom, right, top = (float(v) for v in page.MediaBox)
        for note in page.get("/Annots", []):
            note.P = page
        kept = ("/Resources", "/Annots", "/StructParents", "/Group")
        entries = b"".join(key.encode() + b" " + self._member(page, key) for key in kept if key in page)
        entries = re.sub(rb"/StructParents (\d+)", b"/StructParents \x03\\1\x02", entries)
        return made.Page(right - left, top - bottom, entries, len(self.pages) + index)

    def _member(self, item: Any, key: str) -> bytes:
        value = item[key]
        if isinstance(value, int):
            return b"%d" % value
        return self._name(value.objgen) if value.is_indirect else self._spell(value)

    def _stream(self, item: Any) -> made.Stream:
        entries = b"".join(
            key.encode() + b" " + self._any(value)
            for key, value in sorted(item.stream_dict.items())
            if key != "/Length"
        )
        return made.Stream(entries, item.read_raw_bytes(), shared=b"\x01" not in entries)

    def _any(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Object):
            return self._name(value.objgen) if value.is_indirect else self._spell(value)
        return bytes(Array([value]).unparse())[1:-1].strip()

    # --- tags ------------------------------------------------------------------------------------------------------

    def _elements(self, elements: list[Element], numbers: dict[int, int]) -> list[tuple[str, int]]:
        """Write all elements, with ids that are unique in a workbook."""
        parent = {id(kid): element for element in elements for kid in element.kids if isinstance(kid, Element)}
        marks = {key: _reference(number) for key, number in numbers.items()}
        ids: list[tuple[str, int]] = []
        for element in elements:
            if element.kind == "Figure" and element.page is not None:
                self._frame(element.keys.get("/A"), self.pages[element.page])
            above = marks[id(parent[id(element)])] if id(element) in parent else b"\x05document\x02"
            page = _reference(element.page) if element.page is not None else None
            text = spell_element(element, above, marks, page, self._value)
            if "/ID" in element.keys:
                ids.append((self._id(element.keys["/ID"]), numbers[id(element)]))
            if element is elements[0]:
                text = text.replace(b"/P ", b"/T %b/P " % bytes(pikepdf.String(self.title).unparse()), 1)
            self._put(numbers[id(element)], text)
        return ids

    @staticmethod
    def _frame(layout: Any, page: Any) -> None:
        """Give the frame of a figure in points from the lower left; WeasyPrint gives CSS pixels from the top."""
        if isinstance(layout, Dictionary) and "/BBox" in layout:
            x1, y1, x2, y2 = (float(v) * 72 / 96 for v in layout.BBox)
            top = float(page.MediaBox[3])
            layout.BBox = Array([round(v, 2) for v in (x1, top - y2, x2, top - y1)])

    def _value(self, value: Any) -> bytes:
        """Write an entry of an element: ids of header cells get the name of the section in front."""
        if isinstance(value, pikepdf.String) and re.fullmatch(rb"\d+-\d+-\d+", bytes(value)):
            return b"(%b\x06\x02)" % self._id(value).encode()
        if isinstance(value, Dictionary) and "/Headers" in value:
            heads = b" ".join(b"(%b\x06\x02)" % self._id(head).encode() for head in value.Headers)
            rest = Dictionary({k: v for k, v in value.items() if k != "/Headers"})
            return self._spell(rest)[:-2] + b"/Headers[%b]>>" % heads
        return self._any(value)

    def _id(self, value: Any) -> str:
        return f"{self.id}.{bytes(value).decode('ascii')}"

    def _parents(self, elements: list[Element], numbers: dict[int, int]) -> tuple[list[tuple[int, bytes]], int]:
        """Write the parent tree: for a page the elements by the number of their marks, for an annotation its own."""
        by_page: dict[int, dict[int, bytes]] = {i: {} for i in range(len(self.pages))}
        entries: dict[int, bytes] = {}
        for element in elements:
            mine = _reference(numbers[id(element)])
            for kid in element.kids:
                if isinstance(kid, Element):
                    continue
                if isinstance(kid, Reference):
                    entries[int(kid.annotation.StructParent)] = mine
                elif element.page is not None:
                    by_page[element.page][kid.number] = mine
        for i, page in enumerate(self.pages):
            if "/StructParents" in page:
                found = by_page[i]
                row = [found.get(number, b"null") for number in range(max(found, default=-1) + 1)]
                entries[int(page.StructParents)] = b"[%b]" % b" ".join(row)
        return sorted(entries.items()), max(entries, default=-1) + 1

    # --- links, names, outline, fields -----------------------------------------------------------------------------

    def _aim_links(self) -> list[str]:
        """Turn links to other parts (``workbook:anchor``) into destinations; give all names that links lead to."""
        goals: dict[str, None] = {}
        for page in self.pages:
            for note in page.get("/Annots", []):
                action = note.get("/A")
                uri = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
                if uri.startswith(_LINK):
                    del note["/A"]
                    note.Dest = pikepdf.String(uri.removeprefix(_LINK))
                if isinstance(note.get("/Dest"), pikepdf.String):
                    goals[str(note.Dest)] = None
        return list(goals)

    def _destinations(self) -> Iterable[tuple[str, int, str]]:
        names: Any = self.pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", [])
        for i in range(0, len(names), 2):
            goal = names[i + 1]
            yield str(names[i]), self.index[goal[0].objgen], _view(goal)

    def _outline(self) -> Iterable[tuple[int, str, int, str]]:
        def visit(items: Iterable[OutlineItem], depth: int) -> Iterable[tuple[int, str, int, str]]:
            for item in items:
                goal = item.destination
                if isinstance(goal, Array) and goal[0].objgen in self.index:
                    yield depth, item.title, self.index[goal[0].objgen], _view(goal)
                yield from visit(item.children, depth + 1)

        with self.pdf.open_outline() as outline:
            yield from list(visit(outline.root, 0))

    def _fields(self) -> list[tuple[str, int]]:
        """Give the top form fields by name, and note the fonts that their values are written in."""
        form = self.pdf.Root.get("/AcroForm")
        if form is None:
            return []
        for name, font in form.get("/DR", Dictionary()).get("/Font", Dictionary()).items():
            self.fonts.in_fields[name] = self.fonts.face(font)
        found = []
        for item in form.get("/Fields", []):
            mark = self._name(item.objgen)
            found.append((str(item.get("/T", "")), int(mark[1:-1])))
        return found


class _Fonts:
    """The faces of a fragment: their glyphs are collected, their files are left to the binder."""

    def __init__(self) -> None:
        self.glyphs: dict[str, dict[int, Glyph]] = {}
        self.in_fields: dict[str, str] = {}

    @staticmethod
    def face(font: Any) -> str:
        """Give the name of a face, such as Body-Bold."""
        return str(font.BaseFont).rpartition("+")[2].lstrip("/")

    def read(self, font: Any) -> bytes:
        """Collect the glyphs of a font, and give the mark that stands for it."""
        face = self.face(font)
        glyphs = self.glyphs.setdefault(face, {})
        widths = _widths(font.DescendantFonts[0].W)
        letters = letters_of(face)
        for code, text in _CMAP.findall(font.ToUnicode.read_bytes()):
            number = int(code, 16)
            if number in widths:
                glyphs[number] = Glyph(widths[number], bytes.fromhex(text.decode()).decode("utf-16-be"))
        for number, width in widths.items():
            glyphs.setdefault(number, Glyph(width, ""))
            if number in letters:
                glyphs[number] = Glyph(width, letters[number])
        return b"\x05font:%b\x02" % face.encode()


def _widths(rows: Any) -> dict[int, float]:
    """Read the widths of a CID font: [first [width width ...] ...]."""
    return {int(rows[i]) + k: float(w) for i in range(0, len(rows), 2) for k, w in enumerate(rows[i + 1])}


def _content(stream: Any) -> made.Stream:
    """Give the content of a page, wrapped so that its transformations end before a page number is printed."""
    data = b"q\n" + stream.read_bytes() + b"\nQ\n"
    return made.Stream(b"/Filter/FlateDecode", zlib.compress(data, 9), shared=False)


def _view(goal: Any) -> str:
    """Give what follows the page in a destination, such as ``/XYZ 62.3 738.1 0``."""
    return bytes(Array(list(goal)[1:]).unparse())[1:-1].decode("ascii").strip()


def _reference(number: int) -> bytes:
    return b"\x01%d\x02" % number
