"""Booklets and several pages a sheet: every page once and in its place, white at the edges, no claim of tags."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.printing import Job, Press
from tests.sample_pdfs import LETTER, form, numbered_pages
from tests.verapdf import VeraPdf
from workbook.impose import (
    NOT_TAGGED,
    Sheet,
    Side,
    booklet,
    booklet_advice,
    booklet_order,
    n_up,
    n_up_advice,
    n_up_order,
)

A4 = (595.276, 841.89)
POINTS_PER_MM = 72 / 25.4
PRINTER_MARGIN_MM = 25.4 / 6
"""Where printers cannot print: see ``impose.py``."""

Cell = tuple[float, float, float, float]
"""Left, bottom, right and top of the place of a page on a sheet, in points."""

FOLD = "Print on both sides, flip on the short edge, fold in the middle."
TOO_THICK = "More than 15 sheets are hard to fold and staple as one: make a booklet of each session."

WAYS: dict[str, Callable[[bytes, Sheet], bytes]] = {
    "booklet": booklet,
    "two": lambda pdf, sheet: n_up(pdf, 2, sheet),
    "four": lambda pdf, sheet: n_up(pdf, 4, sheet),
}


# --- the order of pages ----------------------------------------------------------------------------------------------


@given(st.integers(1, 400))
def test_a_folded_booklet_reads_from_the_first_page_to_the_last_and_then_empty_ones(pages: int) -> None:
    sides = booklet_order(pages)
    assert len(sides) % 2 == 0
    read = folded(sides)
    assert read[:pages] == list(range(pages))
    assert read[pages:] == [None] * (len(sides) * 2 - pages)
    assert len(read) - pages < 4


@given(st.integers(1, 400), st.sampled_from([2, 4]))
def test_pages_on_a_sheet_are_in_reading_order(pages: int, count: int) -> None:
    sides = n_up_order(pages, count)
    places = [page for side in sides for page in side]
    assert {len(side) for side in sides} == {count}
    assert places[:pages] == list(range(pages))
    assert places[pages:] == [None] * (len(places) - pages)
    assert len(places) - pages < count


def folded(sides: list[Side]) -> list[int | None]:
    """Lay sheets into each other, fold them, and leaf through: first the right halves, each with its back."""
    first_half, second_half = [], []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        first_half += [front[1], back[0]]
        second_half += [front[0], back[1]]
    return first_half + second_half[::-1]


# --- what stands where -----------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.sampled_from(["letter", "a4"]))
def test_each_page_of_a_booklet_is_in_the_middle_of_its_half(pages: int, sheet: Sheet) -> None:
    long, short = (792, 612) if sheet == "letter" else (A4[1], A4[0])
    halves = [(0, 0, long / 2, short), (long / 2, 0, long, short)]
    assert_in_place(booklet(numbered_pages(pages), sheet), booklet_order(pages), (long, short), halves)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.sampled_from(["letter", "a4"]))
def test_four_pages_stand_in_two_rows_on_an_upright_sheet(pages: int, sheet: Sheet) -> None:
    width, height = LETTER if sheet == "letter" else A4
    x, y = width / 2, height / 2
    quarters = [(0, y, x, height), (x, y, width, height), (0, 0, x, y), (x, 0, width, y)]
    assert_in_place(n_up(numbered_pages(pages), 4, sheet), n_up_order(pages, 4), (width, height), quarters)


def test_two_pages_stand_side_by_side_on_a_sheet_turned_to_landscape() -> None:
    halves = [(0, 0, 396, 612), (396, 0, 792, 612)]
    assert_in_place(n_up(numbered_pages(3), 2, "letter"), n_up_order(3, 2), (792, 612), halves)


def assert_in_place(
    pdf: bytes, sides: list[Side], size: tuple[float, float], cells: Sequence[tuple[float, float, float, float]]
) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == len(sides)
        for page, side in zip(document, sides, strict=True):
            assert page.get_size() == pytest.approx(size, abs=0.01)
            text = page.get_textpage()
            words = [text.get_text_bounded(*cell).strip() for cell in cells]
            assert words == ["" if number is None else f"p{number + 1}." for number in side]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_page_looks_as_before_only_smaller(number: int, press: Press) -> None:
    source = press(Job("module", "slow-breathing")).path.read_bytes()
    sheets = booklet(source, "letter")
    scale = 0.5 * LETTER[1] / LETTER[0]  # a letter page is as wide as half a letter sheet
    side = next(i for i, side in enumerate(booklet_order(6)) if number in side)
    half = drawn(sheets, side, 2).crop((792 * (number % 2 == 0), 0, 792 * (1 + (number % 2 == 0)), 1224))
    page = drawn(source, number, 2 * scale)
    expected = Image.new("L", half.size, 255)
    expected.paste(page, (0, round((half.height - page.height + 1) / 2)))
    apart = difference(half, expected)
    for x, y in ((-2, 0), (2, 0), (0, -2), (0, 2)):  # if it stood a point further, twice as much would be wrong
        assert difference(half, ImageChops.offset(expected, x, y)) > 2 * apart


@pytest.mark.parametrize("sheet", ["letter", "a4"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("edition", ["standard", "large-grey", "a4-facilitator"])
def test_no_ink_is_where_printers_cannot_print(edition: str, way: str, sheet: Sheet, press: Press) -> None:
    pdf = WAYS[way](press(Job("module", "slow-breathing", edition)).path.read_bytes(), sheet)
    margin = PRINTER_MARGIN_MM * POINTS_PER_MM
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    for number in range(count):
        picture = drawn(pdf, number, 1)
        box = ImageOps.invert(picture).point(lambda value: 255 if value > 10 else 0).getbbox()
        if box:
            left, top, right, bottom = box
            assert min(left, top, picture.width - right, picture.height - bottom) > margin, f"sheet {number + 1}"


def difference(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def drawn(pdf: bytes, number: int, scale: float) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[number].render(scale=scale - 1e-6).to_pil()
        return picture.convert("L")


# --- what the file says of itself ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_print_file_makes_no_claim_to_be_tagged_and_says_so(way: str, press: Press) -> None:
    source = press(Job("program", "individual-brief-pack")).path
    with pikepdf.open(source) as before, pikepdf.open(BytesIO(WAYS[way](source.read_bytes(), "letter"))) as pdf:
        assert pdf.docinfo.Title == before.docinfo.Title
        assert pdf.Root.Lang == before.Root.Lang
        assert str(pdf.docinfo.Subject) == NOT_TAGGED
        assert pdf.open_metadata()["dc:description"] == NOT_TAGGED
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang", "/ViewerPreferences", "/Metadata"}
        assert all(
            set(page.obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"} for page in pdf.pages
        )
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert not [item for item in streams if "/StructParents" in item or "/StructParent" in item]
        assert not [item for item in streams if item.get("/Subtype") == Name.Form and b"/MCID" in item.read_bytes()]


def test_the_engine_agrees_that_nothing_is_claimed(press: Press, verapdf: VeraPdf, tmp_path: Path) -> None:
    target = tmp_path / "booklet.pdf"
    target.write_bytes(booklet(press(Job("module", "slow-breathing")).path.read_bytes(), "letter"))
    rules = {failure.split(":")[0] for failure in verapdf.check(target).failures}
    assert rules >= {"5-1", "6.2-1", "7.1-11"}  # no claim of PDF/UA, not marked as tagged, no tree of tags


@pytest.mark.parametrize(
    ("way", "edge"),
    [("booklet", "/DuplexFlipShortEdge"), ("two", "/DuplexFlipShortEdge"), ("four", "/DuplexFlipLongEdge")],
)
def test_the_printer_is_asked_for_both_sides_at_actual_size(way: str, edge: str) -> None:
    with pikepdf.open(BytesIO(WAYS[way](numbered_pages(5), "letter"))) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == Name(edge)
        assert pdf.Root.ViewerPreferences.PrintScaling == Name("/None")


def test_a_field_leaves_its_drawing_behind() -> None:
    pdf = booklet(form(), "letter")
    scale = 396 / 612
    box = ImageOps.invert(drawn(pdf, 0, 1)).getbbox()
    top = 306 + (396 - 400) * scale
    assert box == pytest.approx((396 + 200 * scale, top, 396 + 300 * scale, top + 100 * scale), abs=1.5)
    with pikepdf.open(BytesIO(pdf)) as file:
        assert "/AcroForm" not in file.Root
        assert "/Annots" not in file.pages[0].obj


def test_fonts_are_shared_by_all_pages(press: Press) -> None:
    source = press(Job("program", "individual-brief-pack")).path.read_bytes()
    for way in WAYS.values():
        pdf = way(source, "letter")
        assert font_files(pdf) == font_files(source) != []
        assert len(pdf) < len(source)


def font_files(pdf: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(pdf)) as file:
        fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
        files = {font.FontFile2.objgen: font.FontFile2.read_raw_bytes() for font in fonts}
        return sorted(files.values())


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_pages_give_the_same_file_in_any_process(seed: str, press: Press) -> None:
    path = press(Job("module", "slow-breathing")).path
    program = (
        "import hashlib, pathlib, sys; from workbook.impose import booklet;"
        "print(hashlib.sha256(booklet(pathlib.Path(sys.argv[1]).read_bytes(), 'a4')).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == hashlib.sha256(booklet(path.read_bytes(), "a4")).hexdigest()


# --- what the person at the printer is told --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "sheet", "words"),
    [
        (4, "a4", f"1 sheet of A4 paper. {FOLD}"),
        (
            7,
            "letter",
            f"2 sheets of letter paper. {FOLD} The last page is empty.",
        ),
        (
            82,
            "letter",
            f"21 sheets of letter paper. {FOLD} The last 2 pages are empty. {TOO_THICK}",
        ),
    ],
)
def test_the_advice_for_a_booklet(pages: int, sheet: Sheet, words: str) -> None:
    assert booklet_advice(pages, sheet) == words


@pytest.mark.parametrize(
    ("pages", "count", "words"),
    [
        (2, 2, "1 sheet of letter paper, printed on one side."),
        (6, 2, "3 sheets of letter paper, printed on one side. On both sides, it takes 2: flip on the short edge."),
        (16, 4, "4 sheets of letter paper, printed on one side. On both sides, it takes 2: flip on the long edge."),
    ],
)
def test_the_advice_for_several_pages_a_sheet(pages: int, count: Literal[2, 4], words: str) -> None:
    assert n_up_advice(pages, count, "letter") == words
