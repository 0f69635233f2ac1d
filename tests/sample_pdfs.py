"""Small PDFs made for a test: pages with a word or two on them, built as ours are, by hand."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LETTER = (612, 792)
SHIFT = 11.339
"""How far the page box of left-hand pages is moved in our files, in points."""


def numbered_pages(count: int) -> bytes:
    """Make tagged-looking letter pages that say "p1.", "p2." and so on; left-hand pages have a box that is moved."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, count + 1):
        page = pdf.add_blank_page(page_size=LETTER)
        if number % 2 == 0:
            page.obj.MediaBox = Array([SHIFT, 0, LETTER[0] + SHIFT, LETTER[1]])
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        text = f"/P <</MCID 0>> BDC BT /F 40 Tf 280 400 Td (p{number}.) Tj ET EMC"
        page.obj.Contents = pdf.make_stream(text.encode())
        page.obj.StructParents = number - 1
    pdf.Root.Lang = String("en-US")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return saved(pdf)


def form() -> bytes:
    """Make a page that holds nothing but a ticked box: a black square of 100 points, drawn by the field itself."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=LETTER)
    tick = pdf.make_stream(b"0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T=String("tick"),
            V=Name.on,
            AS=Name.on,
            F=4,
            Rect=Array([200, 300, 300, 400]),
            AP=Dictionary(N=Dictionary(on=tick)),
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of a file."""
    target = BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()
