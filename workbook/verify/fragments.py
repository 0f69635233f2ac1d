"""What finished files are held against: a few things read out of fragments, as they were set."""

import re
import unicodedata
from collections.abc import Iterator

from workbook.fragment import Fragment

_ELEMENT = b"<</Type/StructElem/S/"
_FONT = re.compile(rb"/(\w+) \x05font:([^\x02]+)\x02")
_UNSPOKEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
"""White space, and what joins or parts words: pages do not keep it."""


def entries_of_elements(fragment: Fragment) -> Iterator[tuple[str, bytes]]:
    """Give the kind and the own entries of each element that has any, as PDF."""
    for text in fragment.objects:
        if text.startswith(_ELEMENT) and not text.endswith(b"]>>"):  # nine in ten end with their kids
            kind = text[len(_ELEMENT) :].partition(b"/")[0].decode()
            yield kind, text[text.index(b"]", text.index(b"/K[")) + 1 : -2]


def faces_of_page(fragment: Fragment, index: int) -> list[tuple[str, str]]:
    """Give the fonts of a page: the name that its content calls each by, and the face."""

    def entry(text: bytes, key: bytes) -> bytes:
        after = text.partition(key)[2]
        refers = re.match(rb"\x01(\d+)\x02", after)
        return fragment.objects[int(refers[1]) - fragment.page_count - len(fragment.streams)] if refers else after

    fonts = entry(entry(fragment.pages[index].entries, b"/Resources "), b"/Font ")
    return [(name.decode(), face.decode()) for name, face in _FONT.findall(fonts)]


def plain(text: str) -> str:
    """Take out what pages do not keep of a text, and take joined letters apart."""
    return _UNSPOKEN.sub("", unicodedata.normalize("NFKC", text))
