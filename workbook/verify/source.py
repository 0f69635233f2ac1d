"""A section in type against its HTML: does it say the same to whoever hears it read? Asked once, before it is kept.

Checks of finished files cannot see this: a paragraph that was lost when it was set is not in the fragment either.
"""

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import groupby, zip_longest
from urllib.parse import unquote

from workbook.fragment import Fragment
from workbook.verify.fragments import plain
from workbook.verify.section import Item, SectionRead
from workbook.verify.shape import shape_faults

_SILENT = frozenset({"head", "style", "script"})
_FIELDS = frozenset({"input", "textarea", "select"})
_HEADING = re.compile("h[1-6]")
_INSIDE = re.compile("^(?:#|workbook:)")
_AROUND = 30


def source_faults(fragment: Fragment, html: str) -> list[str]:
    """Give what a section in type says otherwise than its HTML: text, links, headings, figures, fields; and bad tags.

    Text is the same but for white space; a link that is broken over two pages counts as one.
    """
    try:
        section = SectionRead(fragment)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error, zlib.error) as error:
        return [f"the section cannot be read ({type(error).__name__}: {error})"]
    said, meant = section.said, _Html(html)
    return [
        *_text_faults("".join(said.text), "".join(meant.text)),
        *_list_faults("link", _joined(said.links), _joined(meant.links)),
        *_list_faults("heading", _joined(said.headings), _joined(meant.headings)),
        *_list_faults("figure", said.figures, meant.figures),
        *_list_faults("field", said.fields, meant.fields),
        *_name_faults(fragment, meant),
        *_mark_faults(section),
        *shape_faults(section),
    ]


def _text_faults(said: str, meant: str) -> Iterator[str]:
    one, other = plain(said), plain(meant)
    if one != other:
        pairs = enumerate(zip_longest(one, other))
        at = next(i for i, (a, b) in pairs if a != b)
        here = slice(max(at - _AROUND, 0), at + _AROUND)
        yield f"the tags say {one[here]!r}, and the HTML {other[here]!r}"


def _list_faults(kind: str, said: list[Item], meant: list[Item]) -> Iterator[str]:
    """Tell of the first thing in which two lists differ."""
    for one, other in zip_longest(said, meant):
        if one is None or other is None or tuple(map(plain, one)) != tuple(map(plain, other)):
            yield f"of {len(said)} {kind}s for {len(meant)}, one is {one} for {other}"
            return


def _joined(items: Iterable[Item]) -> list[Item]:
    """Put together what follows each other with one name: a link or a heading that is broken over pages."""
    return [(name, "".join(words for _, words in same)) for name, same in groupby(items, key=lambda item: item[0])]


def _name_faults(fragment: Fragment, meant: "_Html") -> Iterator[str]:
    """What others refer to is there: names that links can lead to, fields, and the first heading as a bookmark."""
    if {name for name, _, _ in fragment.destinations} != set(meant.names):
        yield "the names that links can lead to are not the ids of the HTML"
    headings = [plain(words) for _, words in meant.headings]
    marks = [plain(title) for _, title, _, _ in fragment.outline]
    if marks[:1] != headings[: meant.has_bookmark] or not set(marks) <= set(headings):
        yield f"the bookmarks are {[title for _, title, _, _ in fragment.outline]}"
    if [name for name, _ in fragment.fields] != list(dict.fromkeys(name for _, name in meant.fields)):
        yield "the form has other fields than the HTML"


def _mark_faults(section: SectionRead) -> Iterator[str]:
    """Each mark of a page is opened once and held by one element; there is no text outside of marks."""
    if any(text.strip() for text in section.loose):
        yield f"there is text outside of all marks: {''.join(section.loose)[:_AROUND]!r}"
    if sorted(section.opened.elements()) != sorted(section.marks):
        held, opened = set(section.marks), set(section.opened)
        yield f"pages open other marks than the tags hold, or open one twice: {sorted(held ^ opened)[:4]}"
    if tuple(section.marks) != section.fragment.facts.marks:
        yield "the tags are read in another order than was noted"
    notes = section.fragment.facts
    kinds = Counter("Link" if b"/Subtype /Link" in text else "Widget" for text in section.annotations)
    if (kinds["Link"], kinds["Widget"]) != (notes.links, notes.fields):
        yield f"{notes.links} links and {notes.fields} fields are on pages; the tags hold {dict(kinds)}"


class _Html(HTMLParser):
    """What a page of HTML says. Style sheets print numbers before items of ``numbered``, dots in ``plain-list``."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[Item] = []
        self.headings: list[Item] = []
        self.figures: list[Item] = []
        self.fields: list[Item] = []
        self.names: list[str] = []
        self.has_bookmark = False
        self._lists: list[tuple[str, int]] = []
        self._silent = ""
        self._goal: str | None = None
        self._link_began = 0
        self._heading_began = 0
        before, body, rest = html.partition("<body")
        self.feed(body + rest or before)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        if self._silent:
            return
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.names.append(told["id"])
        if tag in _SILENT or tag == "svg":
            self._silent = tag
        if tag in {"svg", "img"}:
            self.figures.append(("", told.get("alt", "")))
        elif tag in _FIELDS:
            self.fields.append(("", told.get("name", "")))
        elif tag in {"ol", "ul"}:
            self._lists.append((told.get("class", ""), 0))
        elif tag == "li" and self._lists:
            self._item()
        elif tag == "a" and "href" in told:
            self._goal, self._link_began = _INSIDE.sub("", told["href"]), len(self.text)
        elif _HEADING.fullmatch(tag):
            self._heading(told)

    def _heading(self, told: dict[str, str]) -> None:
        self._heading_began = len(self.text)
        if not self.headings:
            self.has_bookmark = "bookmark-level: none" not in told.get("style", "")

    def _item(self) -> None:
        names, count = self._lists.pop()
        self._lists.append((names, count + 1))
        if "numbered" in names.split():
            self.text.append(str(count + 1))
        elif "plain-list" in names.split():
            self.text.append("•")

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "a" and self._goal is not None:
            self.links.append((unquote(self._goal), "".join(self.text[self._link_began :])))
            self._goal = None
        elif _HEADING.fullmatch(tag):
            self.headings.append((tag, "".join(self.text[self._heading_began :])))

    def handle_data(self, data: str) -> None:
        """Note text; in a drawing only its title is said."""
        if not self._silent:
            self.text.append(data)
        elif self._silent == "svg" and self.lasttag == "title" and data.strip():
            self.figures[-1] = ("", data)
