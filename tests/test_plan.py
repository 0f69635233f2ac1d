"""What a request came to the last time is used again only as long as nothing has changed."""

import importlib
import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from tests.commands import run, run_program
from tests.printing import TODAY
from tests.wrong_files import MODULE, changed
from workbook import plan as plan_module
from workbook.build import BuildRequest, BuildResult, build
from workbook.cache import Cache
from workbook.edition import Edition
from workbook.plan import key_for
from workbook.problems import ProblemsFound

TEA = changed(MODULE, ("id: in", "id: tea"))


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder with one module, in the folder that we are in."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "clinic" / "modules" / "tea.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(TEA)
    return Path("clinic")


@pytest.fixture
def request_for(clinic: Path) -> BuildRequest:
    return BuildRequest(TODAY, handouts=("tea",), libraries=(clinic,))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def printed(request: BuildRequest, cache: Cache) -> tuple[BuildResult, list[str]]:
    """Build, and give what was newly set."""
    told: list[str] = []
    return build(request, lambda _done, _of, title: told.append(title), cache, workers=1), told


def text_of(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


# --- the key ---------------------------------------------------------------------------------------------------------

FILE = Path("clinic/modules/tea.yaml")
CHANGES: dict[str, Callable[[], object]] = {
    "a letter of a module": lambda: FILE.write_text(TEA.replace("A calm minute", "A warm minute")),
    "a space at the end": lambda: FILE.write_text(TEA + " "),
    "a new file": lambda: (FILE.parent / "cup.yaml").write_text(""),
    "a new picture": lambda: Path("clinic/bird.png").write_bytes(b""),
    "another name": lambda: FILE.rename(FILE.with_name("coffee.yaml")),
    "a file that is gone": FILE.unlink,
    "its own sources": lambda: Path("clinic/sources.yaml").write_text(""),
    "its own people": lambda: Path("clinic/characters.yaml").write_text(""),
    "another folder to be in": lambda: os.chdir("clinic"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_file_is_another_plan(request_for: BuildRequest, change: str) -> None:
    before = key_for(request_for)
    assert key_for(request_for) == before
    CHANGES[change]()
    assert key_for(request_for) != before


@pytest.mark.usefixtures("clinic")
def test_a_file_named_by_its_path_counts_too() -> None:
    Path("in.yaml").write_text(MODULE)
    request = BuildRequest(TODAY, handouts=("in.yaml",))
    before = key_for(request)
    Path("in.yaml").write_text(MODULE.replace("A calm minute", "A quiet minute"))
    assert key_for(request) != before


def test_any_other_request_is_another_plan(request_for: BuildRequest) -> None:
    others = [
        replace(request_for, today=TODAY + timedelta(1)),
        replace(request_for, handouts=("tea", "slow-breathing")),
        replace(request_for, libraries=()),
        replace(request_for, finish="booklet"),
        replace(request_for, program="resilience-group", handouts=()),
        replace(request_for, program="resilience-group", handouts=(), sessions=(1,)),
        replace(request_for, program="resilience-group", handouts=(), modules=("slow-breathing",)),
        *(replace(request_for, edition=Edition(copy_for=copy)) for copy in ("facilitator",)),
        *(replace(request_for, edition=Edition(size=size)) for size in ("large-print",)),
        *(replace(request_for, edition=Edition(paper=paper)) for paper in ("a4",)),
        *(replace(request_for, edition=Edition(ink=ink)) for ink in ("grey",)),
        *(replace(request_for, edition=Edition(medium=medium)) for medium in ("fillable",)),
    ]
    assert len({key_for(request) for request in (request_for, *others)}) == 1 + len(others)


def test_another_program_or_other_tools_are_another_plan(
    request_for: BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {key_for(request_for)}
    for name in ("program", "toolchain"):
        with monkeypatch.context() as patch:
            patch.setattr(plan_module, name, lambda: "another version")
            keys.add(key_for(request_for))
    assert len(keys) == 3


def test_a_file_that_cannot_be_read_is_no_reason_to_stop(request_for: BuildRequest, clinic: Path) -> None:
    (clinic / "modules" / "gone.yaml").symlink_to("nowhere.yaml")
    (clinic / "modules" / "loop.yaml").symlink_to("loop.yaml")
    (clinic / "modules" / "folder.yaml").mkdir()
    assert key_for(request_for)


# --- builds ----------------------------------------------------------------------------------------------------------


def test_what_is_ready_is_printed_without_setting_anything(request_for: BuildRequest, cache: Cache) -> None:
    first, told = printed(request_for, cache)
    assert told == ["A calm minute"]
    again, told = printed(request_for, cache)
    assert told == []
    assert again.pdf == first.pdf
    assert (again.title, again.page_count, again.problems) == (first.title, first.page_count, first.problems)


def test_a_change_is_printed_and_so_is_taking_it_back(request_for: BuildRequest, cache: Cache) -> None:
    first, _ = printed(request_for, cache)
    FILE.write_text(TEA.replace("Look around.", "Look at the tea."))
    second, told = printed(request_for, cache)
    assert told == ["A calm minute"]
    assert "Look at the tea." in text_of(second.pdf)
    FILE.write_text(TEA)
    third, told = printed(request_for, cache)
    assert told == []
    assert third.pdf == first.pdf


def test_a_mistake_that_comes_later_is_told(request_for: BuildRequest, cache: Cache) -> None:
    printed(request_for, cache)
    FILE.write_text(TEA.replace("minutes: 50", "minutes: many"))
    with pytest.raises(ProblemsFound):
        build(request_for, cache=cache)


def test_warnings_are_told_each_time(request_for: BuildRequest, cache: Cache) -> None:
    warned = replace(request_for, today=TODAY + timedelta(100))
    first, _ = printed(warned, cache)
    again, told = printed(warned, cache)
    assert told == []
    assert first.problems
    assert again.problems == first.problems


def test_a_fragment_that_is_gone_or_damaged_is_set_again(request_for: BuildRequest, cache: Cache) -> None:
    first, _ = printed(request_for, cache)
    for spoil in (Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])):
        (fragment,) = cache.folder.glob("*/*.fragment")
        spoil(fragment)
        again, told = printed(request_for, cache)
        assert told == ["A calm minute"]
        assert again.pdf == first.pdf


def test_damaged_notes_are_as_good_as_none(clinic: Path) -> None:
    """Notes are plans and compiled templates: a template with one bit changed could do anything."""
    arguments = ("--library", clinic, "handout", "tea", "--cache-dir", "kept", "--workers", "1", "-o", "x.pdf")
    assert run_program(*arguments).returncode == 0
    first = Path("x.pdf").read_bytes()
    whole = {path: path.read_bytes() for path in Path("kept").glob("*/*.note")}
    assert len(whole) > 5
    chance = random.Random(20261122)
    for _ in range(3):
        for path, good in whole.items():
            bad = bytearray(good)
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
            path.write_bytes(bad if chance.random() < 0.8 else bad[: chance.randrange(len(bad))])
        done = run_program(*arguments)
        assert done.returncode == 0, done.stderr.decode()
        assert Path("x.pdf").read_bytes() == first
        assert {path: path.read_bytes() for path in whole} == whole


def test_a_plan_is_not_kept_if_a_file_was_changed_while_it_was_made(
    request_for: BuildRequest, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_module = importlib.import_module("workbook.build")
    prepare = build_module._prepare

    def change_and_prepare(*arguments: object) -> object:
        FILE.write_text(TEA.replace("Look around.", "Look at the tea."))
        return prepare(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(build_module, "_prepare", change_and_prepare)
        assert "Look at the tea." in text_of(build(request_for, cache=cache, workers=1).pdf)
    FILE.write_text(TEA)
    assert "Look around." in text_of(build(request_for, cache=cache, workers=1).pdf)


def test_the_command_line_says_how_much_was_kept_from_before(clinic: Path) -> None:
    arguments = ("--library", clinic, "handout", "tea", "--cache-dir", "kept", "-o", "x.pdf")
    assert "kept from before" not in run(*arguments).stderr
    assert "x.pdf: 4 pages (1 section kept from before)" in run(*arguments).stderr
