"""Invariants of pages and of the file: content, labels, links, fields, outline, fonts, metadata."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise

from workbook.language import direction_of
from workbook.pagination import PlacedPart
from workbook.verify.read import Read, number_of, numbers
from workbook.verify.syntax import Value, text_of

_SAME_PT = 0.01
_BINDING_SHIFT_PT = 4 * 72 / 25.4
"""A left-hand page is moved by so much, as the margin at the binding is 4 mm wider (architecture, "Page")."""

_INSIDE = ("workbook:", "file:")
"""What an address begins with that means something on this computer only."""

_OF_A_PAGE = frozenset(
    {"Type", "Parent", "MediaBox", "Tabs", "Contents", "Resources", "Annots", "StructParents", "Group"}
)
_OF_THE_CATALOG = frozenset(
    {"Type", "Pages", "Lang", "MarkInfo", "ViewerPreferences", "StructTreeRoot", "Names", "Outlines", "PageLabels"}
    | {"Metadata", "AcroForm"}
)

_REFERENCE = re.compile(rb"(\d++) 0 R")
_MARKS_OF_A_FRAGMENT = bytes(range(1, 7))


def objects_are_all_there(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Every reference leads to an object (``tags.py`` looks at those of elements); no mark of a fragment is left."""
    del placed
    known = file.objects.keys() | file.streams.keys()
    others = [body for number, body in file.objects.items() if number not in file.tags]
    text = b"\n".join([*others, *(entries for entries, _ in file.streams.values())])
    lost = set(map(int, set(_REFERENCE.findall(text)))) - known
    if lost:
        yield f"{len(lost)} references lead nowhere, the first to object {min(lost)}"
    text += b"\n".join([file.objects[number] for number in file.tags])
    if len(text.translate(None, _MARKS_OF_A_FRAGMENT)) != len(text):
        yield "a mark of a fragment was not replaced"


def pages_are_those_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The pages are those of the fragments, in order, with the content and the size that were set."""
    meant = [(place, i) for place in placed for i in range(place.part.fragment.page_count)]
    if len(set(file.pages)) != len(file.pages) or len(file.pages) != len(meant):
        yield f"there are {len(set(file.pages))} pages for {len(meant)}"
    for index, (page, (place, offset)) in enumerate(zip(file.pages, meant, strict=False)):
        entries, fragment = file.dictionary(page), place.part.fragment
        if entries.get("Type") != "Page" or entries.get("Tabs") != "S":
            yield f"page {index} is no page, or has no order of tabs"
        contents = [file.streams.get(n, (b"", b""))[1] for n in numbers(file.listed(entries.get("Contents")))]
        if contents[:1] != [fragment.streams[fragment.pages[offset].content - fragment.page_count].data]:
            yield f"page {index} does not have the content of page {offset} of {fragment.id}"
        left, bottom, right, top = _box(file, entries)
        size = fragment.pages[offset]
        if abs(right - left - size.width) > _SAME_PT or abs(top - bottom - size.height) > _SAME_PT:
            yield f"page {index} has another size than it was set in"
        moved = index % 2 and size.height > size.width and place.binding != "none"
        shift = (_BINDING_SHIFT_PT if place.binding == "left" else -_BINDING_SHIFT_PT) if moved else 0
        if abs(left - shift) > _SAME_PT or abs(bottom) > _SAME_PT:
            yield f"page {index} does not have its wide margin at the binding"


def _box(file: Read, entries: dict[str, Value]) -> tuple[float, ...]:
    """Give the corners of a page in points."""
    found = tuple(float(v) for v in file.listed(entries.get("MediaBox")) if isinstance(v, int | float))
    if len(found) != 4:  # noqa: PLR2004 - two corners
        raise ValueError("a page has no size")
    return found


def links_and_fields_are_those_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """There are as many links and fields as in the fragments."""
    kinds = Counter(str(file.dictionary(note).get("Subtype")) for _, note in file.annotations)
    meant = Counter(
        {
            "Link": sum(place.part.fragment.facts.links for place in placed),
            "Widget": sum(place.part.fragment.facts.fields for place in placed),
        }
    )
    if kinds != +meant:
        yield f"there are {dict(kinds)} for {dict(+meant)}"


def links_lead_somewhere(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each link leads to an address, or to a name of this file; those are the names that the parts lead to."""
    names = {name for name, _ in file.destinations}
    found: set[bytes] = set()
    for _, note in file.annotations:
        entries = file.dictionary(note)
        if entries.get("Subtype") != "Link":
            continue
        goal = entries.get("Dest")
        if isinstance(goal, bytes):
            found.add(goal)
            continue
        address = text_of(file.dictionary(entries.get("A")).get("URI"))
        if not address or address.startswith(_INSIDE):
            yield f"link {note} leads nowhere"
    yield from (f"a link leads to {goal!r}, which is not there" for goal in sorted(found - names))
    if found != {goal.encode() for place in placed for goal in place.part.fragment.goals}:
        yield "the links lead to other names than those of the parts"


def names_lead_to_their_pages(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The names that links can lead to are those of the parts, each once and on its page; the first copy counts."""
    if any(a >= b for (a, _), (b, _) in pairwise(file.destinations)):
        yield "the names of destinations are out of order, or stand there twice"
    pages = {page: i for i, page in enumerate(file.pages)}
    found = {name: pages.get(page) for name, page in file.destinations}
    yield from (f"{name!r} leads to a page that is not in the file" for name, page in found.items() if page is None)
    meant: dict[bytes, int] = {}
    for place in placed:
        for name, page, _ in place.part.fragment.destinations:
            meant.setdefault(name.encode(), place.first + page)
    if found != meant:
        yield "the names of the parts are not those of the file, or lead to other pages"


def fields_are_whole(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Field names are unique; every widget on a page belongs to a field of the form, and no field is without one."""
    names: Counter[Value] = Counter()
    widgets: list[int] = []
    for top in file.fields:
        entries = file.dictionary(top)
        name = entries.get("T")
        names[name if isinstance(name, bytes) else None] += 1
        kids = numbers(file.listed(entries.get("Kids")))
        widgets += kids or [top]
        for kid in kids:
            inner = file.dictionary(kid)
            if number_of(inner.get("Parent")) != top or "T" in inner:
                yield f"field {kid} names another parent, or has a name of its own"
    yield from (f"{count} fields are called {name!r}" for name, count in names.items() if count > 1 or not name)
    shown = [note for _, note in file.annotations if file.dictionary(note).get("Subtype") == "Widget"]
    if sorted(shown) != sorted(widgets):
        yield f"{len(widgets)} fields are in the form, and {len(shown)} on pages"
    meant = sum(len(place.part.fragment.fields) for place in placed)
    if meant != len(file.fields):
        yield f"the form has {len(file.fields)} fields for {meant}"


def labels_count_up(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Page labels begin at the first page, and are i, ii, iii in the front matter and 1, 2, 3 in the body."""
    flat = file.listed(file.dictionary(file.catalog.get("PageLabels")).get("Nums"))
    runs = {at: file.dictionary(run) for at, run in zip(flat[::2], flat[1::2], strict=True) if isinstance(at, int)}
    if 0 not in runs:
        yield "the page labels do not begin at the first page"
        return
    for place in placed:
        first = max(at for at in runs if at <= place.first)
        start = runs[first].get("St", 1)
        style = "r" if place.part.matter == "front" else "D"
        label = start + place.first - first if isinstance(start, int) else None
        if runs[first].get("S") != style or label != place.number:
            yield f"{place.part.fragment.id} has other page labels than its pages"
        inside = range(place.first + 1, place.first + place.part.fragment.page_count)
        if any(at in inside for at in runs):
            yield f"the page labels change in the middle of {place.part.fragment.id}"


def outline_is_whole(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The outline leads from item to item, each with its parent, to the headings of the parts in their order."""
    index = {page: i for i, page in enumerate(file.pages)}
    meant = [
        (place.part.depth + depth, title, place.first + page)
        for place in placed
        if place.part.depth
        for depth, title, page, _ in place.part.fragment.outline
    ]
    root = number_of(file.catalog.get("Outlines"))
    found: list[tuple[int, str, int | None]] = []
    if root:
        yield from _follow(file, root, 1, found, index)
    if [(title, page) for _, title, page in found] != [(title, page) for _, title, page in meant]:
        yield f"the outline has {len(found)} items for {len(meant)}, or they lead to other pages"
    if [depth for depth, _, _ in found] != _depths([depth for depth, _, _ in meant]):
        yield "the outline is nested in another way"


def _follow(
    file: Read, parent: int, depth: int, found: list[tuple[int, str, int | None]], index: dict[int, int]
) -> Iterator[str]:
    number, before = number_of(file.dictionary(parent).get("First")), 0
    while number and len(found) <= len(file.objects):
        item = file.dictionary(number)
        if number_of(item.get("Parent")) != parent or number_of(item.get("Prev")) != before:
            yield f"bookmark {number} names another parent or neighbor"
            return
        goal = file.listed(item.get("Dest"))
        found.append((depth, text_of(item.get("Title")), index.get(number_of(goal[0])) if goal else None))
        yield from _follow(file, number, depth + 1, found, index)
        before, number = number, number_of(item.get("Next"))
    if number_of(file.dictionary(parent).get("Last")) != before:
        yield f"the last item below bookmark {parent} is not the last"


def _depths(levels: list[int]) -> list[int]:
    """Give the depth of each item in a tree in which an item hangs below the last one of a lower level."""
    chain: list[int] = []
    depths = []
    for level in levels:
        while chain and chain[-1] >= level:
            chain.pop()
        chain.append(level)
        depths.append(len(chain))
    return depths


def catalog_says_what_it_is(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Language, title and the claim of PDF/UA are there; no date and no author."""
    del placed
    if not file.catalog.get("Lang"):
        yield "the language is missing"
    if file.dictionary(file.catalog.get("MarkInfo")).get("Marked") is not True:
        yield "the file does not say that it is tagged"
    if file.dictionary(file.catalog.get("ViewerPreferences")).get("DisplayDocTitle") is not True:
        yield "the title would not be shown"
    meant = "R2L" if direction_of(text_of(file.catalog.get("Lang"))) == "rtl" else None
    if file.dictionary(file.catalog.get("ViewerPreferences")).get("Direction") != meant:
        yield "its pages would be turned the wrong way"
    info = file.dictionary(file.info)
    if info.keys() - {"Title", "Producer", "Trapped"}:
        yield f"the file says more of itself than it should: {sorted(info)}"
    metadata = file.content(number_of(file.catalog.get("Metadata")))
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", metadata.decode("utf-8", "replace"), re.DOTALL)
    if not title or not title[1] or unescape(title[1]) != text_of(info.get("Title")):
        yield "the title is missing, or is not the same in both places"
    if not re.search(rb"pdfuaid:part(>1<|=.1.)", metadata):
        yield "the metadata lacks the claim of PDF/UA"
    if re.search(rb"<xmp:|<dc:creator|<pdf:Author", metadata):
        yield "the metadata says more than it should"


def nothing_was_added(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Pages and catalog have the entries that Workbook writes, and no others: no script, no trace of a computer."""
    del placed
    for page in file.pages:
        if extra := file.dictionary(page).keys() - _OF_A_PAGE:
            yield f"page {page} has {sorted(extra)}"
    if extra := file.catalog.keys() - _OF_THE_CATALOG:
        yield f"the catalog has {sorted(extra)}"
