"""Invariants of pages and of the file: content, labels, links, fields, outline, fonts, metadata."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbook.pagination import PlacedPart
from workbook.verify.read import Read, number_of, numbers
from workbook.verify.syntax import Reference, Value

_SAME_PT = 0.01
_REFERENCE = re.compile(rb"(\d+) 0 R")
_MARK_OF_A_FRAGMENT = re.compile(rb"[\x01-\x06]")


def objects_are_all_there(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Every reference leads to an object, and no mark of a fragment is left over."""
    del placed
    text = b"\n".join([*file.objects.values(), *(entries for entries, _ in file.streams.values())])
    lost = set(map(int, set(_REFERENCE.findall(text)))) - file.objects.keys() - file.streams.keys()
    if lost:
        yield f"{len(lost)} references lead nowhere, the first to object {min(lost)}"
    if _MARK_OF_A_FRAGMENT.search(text):
        yield "a mark of a fragment was not replaced"


def pages_are_those_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The pages are those of the fragments, in order, with the content that was set, and nothing else but a folio."""
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
        if not all(extra.startswith(b"/Artifact") for extra in contents[1:]):
            yield f"page {index} has more content that is no artifact"
        left, bottom, right, top = _box(file, entries)
        size = fragment.pages[offset]
        if abs(right - left - size.width) > _SAME_PT or abs(top - bottom - size.height) > _SAME_PT:
            yield f"page {index} has another size than it was set in"


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
    """Every name that a link leads to is there, once, and on its page."""
    names = [name for name, _ in file.destinations]
    if any(a >= b for a, b in pairwise(names)):
        yield "the names of destinations are out of order, or stand there twice"
    pages = {page: i for i, page in enumerate(file.pages)}
    goals = {name: pages.get(page) for name, page in file.destinations}
    yield from (f"{name!r} leads to a page that is not in the file" for name, page in goals.items() if page is None)
    found: Counter[bytes] = Counter()
    for _, note in file.annotations:
        entries = file.dictionary(note)
        goal = entries.get("Dest")
        if entries.get("Subtype") == "Link" and isinstance(goal, bytes):
            found[goal] += 1
            if goal not in goals:
                yield f"a link leads to {goal!r}, which is not there"
        elif entries.get("Subtype") == "Link" and not file.dictionary(entries.get("A")).get("URI"):
            yield f"link {note} leads nowhere"
    first: dict[bytes, int] = {}
    for place in placed:
        for name, page, _ in place.part.fragment.destinations:
            first.setdefault(name.encode(), place.first + page)
    if goals != first:
        yield "the names of the parts are not those of the file, or lead to other pages"
    if found.keys() != {goal.encode() for place in placed for goal in place.part.fragment.goals}:
        yield "the links lead to other names than those of the parts"


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
        found.append((depth, _text(item.get("Title")), index.get(number_of(goal[0])) if goal else None))
        yield from _follow(file, number, depth + 1, found, index)
        before, number = number, number_of(item.get("Next"))
    if number_of(file.dictionary(parent).get("Last")) != before:
        yield f"the last item below bookmark {parent} is not the last"


def _text(value: Value) -> str:
    if not isinstance(value, bytes):
        return ""
    return value[2:].decode("utf-16-be", "replace") if value.startswith(b"\xfe\xff") else value.decode("latin-1")


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


def fonts_are_embedded(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each font is in the file, and says which text its glyphs stand for; one font for each face that is used."""
    faces = {name for place in placed for name in place.part.fragment.glyphs}
    composite = 0
    for number, body in file.objects.items():
        if b"/FontName" not in body and b"/BaseFont" not in body:
            continue
        entries = file.dictionary(number)
        if entries.get("Type") == "FontDescriptor":
            held = number_of(entries.get("FontFile2"))
            if not zlib.decompress(file.streams.get(held, (b"", zlib.compress(b"")))[1]).startswith(b"\0\1\0\0"):
                yield f"font {number} is not embedded"
        elif entries.get("Type") == "Font" and entries.get("Subtype") == "Type0":
            composite += 1
            if number_of(entries.get("ToUnicode")) not in file.streams:
                yield f"font {number} does not say which text its glyphs stand for"
        elif entries.get("Type") == "Font" and not isinstance(entries.get("FontDescriptor"), Reference):
            yield f"font {number} is not embedded"
    if composite < len(faces):
        yield f"there are {composite} fonts for {len(faces)} faces"


def catalog_says_what_it_is(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Language, title and the claim of PDF/UA are there; no date and no author."""
    del placed
    if not file.catalog.get("Lang"):
        yield "the language is missing"
    if file.dictionary(file.catalog.get("MarkInfo")).get("Marked") is not True:
        yield "the file does not say that it is tagged"
    if file.dictionary(file.catalog.get("ViewerPreferences")).get("DisplayDocTitle") is not True:
        yield "the title would not be shown"
    _, metadata = file.streams.get(number_of(file.catalog.get("Metadata")), (b"", b""))
    if not re.search(rb"pdfuaid:part(>1<|=.1.)", metadata) or b"dc:title>" not in metadata:
        yield "the metadata lacks the title or the claim of PDF/UA"
    if re.search(rb"<xmp:|<dc:creator|<pdf:Author", metadata):
        yield "the metadata says more than it should"
