"""Ink: greys in black ink alone, little of it, and copies that keep what was printed."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.printing import TODAY, library
from workbook.build import BuildRequest, build
from workbook.edition import Edition
from workbook.ink import use_black_ink

MOST_INK = 0.06
"""Of a page in grey, on average; one page alone may have twice as much."""

HANDOUTS = ("practice-log", "slow-breathing", "riding-the-wave", "one-goal", "thinking-traps", "support-map")


@pytest.fixture(scope="module")
def grey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Client pages of several kinds, for a grey copier."""
    path = tmp_path_factory.mktemp("ink") / "grey.pdf"
    request = BuildRequest(TODAY, handouts=HANDOUTS, edition=Edition(ink="grey", sides="one"))
    path.write_bytes(build(request).pdf)
    return path


def coverage(path: Path) -> list[tuple[float, float]]:
    """Give the share of each page that is covered with colored and with black ink (Ghostscript's inkcov)."""
    command = ["gs", "-q", "-dSAFER", "-r150", "-o", "-", "-sDEVICE=inkcov", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [[float(x) for x in line.split()[:4]] for line in told.splitlines() if line.endswith("CMYK OK")]
    return [(max(c, m, y), k) for c, m, y, k in rows]


def test_grey_pages_take_little_ink_and_hardly_any_but_black(grey: Path) -> None:
    found = coverage(grey)
    assert len(found) > len(HANDOUTS)
    assert sum(black for _, black in found) / len(found) < MOST_INK
    assert max(black for _, black in found) < 2 * MOST_INK
    assert max(color for color, _ in found) < 0.02


def test_color_pages_take_color() -> None:
    """The measure can tell the two apart."""
    data = build(BuildRequest(TODAY, handouts=("practice-log",))).pdf
    with pikepdf.open(BytesIO(data)) as pdf:
        assert b" rg" in b"".join(_contents(page) for page in pdf.pages)


def _contents(page: pikepdf.Page) -> bytes:
    found = page.obj.Contents
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts)


def test_no_grey_is_mixed_of_three_colors(grey: Path) -> None:
    with pikepdf.open(grey) as pdf:
        text = b"\n".join(_contents(page) for page in pdf.pages)
    assert re.search(rb"(?m)^\S+ g$", text)
    assert not re.findall(rb"(?m)^(\S+) \1 \1 (?:rg|RG)$", text)


def test_only_greys_become_greys() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(b"0.2 0.2 0.2 rg\n0.2 0.2 0.3 rg\n1 1 1 RG\n<0.4 0.4 0.4 rg> Tj\n")
    use_black_ink(pdf)
    assert _contents(page) == b"0.2 g\n0.2 0.2 0.3 rg\n1 G\n<0.4 0.4 0.4 rg> Tj\n"


def test_a_one_bit_copy_keeps_every_line_to_write_on(grey: Path) -> None:
    """A bad copier knows black and white only: what is darker than half stays, and lines to write on must stay."""
    with pypdfium2.PdfDocument(grey) as document:
        picture = document[0].render(scale=300 / 72, grayscale=True).to_pil()
    copy = picture.point(lambda value: 255 if value >= 128 else 0)
    assert library().worksheets["practice-log"].value.blocks[0].lines == 2  # type: ignore[attr-defined]
    black = [sum(1 for x in range(300, copy.width - 300, 3) if copy.getpixel((x, y)) == 0) for y in range(copy.height)]
    across = (copy.width - 600) // 3
    rules = [y for y in range(1, copy.height) if black[y] > 0.9 * across and black[y - 1] <= 0.9 * across]
    assert len(rules) > 10, "the rules of the table and the lines above and below it"
