"""A section set in type, read back from its fragment: what a screen reader says of it, in the order of its tags.

Text is what the glyphs of a page stand for, by the marks that they were painted in; nothing is taken from the layout.
"""

import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

from workbook.fragment import Fragment, Page
from workbook.verify.fragments import faces_of_page
from workbook.verify.syntax import text_of, unescape

_ELEMENT = re.compile(
    rb"<</Type/StructElem/S/(\w+)(?:/T (?:\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>))?/P [\x01\x05]\w+\x02"
    rb"(?:/Pg \x01(\d+)\x02)?/K\[([^\]]*)\](.*)>>",
    re.DOTALL,
)
_KID = re.compile(rb"<</Type/OBJR(?:/Pg \x01\d+\x02)?/Obj \x01(\d+)\x02>>|\x01(\d+)\x02|(\d+)")
_PAINTED = re.compile(
    rb"/(\w+)\s+(?:<<([^>]*)>>\s*BDC|BMC)|(EMC)\b|/(\w+) [\d.]+ Tf\b|\[((?:[^\]()]|\((?:[^()\\]|\\.)*\))*)\]\s*TJ"
    rb"|(<[0-9a-fA-F]*>)\s*Tj|(\((?:[^()\\]|\\.)*\))\s*Tj"
)
_MARK = re.compile(rb"/MCID (\d+)")
_WORDS = re.compile(rb"/ActualText \(((?:\\\d{3})*)\)")
_GLYPHS = re.compile(rb"<([0-9a-fA-F]*)>")
_TEXT_STRING = rb" ?(\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>)"
_HEADING = re.compile("H[1-6]")
_NOTHING = -1

Item: TypeAlias = tuple[str, str]
"""Something in the text: the goal of a link or the level of a heading (nothing for others), and its words."""


@dataclass(frozen=True)
class Element:
    """An element of the tags: its kind, its page (from 0), its kids, and its other entries as PDF.

    A kid is ("element", number), ("mark", number on the page) or ("object", number of the annotation).
    """

    kind: str
    page: int
    kids: tuple[tuple[str, int], ...]
    entries: bytes


@dataclass
class Said:
    """What is said: the text in pieces, and what stands in it: links with their goals, headings, figures, fields."""

    text: list[str] = field(default_factory=list)
    links: list[Item] = field(default_factory=list)
    headings: list[Item] = field(default_factory=list)
    figures: list[Item] = field(default_factory=list)
    fields: list[Item] = field(default_factory=list)

    def since(self, size: int) -> str:
        """Give what was said after so many pieces of text."""
        return "".join(self.text[size:])


class SectionRead:
    """A fragment, read. ``loose`` is the text outside of all marks; ``opened`` counts how often each mark is opened."""

    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self._offset = fragment.page_count + len(fragment.streams)
        self.elements = {
            number: _element(match)
            for number, text in enumerate(fragment.objects, self._offset)
            if (match := _ELEMENT.fullmatch(text))
        }
        self._glyphs = {
            face: {number: glyph.text for number, glyph in glyphs.items()} for face, glyphs in fragment.glyphs.items()
        }
        self.loose: list[str] = []
        self.opened: Counter[tuple[int, int]] = Counter()
        self.texts: dict[tuple[int, int], str] = {}
        for index, page in enumerate(fragment.pages):
            self._read_page(index, page)
        self.marks: list[tuple[int, int]] = []
        self.annotations: list[bytes] = []
        self.said = Said()
        self._last_head: tuple[str, int] = ("", 0)
        self._say(fragment.root, silent=False)

    def _object(self, number: int) -> bytes:
        return self.fragment.objects[number - self._offset] if number >= self._offset else b""

    # --- pages -------------------------------------------------------------------------------------------------------

    def _read_page(self, index: int, page: Page) -> None:
        """Collect the text of each mark of a page; raise ValueError where marks are not closed, or were not opened."""
        content = zlib.decompress(self.fragment.streams[page.content - self.fragment.page_count].data)
        fonts = {name: self._glyphs[face] for name, face in faces_of_page(self.fragment, index)}
        glyphs: dict[int, str] = {}
        around: list[int | None] = [None]
        said_itself = 0
        for tag, entries, closed, font, pieces, piece, letters in _PAINTED.findall(content):
            if tag:
                number = _MARK.search(entries)
                around.append(_NOTHING if tag == b"Artifact" else int(number[1]) if number else around[-1])
                if tag != b"Artifact" and number:
                    self.opened[index, int(number[1])] += 1
                if words := _WORDS.search(entries):
                    self._keep(index, around[-1], text_of(unescape(words[1])))
                    said_itself = said_itself or len(around)
            elif closed:
                said_itself = 0 if len(around) == said_itself else said_itself
                around.pop()
            elif font:
                glyphs = fonts[font.decode()]
            elif not said_itself:
                text = "\N{REPLACEMENT CHARACTER}" if letters or b"(" in pieces else _decode(pieces or piece, glyphs)
                self._keep(index, around[-1], text)
        if len(around) != 1:
            raise ValueError(f"page {index} has marks that are not closed")
        if not (content.startswith(b"q\n") and content.endswith(b"\nQ\n")):
            raise ValueError(f"page {index} does not put the pen back where it was")

    def _keep(self, index: int, mark: int | None, text: str) -> None:
        if mark is None:
            self.loose.append(text)
        elif mark != _NOTHING:
            self.texts[index, mark] = self.texts.get((index, mark), "") + text

    # --- tags --------------------------------------------------------------------------------------------------------

    def _say(self, number: int, *, silent: bool) -> None:
        """Say an element and all below it. A figure says only what it shows."""
        element, said = self.elements[number], self.said
        before = len(said.text)
        if element.kind == "Figure":
            said.figures.append(("", _string(element.entries, b"/Alt")))
            silent = True
        elif b"/ActualText" in element.entries:
            said.text += [] if silent else [_string(element.entries, b"/ActualText")]
            silent = True
        goals = []
        for kind, what in element.kids:
            if kind == "element" and self.elements[what].kind == "THead":
                self._say_head(what, silent=silent)
            elif kind == "element":
                self._say(what, silent=silent)
            elif kind == "mark":
                self.marks.append((element.page, what))
                said.text += [] if silent else [self.texts.get((element.page, what), "")]
            else:
                goals.append(self._annotation(what))
        self._note(element, goals, before)

    def _note(self, element: Element, goals: list[str], before: int) -> None:
        """Note what an element was, now that all below it has been said."""
        words = self.said.since(before)
        if element.kind == "Link":
            self.said.links.append((" ".join(dict.fromkeys(goals)), words))
        elif element.kind == "Form":
            self.said.fields += [("", name) for name in goals]
        elif _HEADING.fullmatch(element.kind):
            self.said.headings.append((element.kind.lower(), words))
        elif element.kind == "Table":
            self._last_head = (self._last_head[0], len(self.said.text))

    def _say_head(self, number: int, *, silent: bool) -> None:
        """Say the head of a table, but not again where the table goes on, on a next page, with no word in between."""
        said = self.said
        lists: tuple[list[Any], ...] = (said.text, said.links, said.headings, said.figures, said.fields)
        sizes = [len(items) for items in lists]
        head, end = self._last_head
        goes_on = not said.since(end).strip()
        self._say(number, silent=silent)
        words = said.since(sizes[0])
        self._last_head = (words, end)
        if goes_on and words == head:
            for items, size in zip(lists, sizes, strict=True):
                del items[size:]

    def _annotation(self, number: int) -> str:
        """Give where a link leads to, or the name of a field."""
        text = self._object(number)
        self.annotations.append(text)
        if b"/Subtype /Link" in text:
            return _string(text, b"/Dest") or unquote(_string(text, b"/URI"))
        parent = re.search(rb"/Parent \x01(\d+)\x02", text)
        return _string(self._object(int(parent[1])) if parent else text, b"/T")


def _element(match: re.Match[bytes]) -> Element:
    kind, page, kids, entries = match.groups()
    found = tuple(
        ("object", int(annotation)) if annotation else ("element", int(kid)) if kid else ("mark", int(mark))
        for annotation, kid, mark in _KID.findall(kids)
    )
    return Element(kind.decode(), _NOTHING if page is None else int(page), found, entries)


def _decode(pieces: bytes, glyphs: dict[int, str]) -> str:
    """Give the text of glyphs that are called by two bytes each."""
    codes = bytes.fromhex(b"".join(_GLYPHS.findall(pieces)).decode())
    numbers = struct.unpack(f">{len(codes) // 2}H", codes)
    return "".join([glyphs.get(number, "\N{REPLACEMENT CHARACTER}") for number in numbers])


def _string(text: bytes, key: bytes) -> str:
    """Give a text string by its key; nothing if it is not there."""
    match = re.search(key + _TEXT_STRING, text.replace(b"\x06\x02", b""))
    if not match:
        return ""
    return text_of(bytes.fromhex(match[1][1:-1].decode()) if match[1].startswith(b"<") else unescape(match[1][1:-1]))
