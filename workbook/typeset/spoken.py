"""Pages that say what was written, where their glyphs do not: in Arabic, or wherever lines run from right to left.

Glyphs are painted from left to right, and a letter may be a stem and its dots, which are in other letters, too. So each
piece of text carries its words in the order of reading ("ActualText", ISO 32000-1, 14.9.4), which ``extract.py`` moves
to the tags, for screen readers. Inside it each letter carries its own, where it stands: what searches and copies the
content of a page puts letters in order itself.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pydyf
import weasyprint.pdf
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from workbook.letters import as_actual_text, needs_words

_PIECE = re.compile(r"<([0-9a-f]*)>|([-\d.]+)")
_CODE = 4
"""Hexadecimal digits of a glyph."""


class _Glyph(NamedTuple):
    """A glyph to be painted: the place of its letter in the text, and the letter, if the glyph does not say it."""

    place: int
    letter: str


class SpokenStream(Stream):  # type: ignore[misc]
    """The content of a page; WeasyPrint has no other place in which it still knows both a mark and its text."""

    _glyphs: Iterator[_Glyph] | None = None
    _open: int | None = None

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Mark a piece of text, with its words if need be."""
        with super().marked(box, tag):
            text = getattr(box, "text", "")
            if self._tags is None or not text.strip() or not (box.style["direction"] == "rtl" or needs_words(text)):
                yield
                return
            entries = self.stream[-2]  # before the operator that opens the mark
            entries["ActualText"] = as_actual_text(text)
            self._glyphs = iter(_glyphs(box)) if needs_words(text) else None
            yield
            self._glyphs = None

    def show_text(self, text: str) -> None:
        """Paint glyphs, those of each letter together. What is between them are numbers that move the pen."""
        if self._glyphs is None:
            super().show_text(text)
            return
        waiting = ""
        for codes, move in _PIECE.findall(text):
            waiting += move
            for at in range(0, len(codes), _CODE):
                glyph = next(self._glyphs)
                wanted = glyph.place if glyph.letter else None
                if wanted != self._open:
                    waiting = self._paint(waiting)
                    self._turn_to(wanted, glyph.letter)
                waiting += f"<{codes[at : at + _CODE]}>"
        self._paint(waiting)

    def end_text(self) -> None:
        """Close the last letter of a piece of text."""
        self._turn_to(None, "")
        super().end_text()

    def _paint(self, waiting: str) -> str:
        if waiting:
            super().show_text(waiting)
        return ""

    def _turn_to(self, place: int | None, letter: str) -> None:
        """Close the letter that is open, and open another, if its glyphs do not say it."""
        if self._open is not None:
            super().end_marked_content()
        self._open = place
        if place is not None:
            words = pydyf.Dictionary({"ActualText": as_actual_text(letter)})
            super().begin_marked_content("Span", words)


def _glyphs(box: Any) -> list[_Glyph]:
    """Give the glyphs of a line of text in the order in which they are painted, as WeasyPrint's draw/text.py does."""
    found: list[_Glyph] = []
    layout = box.pango_layout
    layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - as C has it
    line, _ = layout.get_first_line()
    written = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        starts = [*sorted({glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)}), item.length]
        for i in range(glyphs.num_glyphs):
            if glyphs.glyphs[i].glyph != pango.PANGO_GLYPH_EMPTY:
                start = glyphs.log_clusters[i]
                end = starts[starts.index(start) + 1]
                letter = written[item.offset + start : item.offset + end].decode()
                found.append(_Glyph(item.offset + start, letter if needs_words(letter) else ""))
        run = run.next
    layout.deactivate()
    return found


def speak() -> None:
    """Let WeasyPrint write such pages."""
    weasyprint.pdf.Stream = SpokenStream
