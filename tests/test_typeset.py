"""Setting type: writing space that fills its page, and nothing read that the section did not declare."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from workbook.render import FONTS
from workbook.typeset import Fragment, typeset

STYLE = """<style>@page { size: letter; margin: 20mm } html { font: 12pt/1.4 Body } body, p, h1 { margin: 0 }
@font-face { font-family: Body; src: url(%s) }
.ruled { min-height: calc(8.5mm * (var(--n) + var(--grow, 0))); border-bottom: 1pt solid black }
.field { margin-top: var(--gap, 6mm); break-inside: avoid }</style>"""


def page(body: str) -> str:
    style = STYLE % FONTS["body-regular"].as_uri()
    return f'<!doctype html><html lang="en"><head><title>T</title>{style}</head><body><h1>T</h1>{body}</body></html>'


def set_page(body: str, files: frozenset[Path] | None = None) -> Fragment:
    return typeset("test", page(body), "standard", files if files is not None else frozenset(FONTS.values()))


def field(name: str, lines: int, most: int) -> str:
    ruled = f'<div class="ruled" style="--n: {lines}"></div>'
    return f'<div class="field" id="{name}" data-most="{most}" data-step="pitch"><p>{name}</p>{ruled}</div>'


def lowest_ink_mm(pdf: bytes) -> float:
    """How far down the first page is printed, in millimetres."""
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=3, grayscale=True).to_pil()
    rows = [y for y in range(bitmap.height) if bitmap.crop((0, y, bitmap.width, y + 1)).getextrema()[0] < 128]
    return max(rows) * 25.4 / 72 / 3


def test_writing_space_grows_until_the_page_is_full() -> None:
    grown = set_page("".join(field(name, 2, 40) for name in ("one", "two", "three")))
    fixed = set_page("".join(field(name, 2, 0) for name in ("one", "two", "three")))
    assert grown.page_count == fixed.page_count == 1
    assert lowest_ink_mm(fixed.pdf) < 140
    assert 279.4 - 20 - 25 < lowest_ink_mm(grown.pdf) < 279.4 - 20


def test_writing_space_never_grows_past_its_most() -> None:
    grown = set_page(field("one", 2, 3))
    fixed = set_page(field("one", 2, 0))
    assert lowest_ink_mm(grown.pdf) - lowest_ink_mm(fixed.pdf) == pytest.approx(3 * 8.5, abs=0.6)


def test_a_section_that_spills_a_little_is_set_tighter() -> None:
    parts = "".join(field(f"f{i}", 1, 0) for i in range(11))
    loose = set_page(parts + field("last", 1, 0))
    assert loose.page_count == 2
    tight = set_page(f'<section id="s">{parts}{field("last", 1, 0)}</section>')
    assert tight.page_count == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://127.0.0.1:9/x.png",
        "ftp://127.0.0.1/x.png",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "data:image/svg+xml," + "x" * 30_000,
    ],
)
def test_nothing_is_read_that_was_not_declared(url: str) -> None:
    fragment = set_page(f'<img src="{url}" alt="x">')
    assert [problem.code for problem in fragment.problems] == ["print/layout"]
    assert "Failed to load image" in fragment.problems[0].message


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttf"
    secret.write_bytes(FONTS["body-regular"].read_bytes())
    fragment = set_page(
        f"<style>@font-face {{ font-family: X; src: url({secret.as_uri()}) }} p {{ font-family: X }}</style><p>x</p>"
    )
    assert fragment.problems


def test_running_text_is_no_part_of_what_a_screen_reader_reads() -> None:
    fragment = set_page("<style>@page { @bottom-left { content: 'Running foot' } }</style><p>Body</p>")
    with pikepdf.open(BytesIO(fragment.pdf)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert b"/Artifact << /Type /Pagination >> BDC" in content
