"""Pictures of pages: as many as there are pages, of the right size, written whole or not at all."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps

from tests.printing import Job, Press
from tests.sample_pdfs import form, numbered_pages
from workbook.pictures import pictures, write_pictures


def opened(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize(("dpi", "size"), [(96, (816, 1056)), (72, (612, 792)), (150, (1275, 1650))])
def test_a_picture_has_the_size_of_its_page_at_its_resolution(dpi: int, size: tuple[int, int], press: Press) -> None:
    drawn = [opened(picture) for picture in pictures(press(Job("module", "slow-breathing")).path.read_bytes(), dpi)]
    assert {picture.size for picture in drawn} == {size}  # left-hand pages, whose box is moved, too
    assert drawn[0].info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def test_each_page_has_a_picture_that_shows_it(press: Press) -> None:
    printed = press(Job("module", "slow-breathing"))
    drawn = [opened(picture) for picture in pictures(printed.path.read_bytes(), 48)]
    with pypdfium2.PdfDocument(printed.path) as document:
        pages = [page.render(scale=48 / 72 - 1e-6).to_pil() for page in document]
    assert len(drawn) == len(pages)
    for picture, page in zip(drawn, pages, strict=True):
        assert ImageChops.difference(picture.convert("RGB"), page.convert("RGB")).getbbox() is None
        assert ImageOps.invert(picture.convert("L")).getbbox() is not None


def test_colors_are_kept_or_left_out(press: Press) -> None:
    pdf = press(Job("module", "slow-breathing")).path.read_bytes()
    in_color, in_grey = opened(next(pictures(pdf))), opened(next(pictures(pdf, grey=True)))
    red, _, blue = in_color.split()
    assert ImageChops.difference(red, blue).getbbox() is not None
    assert (in_color.mode, in_grey.mode) == ("RGB", "L")


def test_what_a_form_field_shows_is_drawn() -> None:
    picture = opened(next(pictures(form(), 72)))
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box == pytest.approx((200, 392, 300, 492), abs=2)


def test_the_same_page_gives_the_same_picture() -> None:
    assert list(pictures(numbered_pages(2))) == list(pictures(numbered_pages(2)))


def test_no_resolution_is_refused() -> None:
    with pytest.raises(ValueError, match="0 dots per inch"):
        next(pictures(numbered_pages(1), 0))


def test_names_sort_as_the_pages_do(tmp_path: Path) -> None:
    written = write_pictures(numbered_pages(12), tmp_path / "new", dpi=10)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [path.name for path in written]
    assert [written[0].name, written[-1].name] == ["page-01.png", "page-12.png"]
    assert [path.read_bytes() for path in written] == list(pictures(numbered_pages(12), 10))


def test_pictures_of_an_earlier_run_are_replaced_and_other_files_are_left_alone(tmp_path: Path) -> None:
    others = ["page.png", "page-one.png", "page-1.jpg", "my-page-1.png", "cover-1.png", "notes.txt"]
    for name in others:
        (tmp_path / name).write_text("mine")
    (tmp_path / "page-7.png").mkdir()
    write_pictures(numbered_pages(12), tmp_path, dpi=10)
    write_pictures(numbered_pages(3), tmp_path, dpi=10)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {*others, "page-7.png", "page-1.png", "page-2.png", "page-3.png"}
    assert {(tmp_path / name).read_text() for name in others} == {"mine"}


def test_another_stem_stands_beside(tmp_path: Path) -> None:
    write_pictures(numbered_pages(1), tmp_path, "a+b", dpi=10)
    write_pictures(numbered_pages(2), tmp_path, dpi=10)
    assert {path.name for path in tmp_path.iterdir()} == {"a+b-1.png", "page-1.png", "page-2.png"}


def test_nothing_changes_when_a_page_cannot_be_drawn(tmp_path: Path) -> None:
    write_pictures(numbered_pages(2), tmp_path, dpi=10)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(pypdfium2.PdfiumError):
        write_pictures(b"no PDF", tmp_path, dpi=10)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_changes_when_a_folder_has_the_name_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "page-2.png").mkdir()
    with pytest.raises(IsADirectoryError, match=r"page-2\.png"):
        write_pictures(numbered_pages(2), tmp_path, dpi=10)
    assert [path.name for path in tmp_path.iterdir()] == ["page-2.png"]


def test_a_folder_is_made_but_not_the_way_to_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_pictures(numbered_pages(1), tmp_path / "not" / "there", dpi=10)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileExistsError):
        write_pictures(numbered_pages(1), tmp_path / "file", dpi=10)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
