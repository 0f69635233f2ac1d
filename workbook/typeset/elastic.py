"""Elastic writing space: a sheet fills its page, and spills nothing.

A block's HTML names how many steps it may grow (``data-most``) and how tall a step is (``data-step``, millimetres, or
``pitch`` for one writing line). A section is first laid out with the least space; what is left over at the foot of
each page is shared out among the blocks of that page, in whole lines, and those pages are made again. A part that would
run on to a nearly empty page is set a little tighter first (still at 12 points, lines still 8.5 mm apart).
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf
from typing import Any

from workbook.typeset.layout import Layout, Memory

_MM = 96 / 25.4
_SPARE_MM = (1.5, 4.0, 9.0, inf)
"""What is left free at the foot of a page that blocks grow on; with more if less does not do, at last all of it."""
_NEARLY_EMPTY = 1 / 3
_TIGHT = {
    "standard": {
        "--gap": "4.4mm",
        "--above-heading": "5.5mm",
        "--below-heading": "1.6mm",
        "--between": "1.7mm",
        "--item": "1.1mm",
        "font-size": ".96em",
        "line-height": "1.38",
    },
    "large-print": {
        "--gap": "4.8mm",
        "--above-heading": "6mm",
        "--below-heading": "1.8mm",
        "--between": "1.9mm",
        "--item": "1.3mm",
        "line-height": "1.27",
    },
}
"""How a part is set a little tighter: still at 12 points, in large print at 18."""
_TIGHTER = {"standard": 0.12, "large-print": 0.06}
"""How much of the height that is used is mostly saved so."""
_EXIT_MM = 10.0
"""What stands between a block and the last lines of a sheet, and at the head of a page does not."""
_SOLID = frozenset({"ruled", "frame", "field", "exit"})
_PITCH_MM = {"standard": 8.5, "large-print": 11.5}


@dataclass(frozen=True)
class _Elastic:
    """A block that may grow: its element id, how many steps at most, and the height of one in mm."""

    id: str
    most: int
    step: float


def fit(layout: Layout, size: str) -> list[Any]:
    """Settle the writing space of a section that is laid out with the least; give its pages as they were with that."""
    _shrink(layout, _PITCH_MM[size])
    _tighten(layout, size)
    moved = {name: {"break-before": "page"} for name in _better_on_the_next_page(layout.pages)}
    if moved:
        before = layout.copy()
        layout.change(moved, _pages_with(moved.keys(), layout.pages))
        if len(layout.pages) > len(before.pages):
            layout.restore(before)
    least = layout.copy()
    _fill(layout, least, _PITCH_MM[size])
    return least.pages


def _shrink(layout: Layout, pitch: float) -> None:
    """Take lines from blocks that leave no room for the last lines of their sheet, or are taller than a page."""
    taken: dict[str, int] = {}
    for too_much in (_taller_than_a_page, _leaving_no_room):
        found = too_much(layout.pages, pitch)
        for block, height in found.items():
            taken[block.id] = taken.get(block.id, 0) + ceil(height / block.step)
        if found:
            rules = {block.id: {"--grow": str(-taken[block.id])} for block in found}
            layout.change(rules, _pages_with(rules.keys(), layout.pages))


def _taller_than_a_page(pages: list[Any], pitch: float) -> dict["_Elastic", float]:
    """Give the blocks that no page can hold whole, such as twenty lines in large print, and by how many millimetres."""
    heights: dict[_Elastic, float] = {}
    for page in pages:
        blocks = {block.id: block for block in _elastic_blocks(page, pitch)}
        for box in boxes(page):
            element = box.element
            if element is None or element.get("id") not in blocks or box.style["break_inside"] != "avoid":
                continue
            if element.get("data-most") is not None and box.is_in_normal_flow() and _is_block(box):
                block = blocks[element.get("id")]
                heights[block] = heights.get(block, 0.0) + box.border_height()
    room = float(pages[0].height)
    return {block: (height - room) / _MM for block, height in heights.items() if height > room}


def _is_block(box: Any) -> bool:
    return type(box).__name__ in {"BlockBox", "FlexBox", "GridBox"}


def _leaving_no_room(pages: list[Any], pitch: float) -> dict["_Elastic", float]:
    """Give blocks of lines after which a page follows with nothing to write on, and how much of them it would take.

    The last blocks give first, and each keeps a line; if all together are not enough, none gives any.
    """
    found: dict[_Elastic, float] = {}
    for before, page in pairwise(pages):
        here = list(elements(page))
        if not _parts_on(page) or any(_starts_here(e) or _is_field(e) for e in here):
            continue
        if _used(page) >= _NEARLY_EMPTY * page.height:
            continue
        needed = ceil((_used(page) / _MM + _EXIT_MM) / pitch)
        given: dict[_Elastic, float] = {}
        for block in reversed([block for block in _elastic_blocks(before, pitch) if block.step == pitch]):
            lines = min(max(0, _lines_in(before, block.id, pitch) - 1), needed)
            needed -= lines
            if lines:
                given[block] = lines * pitch
        if not needed:
            found |= given
    return found


def _lines_in(page: Any, name: str, pitch: float) -> int:
    """Give how many writing lines stand in the block of this id on a page."""
    ruled = 0.0
    for box in boxes(page):
        if box.element is not None and box.element.get("id") == name and _is_block(box):
            inside = (below for below in boxes(box) if below.element is not None and below is not box)
            ruled += sum(below.height for below in inside if "ruled" in _classes(below.element) and _is_block(below))
    return round(ruled / _MM / pitch)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _fill(layout: Layout, least: Memory, pitch: float) -> None:
    """Let blocks grow until their pages are full; a part that would run on to another page grows less, or not."""
    before, spare = _spans(least.pages), dict[str, float]()
    for _ in _SPARE_MM:
        growth = _share_out(least.pages, pitch, spare)
        if not growth:
            return
        rules = {name: {"--grow": str(steps)} for name, steps in growth.items()}
        layout.change(rules, _pages_with(growth.keys(), layout.pages))
        pushed = [name for name, pages in _spans(layout.pages).items() if len(pages) > len(before.get(name, ()))]
        if not pushed:
            return
        layout.restore(least)
        for name in pushed if before.keys() >= set(pushed) else before:
            spare[name] = next((room for room in _SPARE_MM if room > spare.get(name, _SPARE_MM[0])), inf)


def _spans(pages: list[Any]) -> dict[str, list[int]]:
    """Give the numbers of the pages that each part (an opening or a sheet, by its id) stands on."""
    spans: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        for name in _parts_on(page):
            spans.setdefault(name, []).append(number)
    return spans


def _parts_on(page: Any) -> list[str]:
    """Give the ids of the parts that stand on a page; what is in no section is one part without a name."""
    if page.page_type.blank:  # left so that the next part begins on the front of a leaf
        return []
    return [e.get("id") for e in elements(page) if e.tag == "section" and e.get("id")] or [""]


def _pages_with(names: AbstractSet[str], pages: list[Any]) -> set[int]:
    """Give the pages on which elements with these ids stand."""
    return {i for i, page in enumerate(pages) if any(e.get("id") in names for e in elements(page))}


def _tighten(layout: Layout, size: str) -> None:
    """Set parts a little tighter where that saves a page; leave those as they are where it does not."""
    before, spans = layout.copy(), _spans(layout.pages)
    names = [name for name, pages in spans.items() if _may_save(pages, layout.pages, _TIGHTER[size])]
    while names:
        layout.change(dict.fromkeys(names, _TIGHT[size]), _pages_with(set(names), layout.pages))
        after = _spans(layout.pages)
        saved = [name for name in names if len(after[name]) < len(spans[name])]
        if saved == names:
            return
        layout.restore(before)
        names = saved


def _may_save(numbers: list[int], pages: list[Any], saves: float) -> bool:
    """Tell whether what a part has on its last page could go on the others, if those were set tighter.

    With a nearly empty last page it is worth a try in any case: where a page breaks may save more than the spaces do.
    """
    *others, last = (pages[number] for number in numbers)
    if not others or any(_parts_on(page) == [""] or len(_parts_on(page)) > 1 for page in (*others, last)):
        return False
    if _used(last) < _NEARLY_EMPTY * last.height:
        return True
    room = sum(float(page.height) - _used(page) * (1 - saves) for page in others)
    return _used(last) * (1 - saves) < room


def _used(page: Any) -> float:
    """Give how much of the height of a page is used, in CSS pixels."""
    return bottom(page) - float(page.content_box_y())


def _share_out(pages: list[Any], pitch: float, spare: Mapping[str, float]) -> dict[str, int]:
    """Give elastic blocks a number of steps: one each in turn, until the page is full or all have their most.

    Gives the steps by the id of the block; ``spare`` says how many millimetres are to be left free in a part. Where a
    sheet takes several pages, one that is less than half full takes more than the most: a client may as well have the
    lines as an empty page.
    """
    growth: dict[str, int] = {}
    carries_on = [bool(_parts_on(page)) and not any(map(_starts_here, elements(page))) for page in pages]
    carries_on[0] = False
    for number, page in enumerate(pages):
        blocks = list(_elastic_blocks(page, pitch))
        room = page.height / _MM
        free = max((spare.get(name, _SPARE_MM[0]) for name in _parts_on(page)), default=inf)
        left = (page.height - _used(page)) / _MM - free
        left = _grow(blocks, growth, left, beyond=False)
        if any(carries_on[number : number + 2]) and left > room / 2:
            _grow(blocks, growth, left - room * 0.4, beyond=True)
    return growth


def _grow(blocks: list[_Elastic], growth: dict[str, int], left: float, *, beyond: bool) -> float:
    """Share out millimetres in turns; give what is left."""
    growing = True
    while growing:
        growing = False
        for block in blocks:
            if block.step <= left and block.most and (beyond or growth.get(block.id, 0) < block.most):
                growth[block.id] = growth.get(block.id, 0) + 1
                left -= block.step
                growing = True
    return left


def _starts_here(element: Any) -> bool:
    """Tell whether an element is the mark with which an opening or a sheet begins."""
    return "mark" in _classes(element)


def _better_on_the_next_page(pages: list[Any]) -> Iterator[str]:
    """Give the ids of the blocks to move over to a page that would else be nearly empty, or hold a single question."""
    for before, page in pairwise(pages):
        there = list(elements(page))
        is_lonely = sum(map(_is_field, there)) == 1
        grows = any(e.get("data-most", "0") != "0" for e in there)
        carries_on = _parts_on(page) and not any(map(_starts_here, there))
        fields = [e.get("id") for e in elements(before) if _is_field(e)]
        is_nearly_empty = _used(page) < _NEARLY_EMPTY * page.height
        if is_nearly_empty and carries_on and (not grows or is_lonely) and len(fields) > 1:
            yield fields[-1]


def _is_field(element: Any) -> bool:
    return "field" in _classes(element) and bool(element.get("id"))


def elements(page: Any) -> Iterator[Any]:
    """Give the HTML elements that have a box on a page, each once."""
    seen = set()
    for box in boxes(page):
        element = getattr(box, "element", None)
        if element is not None and id(element) not in seen:
            seen.add(id(element))
            yield element


def _elastic_blocks(page: Any, pitch: float) -> Iterator[_Elastic]:
    for element in elements(page):
        if element.get("data-most") is not None:
            step = element.get("data-step")
            height = pitch if step == "pitch" else float(step)
            yield _Elastic(element.get("id"), int(element.get("data-most")), max(height, 0.5))


def bottom(page: Any) -> float:
    """Give the lowest edge of what stands in the text area of a page, in CSS pixels."""
    inside = (box for child in page.children if type(child).__name__ != "MarginBox" for box in boxes(child))
    edges = (box.position_y + box.margin_height() for box in inside if _paints(box))
    return max(edges, default=float(page.content_box_y()))


def _paints(box: Any) -> bool:
    """Tell whether a box fills its height: a line of text, a frame, a cell, or space to write on."""
    if type(box).__name__ == "LineBox":
        return True
    element = getattr(box, "element", None)
    if element is None:
        return False
    return element.tag in {"td", "th", "svg"} or bool(_SOLID & set(_classes(element)))


def boxes(box: Any) -> Iterator[Any]:
    """Give a box and all below it."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)
