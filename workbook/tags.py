"""The tag tree of a fragment: read from a fresh PDF, made simple, and written as the objects of a fragment.

WeasyPrint gives each run of text a Span and each unknown element a NonStruct. What carries nothing of its own is taken
out: a paragraph then holds its text directly, the tree has half as many elements, and says the same in the same order.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pikepdf import Array, Name, String

Spell: TypeAlias = Callable[[Any], bytes]
"""Writes a PDF object as bytes, with marks where the number of another object will stand."""

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "NonStruct"})
"""Kinds that hold blocks, never text (ISO 32000-1, 14.8.4.2)."""

_PLAIN = frozenset({"NonStruct", "Span", "Div"})
_INLINE = frozenset({"Span", "Link", "Form", "Figure", "NonStruct", "Lbl"})
_CELLS = frozenset({"LBody", "TD", "TH"})
_TEXT = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Span", "Link", "Lbl", "Caption"})


@dataclass(frozen=True)
class Mark:
    """Marked content on the page of its element, by its number there."""

    number: int


@dataclass(frozen=True)
class Reference:
    """An annotation that belongs to an element."""

    annotation: Any


@dataclass(eq=False)
class Element:
    """An element of the tag tree. ``page`` counts from 0 in the fragment; ``keys`` are its other entries, as PDF."""

    kind: str
    page: int | None
    kids: list["Element | Mark | Reference"] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator["Element"]:
        """Give this element and all below it, parents first, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def marks(self) -> Iterator[tuple[int, int]]:
        """Give the marked content below as (page, number), in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark) and self.page is not None:
                yield self.page, kid.number
            elif isinstance(kid, Element):
                yield from kid.marks()


def read_tree(root: Any, pages: dict[tuple[int, int], int]) -> Element:
    """Read the tree below a StructTreeRoot as one Part; ``pages`` gives the index of each page object."""
    part = Element("Part", None)
    for document in _listed(root.get("/K")):
        for kid in _listed(document.get("/K")):
            part.kids.append(_read(kid, None, pages))
    return part


def _read(item: Any, page: int | None, pages: dict[tuple[int, int], int]) -> Element | Mark | Reference:
    if isinstance(item, int):
        return Mark(item)
    if item.get("/Type") == Name.OBJR:
        return Reference(item.Obj)
    entries = dict(item.items())
    if "/Pg" in entries:
        page = pages[entries["/Pg"].objgen]
    element = Element(str(entries["/S"])[1:], page)
    element.kids = [_read(kid, page, pages) for kid in _listed(entries.get("/K"))]
    element.keys = {key: value for key, value in entries.items() if key not in {"/Type", "/S", "/P", "/Pg", "/K"}}
    return element


def say(element: Element, words: Mapping[tuple[int, int], str]) -> None:
    """Let an element of its own say the words of each mark (page, number) whose glyphs do not say them."""
    for at, kid in enumerate(element.kids):
        if isinstance(kid, Element):
            say(kid, words)
        elif isinstance(kid, Mark) and element.page is not None and (element.page, kid.number) in words:
            said = {"/ActualText": String(words[element.page, kid.number])}
            element.kids[at] = Element("Span", element.page, [kid], said)


def simplify(element: Element) -> None:
    """Take out the elements that carry nothing, from the leaves up; text that then stands loose becomes a paragraph."""
    kids: list[Element | Mark | Reference] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            simplify(kid)
            kids += _spliced(kid, element)
        else:
            kids.append(kid)
    element.kids = kids


def _spliced(kid: Element, parent: Element) -> list["Element | Mark | Reference"]:
    if kid.keys:
        return [kid]
    if not kid.kids and kid.kind in {"P", *_PLAIN}:
        return []
    if kid.kind == "P" and parent.kind in _TEXT and _same_page(kid, parent):
        return list(kid.kids)  # a part of a paragraph, for which the layout needed a box
    if kid.kind not in _PLAIN:
        return [kid]
    inline = all(_is_inline(inner) for inner in kid.kids)
    blocks = not any(_is_inline(inner) for inner in kid.kids)
    if parent.kind in GROUPING and inline:
        kid.kind = "P"
        return [kid]
    lone = len(parent.kids) == 1 or (inline and all(_is_inline(other) for other in parent.kids))
    fits = parent.kind in _TEXT or (blocks if parent.kind in GROUPING else lone or (blocks and parent.kind in _CELLS))
    if fits and _same_page(kid, parent):
        return list(kid.kids)
    if inline and kid.kind == "Div":
        kid.kind = "P"
    return [kid]


def _is_inline(kid: Element | Mark | Reference) -> bool:
    return not isinstance(kid, Element) or kid.kind in _INLINE


def _same_page(kid: Element, parent: Element) -> bool:
    """Marks count on the page of their element: they may only move to an element of the same page."""
    return kid.page == parent.page or not any(isinstance(inner, Mark) for inner in kid.kids)


def spell_element(
    element: Element, parent: bytes, numbers: dict[int, bytes], page: bytes | None, spell: Spell
) -> bytes:
    """Write an element. ``numbers`` gives the reference of each kid element by identity."""
    kids = b" ".join(_spell_kid(kid, numbers, page, spell) for kid in element.kids)
    place = b"/Pg " + page if page else b""
    other = b"".join(key.encode() + b" " + spell(value) for key, value in sorted(element.keys.items()))
    return b"<</Type/StructElem/S/%b/P %b%b/K[%b]%b>>" % (element.kind.encode(), parent, place, kids, other)


def _spell_kid(kid: Element | Mark | Reference, numbers: dict[int, bytes], page: bytes | None, spell: Spell) -> bytes:
    if isinstance(kid, Mark):
        return b"%d" % kid.number
    if isinstance(kid, Element):
        return numbers[id(kid)]
    place = b"/Pg " + page if page else b""
    return b"<</Type/OBJR%b/Obj %b>>" % (place, spell(kid.annotation))


def _listed(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
