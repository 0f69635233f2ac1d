"""Elastic writing space: a sheet fills its page, and spills nothing.

A block's HTML names how many steps it may grow (``data-most``) and how tall a step is (``data-step``, millimetres, or
``pitch`` for one writing line). A section is first laid out with the least space; what is left over at the foot of
each page is shared out among the blocks of that page, in whole lines, and those pages are made again. A part that would
run on to a nearly empty page is set a little tighter first (still at 12 points, lines still 8.5 mm apart).
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workbook.typeset.layout import Layout

_MM = 96 / 25.4
_SPARE_MM = (1.5, 4.0, 9.0)
_NEARLY_EMPTY = 1 / 3
_TIGHT = {
    "--gap": "4.4mm",
    "--above-heading": "5.5mm",
    "--below-heading": "1.6mm",
    "--between": "1.7mm",
    "--item": "1.1mm",
    "font-size": ".96em",
    "line-height": "1.38",
}
_SOLID = frozenset({"ruled", "frame", "field", "exit"})
_PITCH_MM = {"standard": 8.5, "large-print": 11.5}


@dataclass(frozen=True)
class _Elastic:
    """A block that may grow: its element id, how many steps at most, and the height of one in mm."""

    id: str
    most: int
    step: float


def fit(layout: Layout, size: str) -> None:
    """Settle the writing space of a section that is laid out with the least."""
    _tighten(layout)
    moved = {name: {"break-before": "page"} for name in _better_on_the_next_page(layout.pages)}
    if moved:
        layout.change(moved, _pages_with(moved.keys(), layout.pages))
    before = layout.copy()
    for spare in _SPARE_MM:
        growth = _share_out(layout.pages, _PITCH_MM[size], spare)
        if not growth:
            return
        rules = {name: {"--grow": str(steps)} for name, steps in growth.items()}
        layout.change(rules, _pages_with(growth.keys(), layout.pages))
        if len(layout.pages) == len(before.pages):
            return
        layout.restore(before)


def _pages_with(names: AbstractSet[str], pages: list[Any]) -> set[int]:
    """Give the pages on which elements with these ids stand."""
    return {i for i, page in enumerate(pages) if any(e.get("id") in names for e in elements(page))}


def _tighten(layout: Layout) -> None:
    """Set parts that run on to a nearly empty page a little tighter, if that saves a page."""
    tight = dict.fromkeys(_spilling(layout.pages), _TIGHT)
    if not tight:
        return
    before = layout.copy()
    layout.change(tight, _pages_with(tight.keys(), layout.pages))
    if len(layout.pages) >= len(before.pages):
        layout.restore(before)


def _share_out(pages: list[Any], pitch: float, spare: float) -> dict[str, int]:
    """Give elastic blocks a number of steps: one each in turn, until the page is full or all have their most.

    Gives the steps by the id of the block. Where a sheet takes several pages, one that is less than half full takes
    more than the most: a client may as well have the lines as an empty page.
    """
    growth: dict[str, int] = {}
    carries_on = [not any(map(_starts_here, elements(page))) for page in pages]
    carries_on[0] = False
    for number, page in enumerate(pages):
        blocks = list(_elastic_blocks(page, pitch))
        room = page.height / _MM
        left = (page.content_box_y() + page.height - bottom(page)) / _MM - spare
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
    return "mark" in (element.get("class") or "").split()


def _spilling(pages: list[Any]) -> Iterator[str]:
    """Give the ids of the parts (openings and sheets) that run on to a page and leave it nearly empty."""
    for page in pages[1:]:
        parts = [e for e in elements(page) if e.tag == "section" and e.get("id")]
        full = (bottom(page) - page.content_box_y()) / page.height
        if full < _NEARLY_EMPTY and len(parts) == 1:
            yield parts[0].get("id")


def _better_on_the_next_page(pages: list[Any]) -> Iterator[str]:
    """Give the ids of the blocks to move over to a page that would else be nearly empty."""
    for before, page in pairwise(pages):
        full = (bottom(page) - page.content_box_y()) / page.height
        grows = any(e.get("data-most", "0") != "0" for e in elements(page))
        fields = [e.get("id") for e in elements(before) if _is_field(e)]
        if full < _NEARLY_EMPTY and not grows and len(fields) > 1 and not any(map(_starts_here, elements(page))):
            yield fields[-1]


def _is_field(element: Any) -> bool:
    return "field" in (element.get("class") or "").split() and bool(element.get("id"))


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
    return element.tag in {"td", "th", "svg"} or bool(_SOLID & set((element.get("class") or "").split()))


def boxes(box: Any) -> Iterator[Any]:
    """Give a box and all below it."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)
