"""Pages of a finished PDF, smaller, side by side on sheets: booklets to fold, and two or four pages a sheet.

What comes out is a print file. Tags do not survive (a page becomes a drawing), nor do links and form fields; so the
file makes no claim to be accessible, and says so in its description.

A page is never enlarged, and made smaller only as far as its part of the sheet asks. No margin is added: the white
edge of our pages, 9.6 mm at the least (below the running foot), is still 4.8 mm at half size. Printers cannot print on
the outer 1/6 inch (4.2 mm) of a sheet: "printable area" in the references of PCL, the language of office printers.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import Dictionary, Name, Rectangle, String

from workbook.language import direction_of

Sheet = Literal["letter", "a4"]
"""The paper in the printer."""

Side = tuple[int | None, ...]
"""One side of a sheet: the source pages on it, counted from 0, by rows from the upper left. None stays empty."""

NOT_TAGGED = "Print file, not tagged. To read on a screen, open the workbook itself."
"""The description (PDF "Subject") of every file made here."""

THICK = 15
"""The most sheets that fold and staple well as one. Booklet makers of office copiers stop here (Ricoh InfoPrint)."""

_POINTS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
_NAMES = {"letter": "letter paper", "a4": "A4 paper"}
_MARKED = re.compile(rb"/MCID\s+\d+")


def booklet(pdf: bytes, sheet: Sheet) -> bytes:
    """Lay pages out for saddle stitch: two on a side, printed on both sides, folded in the middle and stapled there.

    Pages are not moved against creep: on untrimmed copier paper (0.1 mm) the inmost of 15 sheets stands out by
    1.5 mm, and nothing is cut off.
    """
    short, long = _POINTS[sheet]
    with pikepdf.open(BytesIO(pdf)) as source:
        sides = booklet_order(len(source.pages))
        return _impose(source, sides, (long, short), columns=2, duplex=Name.DuplexFlipShortEdge)


def n_up(pdf: bytes, count: Literal[2, 4], sheet: Sheet) -> bytes:
    """Put two pages side by side on sheets turned to landscape, or four in two rows on upright ones.

    No lines are drawn between pages: their own margins hold them apart.
    """
    short, long = _POINTS[sheet]
    with pikepdf.open(BytesIO(pdf)) as source:
        sides = n_up_order(len(source.pages), count)
        if count == 2:  # noqa: PLR2004 - two up
            return _impose(source, sides, (long, short), columns=2, duplex=Name.DuplexFlipShortEdge)
        return _impose(source, sides, (short, long), columns=2, duplex=Name.DuplexFlipLongEdge)


def booklet_order(pages: int) -> list[Side]:
    """Give what stands on each side of each sheet, the outer sheet first, its front before its back.

    Pages keep their order and their side of the fold: odd ones are on the right. Empty pages come last, so that a
    booklet that is one short has an empty back cover. That is where printers put them, and nothing that a client
    writes lies open on the outside.
    """
    last = -(-pages // 4) * 4 - 1
    sides = []
    for left in range(0, (last + 1) // 2, 2):
        sides += [(last - left, left), (left + 1, last - left - 1)]
    return [tuple(page if page < pages else None for page in side) for side in sides]


def n_up_order(pages: int, count: int) -> list[Side]:
    """Give what stands on each side: pages in reading order, empty places at the end."""
    return [
        tuple(page if page < pages else None for page in range(first, first + count))
        for first in range(0, pages, count)
    ]


def booklet_advice(pages: int, sheet: Sheet) -> str:
    """Tell the person at the printer what to do with a booklet of so many pages."""
    sheets = len(booklet_order(pages)) // 2
    empty = sheets * 4 - pages
    words = [
        f"{_sheets(sheets, sheet)}. Print on both sides, flip on the short edge, fold in the middle.",
    ]
    if empty:
        words.append(f"The last {empty} pages are empty." if empty > 1 else "The last page is empty.")
    if sheets > THICK:
        words.append(f"More than {THICK} sheets are hard to fold and staple as one: make a booklet of each session.")
    return " ".join(words)


def n_up_advice(pages: int, count: Literal[2, 4], sheet: Sheet) -> str:
    """Tell the person at the printer what to do with so many pages, two or four on a side."""
    sides = len(n_up_order(pages, count))
    edge = "short" if count == 2 else "long"  # noqa: PLR2004 - two up
    both = f" On both sides, it takes {-(-sides // 2)}: flip on the {edge} edge." if sides > 1 else ""
    return f"{_sheets(sides, sheet)}, printed on one side.{both}"


def _sheets(number: int, sheet: Sheet) -> str:
    return f"{number} sheet{'' if number == 1 else 's'} of {_NAMES[sheet]}"


def _impose(
    source: pikepdf.Pdf, sides: Sequence[Side], size: tuple[float, float], *, columns: int, duplex: Name
) -> bytes:
    """Draw the pages of a file on sheets of this size (points), in rows of so many, each in its cell's middle."""
    if "/AcroForm" in source.Root:
        source.flatten_annotations("print")
    pdf = pikepdf.new()
    turned = direction_of(str(source.Root.get("/Lang", ""))) == "rtl"  # its pages go from right to left
    drawings = [pdf.copy_foreign(page.as_form_xobject()) for page in source.pages]
    rows = len(sides[0]) // columns
    width, height = size[0] / columns, size[1] / rows
    for side in sides:
        page = pdf.add_blank_page(page_size=size)
        content = b""
        for place, number in enumerate(side):
            if number is not None:
                column = columns - 1 - place % columns if turned else place % columns
                x, y = column * width, (rows - 1 - place // columns) * height
                name = page.add_resource(drawings[number], Name.XObject, Name(f"/Page{number + 1}"))
                cell = Rectangle(x, y, x + width, y + height)
                content += page.calc_form_xobject_placement(
                    drawings[number], name, cell, invert_transformations=True, allow_shrink=True, allow_expand=False
                )
        page.obj.Contents = pdf.make_stream(content)
    _untag(pdf)
    _describe(pdf, source, duplex)
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version="1.7",
    )
    return target.getvalue()


def _untag(pdf: pikepdf.Pdf) -> None:
    """Take the numbers that tags refer to out of all drawings: there are no tags any more."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Form:
            for key in ("/StructParents", "/StructParent"):
                if key in item:
                    del item[key]
            content = item.read_bytes()
            plain = _MARKED.sub(b"", content)
            if plain != content:
                item.write(plain)


def _describe(pdf: pikepdf.Pdf, source: pikepdf.Pdf, duplex: Name) -> None:
    """Keep title and language, say what the file is for, and ask the printer for both sides at actual size."""
    language = source.Root.get("/Lang")
    if language is not None:
        pdf.Root.Lang = String(str(language))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=duplex, PrintScaling=Name("/None"))
    title = str(source.docinfo.get("/Title", ""))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        if title:
            metadata["dc:title"] = title
        if language is not None:
            metadata["dc:language"] = [str(language)]
        metadata["dc:description"] = NOT_TAGGED
        metadata["pdf:Producer"] = "Workbook"
