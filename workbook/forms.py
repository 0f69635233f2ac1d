"""Form fields of a freshly set PDF, so that every reader fills them in, says what they are, and prints them.

WeasyPrint 70 writes fields that validators pass and readers stumble over: names only from titles, radio buttons that
are listed and named twice, no appearance when empty or off, and a font that few readers can type with. Here each field
gets its words (``name_fields``, while boxes still know their HTML) and its final form (``repair_fields``).

A form has one font, ``/Field``, with the same dictionary in every fragment: Atkinson Hyperlegible Regular as a simple
font with WinAnsiEncoding. Readers type in simple fonts reliably, in Identity-H fonts they do not.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from weasyprint import Document

FONT = "/Field"
"""What the font of all fields is called in /DR and in each /DA."""

_FACE = "Field"
_MULTI_LINE = 1 << 12
_ONE_LINE = 2.4
_POINT = 0.75
_INSET = 2.0
_LOOK = re.compile(r"(\S+ \S+ \S+) rg .*?(\S+) Tf")


# --- while the boxes of the page still know their HTML ---------------------------------------------------------------


def name_fields(document: "Document", pdf: Any) -> None:
    """Give each field the words of its ``aria-label`` and each group of radio buttons those of its own.

    A field in a table takes the whole of its cell, and one that is no taller than a line is a single line.
    """
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    objects = {item.reference: item for item in pdf.objects}
    for page in document.pages:
        for box, cell, group in _inputs(page._page_box):  # noqa: SLF001 - the layout has no public reader
            field = box.widget_annotation
            field["TU"] = pydyf.String(box.element.get("aria-label"))
            if "Parent" in field:
                objects[field["Parent"]]["TU"] = pydyf.String(group)
            if cell is not None and box.element.tag == "textarea":
                field["Rect"] = pydyf.Array(_inside(cell, page.height))
            if box.element.tag == "textarea":
                lines = box.border_height() / box.style["font_size"]
                field["Ff"] = _MULTI_LINE if cell is not None or lines > _ONE_LINE else 0


def _inputs(box: Any, cell: Any = None, group: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Give each box that has become a field, with the table cell and the words of the group that it stands in."""
    box = getattr(box, "_box", box)
    element = getattr(box, "element", None)
    if element is not None:
        if getattr(box, "widget_annotation", None):
            yield box, cell, group
            return
        cell = box if element.tag == "td" else cell
        group = element.get("aria-label") if element.get("role") == "radiogroup" else group
    for child in getattr(box, "children", ()):
        yield from _inputs(child, cell, group)


def _inside(cell: Any, page_height: float) -> tuple[float, float, float, float]:
    """Give the inside of a cell, less a little, in points from the lower left of the page."""
    left, top = cell.padding_box_x() + _INSET, cell.padding_box_y() + _INSET
    right, bottom = left + cell.padding_width() - 2 * _INSET, top + cell.padding_height() - 2 * _INSET
    return left * _POINT, (page_height - bottom) * _POINT, right * _POINT, (page_height - top) * _POINT


# --- in the file -----------------------------------------------------------------------------------------------------


def repair_fields(pdf: pikepdf.Pdf) -> None:
    """Give fields one font, radio buttons one group, and every state of a button an appearance."""
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    form.Fields = Array([field for field in form.Fields if "/Parent" not in field])
    form.DR = Dictionary(Font=Dictionary(_take_font(pdf, form.DR.Font)))
    # An empty field needs no appearance: readers that are given a value alone draw it then, and only then. They would
    # draw buttons anew as well if the form asked for appearances (poppler leaves them out, Ghostscript frames them).
    del form.NeedAppearances
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if note.get("/Subtype") == Name.Widget:
                x1, y1, x2, y2 = (round(float(edge), 3) for edge in note.Rect)
                note.Rect = Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])
            if note.get("/FT") == Name.Tx:
                _set_text(note)
            elif note.get("/FT") == Name.Btn:
                _set_button(pdf, note)


def _take_font(pdf: pikepdf.Pdf, fonts: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Take the font of the fields off the fonts of the pages; give it, if there is one, as a simple font."""
    own = next((key for key, font in fonts.items() if str(font.BaseFont).endswith(f"+{_FACE}")), None)
    if own is None:
        return {}
    font = simple_font(pdf, fonts[own])
    del fonts[own]
    return {FONT: pdf.make_indirect(font)}


def _set_text(field: pikepdf.Object) -> None:
    """Say how typed text looks: one font, the size and the color of the style sheet."""
    look = _LOOK.search(str(field.DA))
    if look is None:
        raise ValueError(f"WeasyPrint describes the text of a field in a new way: {field.DA}")
    color, size = look.groups()
    field.DA = String(f"{FONT} {size} Tf {color} rg")
    del field.V


def _set_button(pdf: pikepdf.Pdf, field: pikepdf.Object) -> None:
    """Draw a tick or a ring for a button that is on, and nothing for one that is off."""
    (state,) = (key for key in field.AP.N if key != "/Off")
    radio = "/Parent" in field
    color = " ".join(f"{float(part):.4g}" for part in field.MK.BC)
    width, height = _size(field)
    drawn = _ring(width, height) if radio else _tick(width, height)
    on = _drawing(pdf, field, f"{color} RG 1 J 1 j {drawn} S\n".encode())
    field.AP.N = Dictionary({state: on, "/Off": _drawing(pdf, field, b"")})
    # For readers that draw buttons anew all the same: a dot or a check mark (of ZapfDingbats, ISO 32000-1, 12.7.4.2.3).
    field.MK = Dictionary(CA=String("l" if radio else "4"))
    field.DA = String(f"{FONT} 0 Tf {color} rg")
    if radio:
        # With a name or a type of its own, a button would be a field inside the group.
        del field.T
        del field.FT


def _drawing(pdf: pikepdf.Pdf, field: pikepdf.Object, content: bytes) -> pikepdf.Stream:
    width, height = _size(field)
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    return stream


def _size(field: pikepdf.Object) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    return round(right - left, 3), round(top - bottom, 3)


def _tick(width: float, height: float) -> str:
    points = ((0.22, 0.52), (0.42, 0.26), (0.8, 0.78))
    path = [f"{width * x:.2f} {height * y:.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(points)]
    return f"{width * 0.15:.2f} w {' '.join(path)}"


def _ring(width: float, height: float) -> str:
    """Give a ring with round ends around what is printed below: a circle around a number, a pill around words."""
    pen = 2.2
    left, bottom, right, top = pen / 2, pen / 2, width - pen / 2, height - pen / 2
    r = min(right - left, top - bottom) / 2
    k = r * 0.4477  # how far a quarter's handles stay from the corner, to come close to a circle
    return (
        f"{pen} w {left + r:.2f} {bottom:.2f} m {right - r:.2f} {bottom:.2f} l "
        f"{right - k:.2f} {bottom:.2f} {right:.2f} {bottom + k:.2f} {right:.2f} {bottom + r:.2f} c "
        f"{right:.2f} {top - r:.2f} l "
        f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
        f"{left + r:.2f} {top:.2f} l "
        f"{left + k:.2f} {top:.2f} {left:.2f} {top - k:.2f} {left:.2f} {top - r:.2f} c "
        f"{left:.2f} {bottom + r:.2f} l "
        f"{left:.2f} {bottom + k:.2f} {left + k:.2f} {bottom:.2f} {left + r:.2f} {bottom:.2f} c h"
    )


def simple_font(pdf: pikepdf.Pdf, font: pikepdf.Object) -> pikepdf.Dictionary:
    """Give a composite font that is embedded whole as a simple font of the same file, with WinAnsiEncoding."""
    inner = font.DescendantFonts[0].FontDescriptor
    file = TTFont(BytesIO(inner.FontFile2.read_bytes()), lazy=True)
    cmap, scale = file.getBestCmap(), 1000 / file["head"].unitsPerEm
    letters = [bytes([code]).decode("cp1252", errors="ignore") for code in range(32, 256)]
    widths = [file["hmtx"][cmap[ord(x)]][0] if x and ord(x) in cmap else 0 for x in letters]
    name = Name(f"/{_FACE}")
    descriptor = Dictionary(
        {
            "/Type": Name.FontDescriptor,
            "/FontName": name,
            "/Flags": 32,
            **{key: inner[key] for key in ("/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV")},
            "/FontFile2": inner.FontFile2,
        }
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=name,
        FirstChar=32,
        LastChar=255,
        Widths=Array([round(width * scale) for width in widths]),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
