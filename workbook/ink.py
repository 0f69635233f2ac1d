"""Greys that are greys: what is printed without color is printed in black ink alone.

WeasyPrint writes every color as red, green and blue. A color printer mixes a grey of three parts out of four inks, and
counts the page as a color page; a grey of one part (DeviceGray, ISO 32000-1, 8.6.4.2) takes black ink only.
"""

import re

import pikepdf
from pikepdf import Array, Name, Stream

_GREY = re.compile(rb"(?m)^(\d*\.?\d+) \1 \1 (rg|RG)$")


def use_black_ink(pdf: pikepdf.Pdf) -> None:
    """Write every grey of a freshly set PDF as a grey, on its pages, in its patterns and in its drawings."""
    pages = {content.objgen for page in pdf.pages for content in _contents(page.obj)}
    for item in pdf.objects:
        if isinstance(item, Stream) and (item.objgen in pages or _is_drawn(item)):
            content = item.read_bytes()
            grey = _GREY.sub(_as_grey, content)
            if grey != content:
                item.write(grey)


def _contents(page: pikepdf.Object) -> list[pikepdf.Object]:
    content = page.get("/Contents")
    if content is None:
        return []
    return list(content) if isinstance(content, Array) else [content]


def _is_drawn(item: Stream) -> bool:
    return item.get("/Subtype") == Name.Form or item.get("/PatternType") is not None


def _as_grey(match: re.Match[bytes]) -> bytes:
    return match[1] + (b" g" if match[2] == b"rg" else b" G")
