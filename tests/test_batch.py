"""Copies of a workbook with a name on each cover: the name is there, and nowhere else."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.printing import TODAY
from tests.wrong_files import PROGRAM
from workbook.batch import LONGEST_NAME, build_copies
from workbook.build import BuildRequest, BuildResult, build
from workbook.cache import Cache
from workbook.problems import ProblemsFound

NAMES = ("Zoë Quispe", "B.", "J. O’Neill-Žukauskas")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small program, and a folder for what is kept."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "in.yaml").write_text(PROGRAM)
    return folder


@pytest.fixture(scope="module")
def order(desk: Path) -> BuildRequest:
    return BuildRequest(TODAY, program=str(desk / "in.yaml"))


@pytest.fixture(scope="module")
def copies(desk: Path, order: BuildRequest) -> list[BuildResult]:
    return list(build_copies(order, NAMES, cache=Cache(desk / "cache")))


def words(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_each_copy_has_its_name_on_the_cover_and_is_else_the_same(
    copies: list[BuildResult], order: BuildRequest
) -> None:
    plain = words(build(order).pdf)
    for name, copy in zip(NAMES, copies, strict=True):
        cover, *rest = words(copy.pdf)
        assert name in cover
        assert not [other for other in NAMES if other != name and other in cover]
        assert rest == plain[1:]
        assert copy.page_count == len(plain)
        assert copy.title == "A small group"


def test_a_name_is_not_kept_nor_in_what_a_file_says_of_itself(desk: Path, copies: list[BuildResult]) -> None:
    parts = {part for name in NAMES for part in re.findall(r"\w{4,}", name)}
    assert parts
    kept = [path for path in (desk / "cache").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        data = path.read_bytes()
        found = [part for part in parts if part.encode() in data or part.encode("utf-16-be") in data]
        assert not found, path
        assert not any(part in str(path) for part in parts)
    for copy in copies:
        with pikepdf.open(BytesIO(copy.pdf)) as pdf:
            told = repr(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()
        assert not [part for part in parts if part in told]


def test_the_cover_is_set_anew_each_time_and_the_rest_is_kept(
    desk: Path, order: BuildRequest, copies: list[BuildResult]
) -> None:
    cache = Cache(desk / "cache")
    before = sorted(path.name for path in cache.folder.glob("*/*.fragment"))
    told: list[str] = []
    (again,) = build_copies(order, NAMES[:1], lambda _done, _of, title: told.append(title), cache)
    assert again.pdf == copies[0].pdf
    assert told == ["Copy 1"]
    assert sorted(path.name for path in cache.folder.glob("*/*.fragment")) == before


def test_the_order_of_names_makes_no_difference(desk: Path, order: BuildRequest, copies: list[BuildResult]) -> None:
    back = list(build_copies(order, NAMES[::-1], cache=Cache(desk / "cache")))
    assert [copy.pdf for copy in back] == [copy.pdf for copy in copies[::-1]]


@pytest.mark.parametrize("name", ["", "   ", "Quispe\n", "Quispe\0", "Quispe" * LONGEST_NAME, "Quispe \u202e"])
def test_a_name_that_cannot_stand_on_a_cover_is_told_by_its_number(order: BuildRequest, name: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        list(build_copies(order, ["B.", name]))
    (problem,) = found.value.problems
    assert problem.code == "print/name"
    assert problem.place.line == 2
    assert "Quispe" not in str(found.value)


def test_a_character_that_cannot_be_printed_is_told_without_the_name(desk: Path, order: BuildRequest) -> None:
    with pytest.raises(ProblemsFound) as found:
        list(build_copies(order, ["李"], cache=Cache(desk / "cache")))
    assert {problem.code for problem in found.value.problems} == {"print/missing-character"}
    assert "李" not in str(found.value)


def test_a_handout_has_no_cover_for_a_name() -> None:
    with pytest.raises(ProblemsFound) as found:
        list(build_copies(BuildRequest(TODAY, handouts=("practice-log",)), NAMES[:1]))
    assert [problem.code for problem in found.value.problems] == ["print/name"]
