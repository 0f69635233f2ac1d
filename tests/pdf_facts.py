"""What stands in a PDF, read from the file alone: pages, tags, text, links, labels, outline and fonts.

Nothing here asks the program that made the file; pikepdf reads objects and PDFium is a second opinion on pages.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

Key = tuple[int, int]


@dataclass(frozen=True)
class Run:
    """A piece of text on a page: where it begins (points from the lower left), and in what it is marked."""

    text: str
    mcid: int | None
    artifact: bool
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """A leaf of the tag tree: marked content on a page (its index, or None if that page is not in the file)."""

    page: int | None
    mcid: int


@dataclass(frozen=True)
class ObjectMark:
    """A leaf of the tag tree: an annotation."""

    page: int | None
    object: Key
    subtype: str


@dataclass(eq=False)
class Tag:
    """An element of the tag tree. ``wrong`` notes what cannot be so in any tree: a null, a second parent."""

    kind: str
    key: Key
    object: Any
    kids: list["Tag | Mark | ObjectMark"] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def walk(self) -> Iterator["Tag"]:
        """Give this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def leaves(self) -> Iterator["tuple[Tag, Mark | ObjectMark]"]:
        """Give the marked content below, each with its element, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.leaves()
            else:
                yield self, kid


@dataclass(frozen=True)
class Bookmark:
    """An item of the outline: its depth from 1, its title, and the index of its page (None if it leads nowhere)."""

    depth: int
    title: str
    page: int | None


class Facts:
    """One PDF, read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(BytesIO(data))
        self.pages = [page.obj for page in self.pdf.pages]
        self.index = {page.objgen: i for i, page in enumerate(self.pages)}
        self._decoders: dict[Key, dict[int, str]] = {}

    # --- tags ------------------------------------------------------------------------------------------------------

    @cached_property
    def document(self) -> Tag:
        """The root of the tag tree."""
        seen: set[Key] = set()
        root = self.pdf.Root.StructTreeRoot
        tag = Tag("/StructTreeRoot", root.objgen, root)
        self._grow(tag, None, seen)
        return tag

    def _grow(self, tag: Tag, page: Any, seen: set[Key]) -> None:
        page = tag.object.get("/Pg", page)
        for kid in _listed(tag.object.get("/K")):
            if isinstance(kid, int):
                tag.kids.append(Mark(self._page(page), kid))
            elif not isinstance(kid, Dictionary):
                tag.wrong.append(f"has {kid!r} for a child")
            elif kid.get("/Type") == Name.MCR:
                tag.kids.append(Mark(self._page(kid.get("/Pg", page)), int(kid.MCID)))
            elif kid.get("/Type") == Name.OBJR:
                target = kid.get("/Obj")
                if isinstance(target, Dictionary):
                    subtype = str(target.get("/Subtype"))
                    tag.kids.append(ObjectMark(self._page(kid.get("/Pg", page)), target.objgen, subtype))
                else:
                    tag.wrong.append("has an object reference to nothing")
            elif kid.objgen in seen:
                tag.wrong.append(f"shares the child {kid.get('/S')} with another element")
            else:
                seen.add(kid.objgen)
                child = Tag(str(kid.get("/S")), kid.objgen, kid)
                parent = kid.get("/P")
                if not isinstance(parent, Dictionary) or parent.objgen != tag.key:
                    child.wrong.append("names another parent than the one it hangs on")
                tag.kids.append(child)
                self._grow(child, page, seen)

    def _page(self, page: Any) -> int | None:
        return self.index.get(page.objgen) if isinstance(page, Dictionary) else None

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The parent tree: for each key an element, or for a page the list of elements by marked-content number."""
        return {int(key): value for key, value in read_tree(self.pdf.Root.StructTreeRoot.get("/ParentTree"), "/Nums")}

    @cached_property
    def parts(self) -> list[Tag]:
        """The elements right below the document element: one for each section."""
        (document,) = (kid for kid in self.document.kids if isinstance(kid, Tag))
        return [kid for kid in document.kids if isinstance(kid, Tag)]

    # --- pages -----------------------------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> list[list[Run]]:
        """The text of each page in the order of painting."""
        return [list(self._read_page(page)) for page in self.pages]

    @cached_property
    def marked(self) -> list[Counter[int]]:
        """For each page, how often each marked-content number is opened."""
        found = []
        for page in self.pages:
            counts: Counter[int] = Counter()
            for operands, operator in _operations(page):
                if operator == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                    counts[int(operands[1].MCID)] += 1
            found.append(counts)
        return found

    def _read_page(self, page: Any) -> Iterator[Run]:
        fonts = page.Resources.get("/Font", {})
        state = _State()
        decoder: dict[int, str] = {}
        wide = True
        for operands, operator in _operations(page):
            if operator == "Tf":
                font = fonts[str(operands[0])]
                decoder, wide = self._decoder(font), font.Subtype == Name.Type0
            elif operator in {"Tj", "TJ"}:
                place = state.text @ state.matrix
                yield Run(_decode(operands[0], decoder, wide=wide), *state.marks[-1], place.e, place.f)
            else:
                state.follow(operands, operator)

    def _decoder(self, font: Any) -> dict[int, str]:
        if font.objgen not in self._decoders:
            self._decoders[font.objgen] = read_cmap(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        return self._decoders[font.objgen]

    def text_of(self, tag: Tag) -> str:
        """Read an element aloud: the text below it in the order of the tags.

        A figure is silent, and so is the head of a table that goes on, on a next page, with nothing said in between.
        """
        out: list[str] = []
        self._speak(tag, out, "")
        return "".join(out)

    def _speak(self, tag: Tag, out: list[str], before: str) -> str:
        """Add what is said; take and give the head of the table that has just ended, if no other words follow it."""
        for kid in tag.kids:
            if isinstance(kid, Mark):
                words = self._texts.get((kid.page, kid.mcid), "")
                before = "" if words.strip() else before
                out.append(words)
            elif isinstance(kid, Tag) and kid.kind == "/Table":
                heads: list[str] = []
                for part in kid.kids:
                    if isinstance(part, Tag) and part.kind == "/THead":
                        self._speak(part, heads, "")
                head = "".join(heads)
                table: list[str] = []
                self._speak(kid, table, "")
                out.append("".join(table).removeprefix(head if head == before else ""))
                before = head
            elif isinstance(kid, Tag) and kid.kind != "/Figure":
                before = self._speak(kid, out, before)
        return before

    @cached_property
    def _texts(self) -> dict[tuple[int | None, int], str]:
        texts: dict[tuple[int | None, int], str] = {}
        for number, runs in enumerate(self.runs):
            for run in runs:
                if run.mcid is not None and not run.artifact:
                    texts[number, run.mcid] = texts.get((number, run.mcid), "") + run.text
        return texts

    def pages_of(self, tag: Tag) -> list[int]:
        """Give the pages that an element stands on."""
        return sorted({leaf.page for _, leaf in tag.leaves() if leaf.page is not None})

    # --- links, names, labels, outline ------------------------------------------------------------------------------

    @cached_property
    def annotations(self) -> list[tuple[int, Any]]:
        """All annotations with the index of their page."""
        return [(i, note) for i, page in enumerate(self.pages) for note in page.get("/Annots", [])]

    @cached_property
    def destinations(self) -> dict[bytes, int | None]:
        """The page of each named destination; None if it leads nowhere."""
        names = self.pdf.Root.get("/Names", Dictionary()).get("/Dests")
        return {bytes(name): self._target(goal) for name, goal in read_tree(names, "/Names")}

    def goal_of(self, annotation: Any) -> int | None:
        """Give the page that a link inside the file leads to; None if it leads nowhere."""
        action = annotation.get("/A", Dictionary())
        return self._target(annotation.get("/Dest", action.get("/D")))

    def _target(self, goal: Any) -> int | None:
        if isinstance(goal, Dictionary):
            goal = goal.get("/D")
        if isinstance(goal, pikepdf.String):
            return self.destinations.get(bytes(goal))
        if isinstance(goal, Array) and len(goal) and isinstance(goal[0], Dictionary):
            return self.index.get(goal[0].objgen)
        return None

    @cached_property
    def labels(self) -> list[str]:
        """The label of each page, as PDFium shows it."""
        import pypdfium2  # noqa: PLC0415 - only a second opinion

        with pypdfium2.PdfDocument(self.data) as document:
            return [document.get_page_label(i) for i in range(len(document))]

    @cached_property
    def outline(self) -> list[Bookmark]:
        """The bookmarks from the first to the last."""
        found: list[Bookmark] = []

        def visit(item: Any, depth: int) -> None:
            while item is not None:
                action = item.get("/A", Dictionary())
                found.append(Bookmark(depth, str(item.Title), self._target(item.get("/Dest", action.get("/D")))))
                visit(item.get("/First"), depth + 1)
                item = item.get("/Next")

        visit(self.pdf.Root.get("/Outlines", Dictionary()).get("/First"), 1)
        return found

    # --- fonts -----------------------------------------------------------------------------------------------------

    @cached_property
    def fonts(self) -> dict[Key, tuple[str, str | None]]:
        """Each font with the name it is called by and the full name inside its embedded file (None: not embedded)."""
        found = {}
        for item in self.pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.Font:
                inner = item.DescendantFonts[0] if item.get("/Subtype") == Name.Type0 else item
                descriptor = inner.get("/FontDescriptor", Dictionary())
                file = descriptor.get("/FontFile2", descriptor.get("/FontFile3", descriptor.get("/FontFile")))
                name = _name_inside(file.read_bytes()) if file is not None else None
                found[item.objgen] = (str(item.get("/BaseFont")), name)
        return found


class _State:
    """Where the pen stands while a page is read, and in what the text is marked."""

    def __init__(self) -> None:
        self.matrix = pikepdf.Matrix()
        self.text = pikepdf.Matrix()
        self.marks: list[tuple[int | None, bool]] = [(None, False)]
        self._saved: list[pikepdf.Matrix] = []

    def follow(self, operands: list[Any], operator: str) -> None:
        """Follow an operator that moves the pen or opens or closes a mark."""
        if operator in {"'", '"', "T*", "TD"}:
            raise AssertionError(f"the operator {operator} is not understood by this reader")
        match operator:
            case "q":
                self._saved.append(self.matrix)
            case "Q":
                self.matrix = self._saved.pop()
            case "cm":
                self.matrix = _matrix(operands) @ self.matrix
            case "BT":
                self.text = pikepdf.Matrix()
            case "Tm":
                self.text = _matrix(operands)
            case "Td":
                self.text = pikepdf.Matrix().translated(float(operands[0]), float(operands[1])) @ self.text
            case "BMC" | "BDC":
                self.marks.append(_mark(operands, self.marks[-1]))
            case "EMC":
                self.marks.pop()


def read_tree(node: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    """Read a number tree or a name tree as pairs; an assertion fails where its limits or its order are wrong."""
    if node is None:
        return
    flat = node.get(leaf, [])
    pairs = [(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
    for kid in node.get("/Kids", []):
        inner = list(read_tree(kid, leaf))
        keys = [_plain(key) for key, _ in inner]
        limits = [_plain(key) for key in kid.get("/Limits", [])]
        assert limits == [keys[0], keys[-1]], f"the limits {limits} of a tree do not fit its keys"
        pairs += inner
    keys = [_plain(key) for key, _ in pairs]
    assert keys == sorted(set(keys)), "the keys of a tree are not in order, or stand there twice"
    yield from pairs


def read_cmap(cmap: bytes) -> dict[int, str]:
    """Read which character each code of a font stands for."""
    codes: dict[int, str] = {}
    text = cmap.decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            codes[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                codes[int(low, 16) + step] = chr(int(value, 16) + step)
    return codes


def _operations(page: Any) -> list[tuple[list[Any], str]]:
    return [(list(i.operands), str(i.operator)) for i in pikepdf.parse_content_stream(page)]


def _matrix(operands: list[Any]) -> pikepdf.Matrix:
    return pikepdf.Matrix(*(float(x) for x in operands))


def _mark(operands: list[Any], around: tuple[int | None, bool]) -> tuple[int | None, bool]:
    if operands[0] == Name.Artifact:
        return (None, True)
    if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
        return (int(operands[1].MCID), False)
    return around


def _decode(operand: Any, decoder: dict[int, str], *, wide: bool) -> str:
    pieces = [bytes(x) for x in _listed(operand) if isinstance(x, pikepdf.String)]
    if not wide:
        return b"".join(pieces).decode("cp1252")
    codes = [int.from_bytes(piece[i : i + 2], "big") for piece in pieces for i in range(0, len(piece), 2)]
    return "".join(decoder.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _plain(key: Any) -> Any:
    return key if isinstance(key, int) else bytes(key)


def _name_inside(file: bytes) -> str:
    name = TTFont(BytesIO(file), lazy=True)["name"].getDebugName(4)
    return str(name)
