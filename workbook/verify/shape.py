"""The shape of a section's tags: what may hold what, and what must say something of itself (ISO 32000-1, 14.8.4)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from workbook.verify.section import Element, SectionRead

_MAY_HOLD = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
_MUST_SAY = {"TD": b"/Headers[", "TH": b"/Scope ", "Figure": b"/Alt "}
_FRAME = re.compile(rb"/BBox ?\[([^\]]*)\]")
_SLACK_PT = 1
_WORDS = re.compile(rb"/(?:Contents|TU) ?[(<]((?:[^()\\]|\\.)*)[)>]")


def shape_faults(section: SectionRead) -> Iterator[str]:
    """Lists and tables hold what they may, cells name their headers, drawings and links speak, headings descend."""
    for element in section.elements.values():
        loose = _kinds(section, element) - _MAY_HOLD.get(element.kind, {*()})
        if element.kind in _MAY_HOLD and loose:
            yield f"{element.kind} holds {sorted(loose)}"
        must = _MUST_SAY.get(element.kind)
        if must and must not in element.entries:
            yield f"{element.kind} does not say its {must.decode().strip('/[ ')}"
        frame = _FRAME.search(element.entries)
        if frame and not _on_page(section, element.page, frame):
            yield f"{element.kind} has the frame {frame[1].decode()}, which is not on its page"
    for text in section.annotations:
        words = _WORDS.search(text)
        if not words or not words[1].strip() or b"/F 4" not in text:
            yield f"a link or field says nothing, or is not printed: {text[:60]!r}"
    levels = [int(level[1:]) for level, _ in section.said.headings]
    if levels[:1] != [1] or any(later > level + 1 for level, later in pairwise(levels)):
        yield f"the levels of headings are {levels}"


def _on_page(section: SectionRead, page: int, frame: re.Match[bytes]) -> bool:
    left, bottom, right, top = (float(edge) for edge in frame[1].split())
    size = section.fragment.pages[page]
    across = -_SLACK_PT <= left < right <= size.width + _SLACK_PT
    return across and -_SLACK_PT <= bottom < top <= size.height + _SLACK_PT


def _kinds(section: SectionRead, element: Element) -> set[str]:
    return {section.elements[what].kind if kind == "element" else "text" for kind, what in element.kids}
