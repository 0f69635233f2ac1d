"""The shape of a section's tags: what may hold what, and what must say something of itself (ISO 32000-1, 14.8.4)."""

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


def shape_faults(section: SectionRead) -> Iterator[str]:
    """Lists and tables hold what they may, cells name their headers, drawings speak, no heading skips a level."""
    for element in section.elements.values():
        loose = _kinds(section, element) - _MAY_HOLD.get(element.kind, {*()})
        if element.kind in _MAY_HOLD and loose:
            yield f"{element.kind} holds {sorted(loose)}"
        must = _MUST_SAY.get(element.kind)
        if must and must not in element.entries:
            yield f"{element.kind} does not say its {must.decode().strip('/[ ')}"
    levels = [int(level[1:]) for level, _ in section.said.headings]
    if levels[:1] != [1] or any(later > level + 1 for level, later in pairwise(levels)):
        yield f"the levels of headings are {levels}"


def _kinds(section: SectionRead, element: Element) -> set[str]:
    return {section.elements[what].kind if kind == "element" else "text" for kind, what in element.kids}
