"""Page numbers of the whole workbook, printed on finished pages as artifacts of pagination."""

from io import BytesIO

import fontpkg_atkinson_hyperlegible
import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

_FILE = fontpkg_atkinson_hyperlegible.ROOT / "files" / "AtkinsonHyperlegible-Bold.ttf"
_SIZE_PT = 10.5
_FOOT_PT = 14.1 * 72 / 25.4
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(number: int) -> str:
    """Give a number below 4000 in lower-case roman numerals, as front matter is numbered."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


class FolioFont:
    """The face of the page numbers, embedded whole in a file once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        data = _FILE.read_bytes()
        font = TTFont(BytesIO(data), lazy=True)
        scale = 1000 / font["head"].unitsPerEm
        cmap = font.getBestCmap()
        self._widths = [round(font["hmtx"][cmap.get(code, ".notdef")][0] * scale) for code in range(32, 127)]
        box = Array(
            [round(v * scale) for v in (font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax)]
        )
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/AtkinsonHyperlegible-Bold"),
            Flags=32,
            FontBBox=box,
            ItalicAngle=0,
            Ascent=round(font["hhea"].ascent * scale),
            Descent=round(font["hhea"].descent * scale),
            CapHeight=700,
            StemV=120,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
        )
        self._font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                BaseFont=Name("/AtkinsonHyperlegible-Bold"),
                Encoding=Name.WinAnsiEncoding,
                FirstChar=32,
                LastChar=126,
                Widths=Array(self._widths),
                FontDescriptor=pdf.make_indirect(descriptor),
            )
        )

    def print_on(self, page: pikepdf.Page, label: str, right: float) -> None:
        """Print a label at the foot, ending ``right`` points from the right edge, in line with the running foot.

        The page's own content is wrapped, so that its transformations end before. The font is given a name, as pikepdf
        would make up another one each time.
        """
        width = sum(self._widths[ord(c) - 32] for c in label) * _SIZE_PT / 1000
        x = float(page.obj.MediaBox[2]) - right - width
        name = page.add_resource(self._font, Name.Font, Name.Folio)
        text = f"q BT {name} {_SIZE_PT} Tf {x:.2f} {_FOOT_PT:.2f} Td ({label}) Tj ET Q"
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ\n/Artifact <</Type /Pagination>> BDC {text} EMC\n".encode())
