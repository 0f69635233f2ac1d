"""Paper printed on one side or on both, and paper that lies on its long side."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.printing import NOTES, TODAY
from tests.small import Small, small_workbook
from workbook.bind import bind
from workbook.build import BuildRequest, build
from workbook.edition import Edition
from workbook.pagination import needs_blank, paginate
from workbook.verify import NotWhole, prove

SHIFT = 4 * 72 / 25.4


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


def boxes(data: bytes) -> list[list[float]]:
    """Give the corners of all pages, in points."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [[float(edge) for edge in page.MediaBox] for page in pdf.pages]


def test_on_one_side_no_page_is_blank_and_none_is_moved(small: Small) -> None:
    assert needs_blank(small.parts, "left")
    assert not needs_blank(small.parts, "none")
    placed = paginate(small.parts, binding="none")
    assert NOTES not in [place.part.fragment.title for place in placed]
    data = bind(small.title, "en-US", placed, folios=True)
    prove(data, placed)
    assert {box[0] for box in boxes(data)} == {0}


def test_the_proof_notices_pages_that_are_moved_and_should_not_be(small: Small) -> None:
    data = small.whole
    with pytest.raises(NotWhole, match="binding"):
        prove(data, tuple(replace(place, binding="none") for place in small.placed))


def test_bound_at_the_right_pages_move_the_other_way(small: Small) -> None:
    placed = paginate(small.parts, small.blank, "right")
    data = bind(small.title, "en-US", placed, folios=True)
    prove(data, placed)
    assert [round(box[0], 2) for box in boxes(data)[:2]] == [0, round(-SHIFT, 2)]


def test_a_sheet_that_lies_is_as_wide_as_the_others_are_high() -> None:
    request = BuildRequest(TODAY, handouts=("thought-record",), edition=Edition(paper="a4"))
    found = boxes(build(request).pdf)
    assert {(round(box[2] - box[0]), round(box[3] - box[1])) for box in found} == {(842, 595)}
    assert {box[0] for box in found} == {0}, "what lies is bound at its top or foot"
