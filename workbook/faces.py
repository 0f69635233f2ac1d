"""The faces of a workbook: the font files, and how each is embedded once in a bound file, with the glyphs it needs.

Fragments name faces and glyphs; the file itself is cut down when the workbook is bound, for all fragments together
(uharfbuzz, the Python side of the HarfBuzz that WeasyPrint sets text with: one face takes 2 ms).
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping

import uharfbuzz

from workbook.fragment import Glyph
from workbook.pdffile import PdfFile
from workbook.typefaces import data_of, file_of

_NOT_DRAWN = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"DSIG", b"kern", b"gasp", b"meta")
_ITALIC = 1 << 6
_SYMBOLIC = 1 << 2
_PLAIN = 1 << 5
_THOUSAND = 1000


class Face:
    """One face with the glyphs that a workbook uses; ``whole`` keeps all, for fields in which anything may be typed."""

    def __init__(self, name: str, *, whole: bool = False) -> None:
        self.name = name
        self.whole = whole
        self.path = file_of(name)
        self._data = data_of(name)
        self._face = uharfbuzz.Face(self._data)
        self._font = uharfbuzz.Font(self._face)
        self._scale: float = _THOUSAND / self._face.upem
        self.glyphs: dict[int, Glyph] = {}

    def use(self, glyphs: Mapping[int, Glyph]) -> None:
        """Note glyphs that are used; the first text of a glyph stays."""
        for number, glyph in glyphs.items():
            known = self.glyphs.get(number)
            if known is None or not known.text:
                self.glyphs[number] = glyph

    def use_text(self, text: Iterable[str]) -> None:
        """Note the glyphs of characters."""
        self.use({self._number(c): Glyph(self._width(self._number(c)), c) for c in text})

    def spell(self, text: str) -> tuple[str, float]:
        """Give a text as glyph numbers in hexadecimal, and its width in thousandths of the size."""
        numbers = [self._number(c) for c in text]
        return "".join(f"{n:04x}" for n in numbers), sum(self._width(n) for n in numbers)

    def write(self, file: PdfFile, number: int) -> None:
        """Write the face to a file as a composite font, whose glyphs are called by their number in the font."""
        if self.whole:
            self._write_simple(file, number)
            return
        data = self._cut()
        base = self._base_name()
        font_file = file.add_stream(b"/Length1 %d/Filter/FlateDecode" % len(data), zlib.compress(data, 9))
        descriptor = file.add(self._descriptor(base, font_file))
        inner = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %d 0 R/W[%b]>>" % (base, descriptor, self._widths())
        )
        cmap = file.add_stream(b"/Filter/FlateDecode", zlib.compress(self._cmap(), 9))
        file.put(
            number,
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (base, inner, cmap),
        )

    def _write_simple(self, file: PdfFile, number: int) -> None:
        """Write the whole face as a simple font: readers type in those reliably, and in composite ones they do not."""
        base = self._base_name()
        letters = [bytes([code]).decode("cp1252", errors="ignore") for code in range(32, 256)]
        widths = b" ".join(b"%d" % (round(self._width(self._number(c))) if c else 0) for c in letters)
        font_file = file.add_stream(b"/Length1 %d/Filter/FlateDecode" % len(self._data), zlib.compress(self._data, 9))
        descriptor = file.add(self._descriptor(base, font_file))
        file.put(
            number,
            b"<</Type/Font/Subtype/TrueType/BaseFont/%b/FirstChar 32/LastChar 255/Widths[%b]/Encoding/WinAnsiEncoding"
            b"/FontDescriptor %d 0 R>>" % (base, widths, descriptor),
        )

    def _number(self, character: str) -> int:
        return int(self._font.get_nominal_glyph(ord(character)) or 0)

    def _width(self, number: int) -> float:
        return round(float(self._font.get_glyph_h_advance(number)) * self._scale, 3)

    def _cut(self) -> bytes:
        cut = uharfbuzz.SubsetInput()
        cut.glyph_set.update(self.glyphs)
        cut.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _NOT_DRAWN)
        cut.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
        return bytes(uharfbuzz.subset(self._face, cut).blob.data)

    def _base_name(self) -> bytes:
        """Give the name of the font with six letters in front that say which glyphs were kept (ISO 32000-1, 9.6.4)."""
        name = self.path.stem.partition("[")[0].encode()  # in brackets stand the axes of a variable font
        if self.whole:
            return name
        if self.path.stem != name.decode():
            name += b"-Bold" if "Bold" in self.name else b"-Regular"
        digest = hashlib.sha256(",".join(map(str, sorted(self.glyphs))).encode()).digest()
        return bytes(65 + byte % 26 for byte in digest[:6]) + b"+" + name

    def _descriptor(self, base: bytes, font_file: int) -> bytes:
        head = struct.unpack_from(">4h", self._table("head"), 36)
        box = b" ".join(b"%d" % round(v * self._scale) for v in head)
        (cap,) = struct.unpack_from(">h", self._table("OS/2"), 88)
        (angle,) = struct.unpack_from(">l", self._table("post"), 4)
        extents = self._font.get_font_extents("ltr")
        return (
            b"<</Type/FontDescriptor/FontName/%b/Flags %d/FontBBox[%b]/ItalicAngle %.4g/Ascent %d/Descent %d"
            b"/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
        ) % (
            base,
            (_PLAIN if self.whole else _SYMBOLIC) | (_ITALIC if angle else 0),
            box,
            angle / 65536,
            round(extents.ascender * self._scale),
            round(extents.descender * self._scale),
            round(cap * self._scale),
            140 if "Bold" in self.name else 80,
            font_file,
        )

    def _table(self, tag: str) -> bytes:
        return bytes(self._face.reference_table(tag).data)

    def _widths(self) -> bytes:
        """Write the widths of glyphs, those that follow each other together."""
        runs: list[list[int]] = []
        for number in sorted(self.glyphs):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return b" ".join(
            b"%d[%b]" % (run[0], b" ".join(b"%g" % round(self.glyphs[n].width, 2) for n in run)) for run in runs
        )

    def _cmap(self) -> bytes:
        """Write which text each glyph stands for."""
        rows = [
            b"<%04x> <%b>" % (n, glyph.text.encode("utf-16-be").hex().encode())
            for n, glyph in sorted(self.glyphs.items())
            if glyph.text
        ]
        parts = [rows[i : i + 100] for i in range(0, len(rows), 100)]
        body = b"\n".join(b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part)) for part in parts)
        return (
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)"
            b" /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n%b\nendcmap\n"
            b"CMapName currentdict /CMap defineresource pop\nend\nend\n" % body
        )
