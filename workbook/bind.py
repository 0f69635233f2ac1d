"""Fragments -> one tagged PDF: tags, links, outline, page labels and folios joined; nothing is set again.

Appending pages alone passes every validator and is broken: pages read with another page's tags, and links lead nowhere.
So each part of the catalog is joined here: structure tree, parent tree, element ids, destinations, outline, labels,
metadata and fonts.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from workbook.folios import FolioFont, roman
from workbook.repair import walk

BINDING_SHIFT_PT = 4 * 72 / 25.4
"""How far a left-hand page is moved toward the outer edge, in points: the binding margin is 4 mm wider."""


@dataclass(frozen=True)
class Part:
    """A fragment in its place: its PDF, and how it stands in the workbook."""

    id: str
    title: str
    pdf: bytes
    page_count: int
    matter: Literal["front", "body"] = "body"
    side: Literal["right", "any"] = "any"
    depth: int = 1


@dataclass(frozen=True)
class PlacedPart:
    """A part with the number of its first page: from 0 in the file, and from 1 in its matter."""

    part: Part
    first: int
    number: int

    @property
    def label(self) -> str:
        """The page label: roman in the front matter, arabic in the body."""
        return roman(self.number) if self.part.matter == "front" else str(self.number)


def paginate(parts: Iterable[Part], blank: Part) -> tuple[PlacedPart, ...]:
    """Put parts one after the other, with a blank (a notes page) wherever a part must begin on a right-hand page.

    The body begins on a right-hand page with the number 1, so that odd numbers are always on the right.
    """
    if blank.page_count != 1:
        raise ValueError(f"a blank has one page, not {blank.page_count}")
    placed: list[PlacedPart] = []
    page = 0
    body_start: int | None = None
    for part in parts:
        opens_body = part.matter == "body" and body_start is None
        if page % 2 and (part.side == "right" or opens_body):
            start = 0 if body_start is None else body_start
            filler = replace(blank, id=f"{blank.id}-{page}", matter="front" if body_start is None else "body", depth=0)
            placed.append(PlacedPart(filler, page, page - start + 1))
            page += 1
        if opens_body:
            body_start = page
        start = body_start if part.matter == "body" and body_start is not None else 0
        placed.append(PlacedPart(part, page, page - start + 1))
        page += part.page_count
    return tuple(placed)


@dataclass
class _Binding:
    """The file in the making, and what has been collected of each part so far."""

    pdf: pikepdf.Pdf
    document: pikepdf.Dictionary
    parents: list[tuple[int, pikepdf.Object]] = field(default_factory=list)
    ids: list[tuple[bytes, pikepdf.Object]] = field(default_factory=list)
    destinations: dict[bytes, pikepdf.Object] = field(default_factory=dict)
    owners: dict[bytes, Part] = field(default_factory=dict)
    outline: list[tuple[int, OutlineItem]] = field(default_factory=list)
    next_key: int = 0


def bind(title: str, language: str, placed: Sequence[PlacedPart], *, folios: bool, outer_margin: float = 18) -> bytes:
    """Join the parts to one file. The same parts give the same bytes. ``outer_margin`` (mm) is where folios end."""
    pdf = pikepdf.new()
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    root.K = Array([document])
    binding = _Binding(pdf, document)
    for index, place in enumerate(placed):
        _join(binding, place, index)
    _link(binding)
    if folios:
        _number(pdf, placed, outer_margin * 72 / 25.4)
    _shift_left_pages(pdf)
    root.ParentTree = _tree(pdf, binding.parents, "/Nums")
    root.ParentTreeNextKey = binding.next_key
    if binding.ids:
        ids = [(String(name), element) for name, element in sorted(binding.ids, key=lambda x: x[0])]
        root.IDTree = _tree(pdf, ids, "/Names")
    pdf.Root.StructTreeRoot = root
    names = [(String(name), place) for name, place in sorted(binding.destinations.items())]
    pdf.Root.Names = Dictionary(Dests=_tree(pdf, names, "/Names"))
    _outline(pdf, binding.outline)
    _labels(pdf, placed)
    _describe(pdf, title, language)
    _share_streams(pdf)
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version="1.7",
    )
    return target.getvalue()


def _join(binding: _Binding, place: PlacedPart, index: int) -> None:
    """Bring in the pages and tags of one part. Pages first: what points to a page not yet copied would be lost."""
    pdf = binding.pdf
    with pikepdf.open(BytesIO(place.part.pdf)) as source:
        first = len(pdf.pages)
        pdf.pages.extend(source.pages)
        pages = [page.obj for page in list(pdf.pages)[first:]]
        position = {page.obj.objgen: i for i, page in enumerate(source.pages)}
        tree = pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
            element.S = Name.Part if Name.Document == element.S else element.S
            element.T = String(place.part.title)
            element.P = binding.document
            binding.document.K.append(element)
        _prefix_ids(binding, tree, f"{index}.".encode())
        _renumber(binding, tree, pages)
        _collect_names(binding, source, place.part, position, pages)
        _collect_outline(binding, source, place, position, pages)


def _prefix_ids(binding: _Binding, tree: pikepdf.Object, prefix: bytes) -> None:
    """Make the ids of elements unique, and the headers of table cells that name them."""
    for element in walk(tree):
        if "/ID" in element:
            element.ID = String(prefix + bytes(element.ID))
            binding.ids.append((bytes(element.ID), element))
        attributes = element.get("/A")
        for entry in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(entry, Dictionary) and "/Headers" in entry:
                entry.Headers = Array([String(prefix + bytes(header)) for header in entry.Headers])


def _renumber(binding: _Binding, tree: pikepdf.Object, pages: Iterable[pikepdf.Object]) -> None:
    """Shift the keys of the parent tree past those of the parts before."""
    base = binding.next_key
    entries = _read_tree(tree.get("/ParentTree"), "/Nums")
    for page in pages:
        if "/StructParents" in page:
            page.StructParents = int(page.StructParents) + base
        page.Tabs = Name.S
        for annotation in page.get("/Annots", []):
            annotation.P = page
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + base
    binding.parents += sorted((int(key) + base, value) for key, value in entries)
    binding.next_key = base + max((int(key) for key, _ in entries), default=-1) + 1


def _collect_names(
    binding: _Binding,
    source: pikepdf.Pdf,
    part: Part,
    position: Mapping[tuple[int, int], int],
    pages: Sequence[pikepdf.Object],
) -> None:
    """Note what links can lead to in a part. Copies of one part share their names, which lead to the first copy."""
    for key, target in _read_tree(source.Root.get("/Names", Dictionary()).get("/Dests"), "/Names"):
        name = bytes(key)
        if binding.owners.setdefault(name, part).pdf != part.pdf:
            raise ValueError(f"the anchor {name!r} is in two parts, {binding.owners[name].id} and {part.id}")
        page = pages[position[target[0].objgen]]
        binding.destinations.setdefault(name, Array([page, *list(target)[1:]]))


def _collect_outline(
    binding: _Binding,
    source: pikepdf.Pdf,
    place: PlacedPart,
    position: Mapping[tuple[int, int], int],
    pages: Sequence[pikepdf.Object],
) -> None:
    """Note the bookmarks of a part with their depth in the whole."""

    def visit(items: Iterable[OutlineItem], depth: int) -> None:
        for item in items:
            target = item.destination
            if isinstance(target, Array) and target[0].objgen in position:
                goal = Array([pages[position[target[0].objgen]], *list(target)[1:]])
                binding.outline.append((depth, OutlineItem(item.title, goal)))
            visit(item.children, depth + 1)

    if place.part.depth:
        with source.open_outline() as outline:
            visit(outline.root, place.part.depth)


def _link(binding: _Binding) -> None:
    """Turn links to other parts (``workbook:anchor``) into destinations; refuse those whose part is not here."""
    for page in binding.pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A")
            uri = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
            if uri.startswith("workbook:"):
                name = uri.removeprefix("workbook:").encode()
                if name not in binding.destinations:
                    raise ValueError(f"a link leads to {name!r}, which is in no part")
                del annotation["/A"]
                annotation.Dest = String(name)


def _number(pdf: pikepdf.Pdf, placed: Sequence[PlacedPart], right: float) -> None:
    """Print the page numbers of the whole workbook at the foot, as artifacts of pagination."""
    font = FolioFont(pdf)
    for place in placed:
        for offset in range(place.part.page_count):
            if page := place.first + offset:  # the first page of all, the cover, carries no number
                font.print_on(pdf.pages[page], replace(place, number=place.number + offset).label, right)


def _shift_left_pages(pdf: pikepdf.Pdf) -> None:
    """Move left-hand pages over, so that the wide margin is on the binding side: the page box moves."""
    for page in list(pdf.pages)[1::2]:
        left, bottom, right, top = (float(x) for x in page.obj.MediaBox)
        page.obj.MediaBox = Array([round(left + BINDING_SHIFT_PT, 3), bottom, round(right + BINDING_SHIFT_PT, 3), top])
        for box in ("/CropBox", "/TrimBox", "/BleedBox"):
            if box in page.obj:
                page.obj[box] = page.obj.MediaBox


def _outline(pdf: pikepdf.Pdf, items: Sequence[tuple[int, OutlineItem]]) -> None:
    """Write the bookmarks as a tree: each item hangs below the last one that is less deep."""
    with pdf.open_outline() as outline:
        chain: list[tuple[int, OutlineItem]] = []
        for depth, item in items:
            while chain and chain[-1][0] >= depth:
                chain.pop()
            (chain[-1][1].children if chain else outline.root).append(item)
            item.is_closed = depth > 1
            chain.append((depth, item))


def _labels(pdf: pikepdf.Pdf, placed: Sequence[PlacedPart]) -> None:
    """Label pages i, ii, iii in the front matter and 1, 2, 3 in the body."""
    labels = Array()
    matter = None
    for place in placed:
        if place.part.matter != matter:
            matter = place.part.matter
            labels.append(place.first)
            labels.append(Dictionary(S=Name.r if matter == "front" else Name.D, St=place.number))
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=labels))


def _describe(pdf: pikepdf.Pdf, title: str, language: str) -> None:
    """Write title, language and the claim of PDF/UA-1; no dates and no names."""
    pdf.Root.Lang = String(language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [language]
        metadata["pdfuaid:part"] = "1"
        metadata["pdf:Producer"] = "Workbook"


def _read_tree(node: pikepdf.Object | None, leaf: str) -> list[tuple[pikepdf.Object, pikepdf.Object]]:
    """Read a number tree or a name tree as pairs."""
    if node is None:
        return []
    flat = list(node.get(leaf, Array()))
    pairs = [(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
    return pairs + [pair for kid in node.get("/Kids", []) for pair in _read_tree(kid, leaf)]


def _tree(
    pdf: pikepdf.Pdf, pairs: Sequence[tuple[object, pikepdf.Object]], leaf: str, size: int = 64
) -> pikepdf.Object:
    """Write sorted pairs as a tree with limits."""
    leaves = []
    for start in range(0, len(pairs), size):
        part = pairs[start : start + size]
        flat = Array([x for pair in part for x in pair])
        leaves.append(pdf.make_indirect(Dictionary({"/Limits": Array([part[0][0], part[-1][0]]), leaf: flat})))
    return pdf.make_indirect(Dictionary({"/Kids": Array(leaves)}) if leaves else Dictionary({leaf: Array()}))


def _share_streams(pdf: pikepdf.Pdf) -> None:
    """Keep one copy of equal streams: each part brings the same whole fonts, character maps and drawings."""
    first: dict[bytes, pikepdf.Object] = {}
    swap: dict[tuple[int, int], pikepdf.Object] = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Type") != Name.Metadata:
            entries = {k: v for k, v in item.stream_dict.items() if k != "/Length"}
            if any(isinstance(v, Dictionary | Array) and k == "/Resources" for k, v in entries.items()):
                continue
            told = repr(sorted((k, str(v)) for k, v in entries.items()))
            digest = hashlib.sha256(item.read_raw_bytes() + told.encode()).digest()
            kept = first.setdefault(digest, item)
            if kept is not item:
                swap[item.objgen] = kept
    for item in pdf.objects:
        if isinstance(item, Dictionary):
            for name, value in list(item.items()):
                if isinstance(value, pikepdf.Stream) and value.objgen in swap:
                    item[name] = swap[value.objgen]
