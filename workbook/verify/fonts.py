"""Invariants of what is printed: faces with all their glyphs and what each stands for, and the numbers of pages."""

import re
import struct
from collections.abc import Iterable, Iterator, Sequence

from workbook.fragment import Fragment
from workbook.pagination import PlacedPart
from workbook.typefaces import data_of
from workbook.verify.fragments import faces_of_page, plain
from workbook.verify.read import Read, number_of
from workbook.verify.syntax import Reference, Value

_ROW = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")
_FOLIO = re.compile(rb"/Artifact\s*<<\s*/Type\s*/Pagination\s*>>\s*BDC\s[^()]*<([0-9a-fA-F]+)> Tj[^()]*\sEMC\s*")
_SAME_WIDTH = 0.01


def fonts_are_embedded(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each font is in the file, and says which text its glyphs stand for."""
    del placed
    for number, body in file.objects.items():
        if b"/FontName" not in body and b"/BaseFont" not in body:
            continue
        entries = file.dictionary(number)
        if entries.get("Type") == "FontDescriptor":
            if not file.content(number_of(entries.get("FontFile2"))).startswith(b"\0\1\0\0"):
                yield f"font {number} is not embedded"
        elif entries.get("Type") == "Font" and entries.get("Subtype") == "Type0":
            if number_of(entries.get("ToUnicode")) not in file.streams:
                yield f"font {number} does not say which text its glyphs stand for"
        elif entries.get("Type") == "Font" and not isinstance(entries.get("FontDescriptor"), Reference):
            yield f"font {number} is not embedded"


def faces_are_those_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each face is one font on all pages; it has the glyphs that parts use, as wide as they were, saying the same."""
    faces: dict[str, set[int]] = {}
    for place, offset, fonts in _fonts_of_pages(file, placed):
        for name, face in faces_of_page(place.part.fragment, offset):
            faces.setdefault(face, set()).add(number_of(fonts.get(name)))
    for face, found in faces.items():
        if len(found) != 1:
            yield f"{face} is {len(found)} fonts"
        yield from _lacks(file, face, min(found), {place.part.fragment.id: place.part.fragment for place in placed})
    form = file.dictionary(file.dictionary(file.catalog.get("AcroForm")).get("DR"))
    named = {name for place in placed for name in place.part.fragment.field_fonts}
    if named != {f"/{name}" for name in file.dictionary(form.get("Font"))}:
        yield "fields name other fonts than the form has"


def folios_are_the_labels(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Where page numbers are printed, each page but the first carries its label, and nothing else was added."""
    texts: dict[int, dict[int, str]] = {}
    for place, offset, fonts in _fonts_of_pages(file, placed):
        index = place.first + offset
        font = number_of(fonts.get("Folio"))
        if font not in texts:
            texts[font] = _texts(file, font) if font else {}
        added = file.listed(file.dictionary(file.pages[index]).get("Contents"))[1:]
        printed = [_printed(file.content(number_of(n)), texts[font]) for n in added]
        label = _label(place, offset)
        if printed != ([label] if font and index else []):
            yield f"page {index} with the label {label} carries {printed}"


def _fonts_of_pages(file: Read, placed: Sequence[PlacedPart]) -> Iterator[tuple[PlacedPart, int, dict[str, Value]]]:
    """Give each page, as a part and a number in it, with its fonts."""
    for place in placed:
        for offset in range(place.part.fragment.page_count):
            resources = file.dictionary(file.dictionary(file.pages[place.first + offset]).get("Resources"))
            yield place, offset, file.dictionary(resources.get("Font"))


def _label(place: PlacedPart, offset: int) -> str:
    """Give the label of a page: i, ii, iii in the front matter, 1, 2, 3 in the body."""
    number = place.number + offset
    if place.part.matter == "body":
        return str(number)
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "c" * (number // 100) + tens[number // 10 % 10] + ones[number % 10]


def _printed(content: bytes, texts: dict[int, str]) -> str:
    match = _FOLIO.fullmatch(content)
    codes = bytes.fromhex(match[1].decode()) if match else b""
    return "".join(texts.get(number, "?") for (number,) in struct.iter_unpack(">H", codes))


def _texts(file: Read, font: int) -> dict[int, str]:
    """Read which text each glyph of a font stands for."""
    cmap = file.content(number_of(file.dictionary(font).get("ToUnicode")))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _ROW.findall(cmap)}


def _lacks(file: Read, face: str, number: int, fragments: dict[str, Fragment]) -> Iterator[str]:
    """Tell what a font lacks of what the fragments use of a face."""
    inner = file.dictionary(file.listed(file.dictionary(number).get("DescendantFonts"))[0])
    texts, widths = _texts(file, number), _widths(file.listed(inner.get("W")))
    used = {
        (n, glyph.width, glyph.text)
        for fragment in fragments.values()
        for n, glyph in fragment.glyphs.get(face, {}).items()
    }
    glyphs = {n for n, _, _ in used}
    held = file.content(number_of(file.dictionary(inner.get("FontDescriptor")).get("FontFile2")))
    if outlines(data_of(face), glyphs) - outlines(held, glyphs):
        yield f"{face} lacks the drawings of glyphs that are used"
    if any(text and texts.get(n) != text and plain(texts.get(n, "\0")) != plain(text) for n, _, text in used):
        yield f"{face} says that glyphs stand for other text than they do"
    if any(abs(widths.get(n, -1) - width) > _SAME_WIDTH for n, width, _ in used):
        yield f"{face} has glyphs of another width than they were set in"


def _widths(rows: Sequence[Value]) -> dict[int, float]:
    """Read the widths of a composite font: [first [width width ...] ...]."""
    found: dict[int, float] = {}
    for first, run in zip(rows[::2], rows[1::2], strict=True):
        if isinstance(first, int) and isinstance(run, list):
            found.update({first + i: w for i, w in enumerate(run) if isinstance(w, int | float)})
    return found


def outlines(data: bytes, glyphs: Iterable[int]) -> set[int]:
    """Give those of the glyphs that a TrueType font draws: that take up room in it (OpenType, "loca")."""
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {tag: place for tag, *place in (struct.unpack_from(">4s4xLL", data, 12 + 16 * i) for i in range(count))}
    (long,) = struct.unpack_from(">h", data, tables[b"head"][0] + 50)
    at, size = tables[b"loca"]
    places = struct.unpack_from(f">{size // 4}L" if long else f">{size // 2}H", data, at)
    return {number for number in glyphs if number + 1 < len(places) and places[number] < places[number + 1]}
