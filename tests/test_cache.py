"""The cache: what is in it is whole or not there, it stays small, and no name of a person is ever in it."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import ROOT, run
from tests.printing import ALL, TODAY, library
from tests.processes import Family, all_went_home, needs_proc
from workbook import press as press_module
from workbook.build import BuildRequest, build
from workbook.cache import Cache, key_of
from workbook.compose import Workbook, compose_handout
from workbook.edition import Edition
from workbook.fragment import Facts, Fragment, Glyph, Page, Stream, dump
from workbook.press import Press, _key
from workbook.problems import Severity
from workbook.theme import load_theme
from workbook.typefaces import FONTS
from workbook.typeset import Job
from workbook.workers import Crew

FRAGMENT = Fragment(
    id="tea",
    title="Tea: ‘slowly’",
    pages=(Page(612, 792, b"/Resources \x01 2 \x02", 1),),
    streams=(Stream(b"/Filter/FlateDecode", bytes(range(256)), shared=True),),
    objects=(b"<</S/P>>", b"<</K[0]>>"),
    root=2,
    keys=1,
    parents=((0, b"[\x01 2 \x02]"),),
    ids=(("tea.1-0-0", 3),),
    destinations=(("tea", 0, "/XYZ 0 792 null"),),
    outline=((1, "Tea", 0, "/XYZ 0 792 null"),),
    goals=("cup",),
    fields=(("tea--name", 3),),
    glyphs={"Body": {36: Glyph(600.5, "A")}},
    field_fonts={"/F1": "Field"},
    facts=Facts(((0, 0),), (("P", 1),), 1, 1),
)
NOTE = b"\x00 what a request came to"
KEY, OTHER = key_of("one"), key_of("two")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "deep" / "down")


def entry(cache: Cache, key: str = KEY) -> Path:
    (path,) = cache.folder.glob(f"*/{key}*")
    return path


def contents(folder: Path, pattern: str = "*/*.fragment") -> dict[str, bytes]:
    """Everything that is kept, by its place in the folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob(pattern)}


# --- one entry -------------------------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_as_it_was(cache: Cache) -> None:
    assert cache.get(KEY) is None
    assert cache.is_empty()
    cache.put(KEY, FRAGMENT)
    assert cache.get(KEY) == FRAGMENT
    assert cache.get(OTHER) is None
    assert not cache.is_empty()
    assert not cache.trouble


@pytest.mark.parametrize("kind", ["fragment", "note"])
@given(data=st.data())
def test_an_entry_that_was_cut_off_or_changed_is_taken_away_and_can_be_set_again(
    kind: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        get, put, what = {
            "fragment": (cache.get, lambda: cache.put(KEY, FRAGMENT), FRAGMENT),
            "note": (cache.get_note, lambda: cache.put_note(KEY, NOTE), NOTE),
        }[kind]
        put()
        path = entry(cache)
        good = path.read_bytes()
        bad = bytearray(good)
        if data.draw(st.booleans(), "cut off"):
            del bad[data.draw(st.integers(0, len(good) - 1), "length") :]
        else:
            bit = data.draw(st.integers(0, 8 * len(good) - 1), "bit")
            bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        assert get(KEY) is None
        assert not path.exists()
        put()
        assert get(KEY) == what
        assert path.read_bytes() == good


@pytest.mark.parametrize("bad", [b"", b"\0" * 4096, KEY.encode(), KEY.encode() + b"PDF" + dump(FRAGMENT)[3:]])
def test_an_entry_that_is_something_else_is_taken_away(cache: Cache, bad: bytes) -> None:
    cache.put(KEY, FRAGMENT)
    path = entry(cache)
    path.write_bytes(bad)
    assert cache.get(KEY) is None
    assert not path.exists()


def test_an_entry_that_lies_under_the_key_of_another_is_taken_away(cache: Cache) -> None:
    cache.put(KEY, FRAGMENT)
    cache.put(OTHER, replace(FRAGMENT, title="Cup"))
    shutil.copy(entry(cache, OTHER), entry(cache, KEY))
    assert cache.get(KEY) is None
    assert [path.stem for path in cache.folder.glob("*/*.fragment")] == [OTHER]


def test_a_note_that_lies_under_the_key_of_another_is_taken_away(cache: Cache) -> None:
    cache.put_note(KEY, NOTE)
    cache.put_note(OTHER, b"another")
    assert (cache.get_note(KEY), cache.get_note(OTHER)) == (NOTE, b"another")
    shutil.copy(entry(cache, OTHER), entry(cache, KEY))
    assert cache.get_note(KEY) is None
    assert cache.get_note(OTHER) == b"another"


def test_notes_and_fragments_do_not_get_into_each_others_way(cache: Cache) -> None:
    cache.put(KEY, FRAGMENT)
    cache.put_note(KEY, NOTE)
    assert cache.get(KEY) == FRAGMENT
    assert cache.get_note(KEY) == NOTE
    assert cache.info().fragments == 1
    cache.clear()
    assert cache.get(KEY) is None
    assert cache.get_note(KEY) is None


def test_a_folder_in_the_place_of_an_entry_is_trouble_and_no_crash(cache: Cache) -> None:
    (cache.folder / KEY[:2] / f"{KEY}.fragment").mkdir(parents=True)
    assert cache.get(KEY) is None
    cache.put(KEY, FRAGMENT)
    assert cache.trouble
    assert not list(cache.folder.glob("*/.aside-*"))


def test_only_the_user_may_look_into_the_folder(cache: Cache) -> None:
    before = os.umask(0)
    try:
        cache.put(KEY, FRAGMENT)
    finally:
        os.umask(before)
    folders = [cache.folder, entry(cache).parent]
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700", "0o700"]
    assert oct(entry(cache).stat().st_mode & 0o777) == "0o600"


def test_backups_are_told_to_leave_the_folder_out(cache: Cache) -> None:
    cache.put(KEY, FRAGMENT)
    assert (cache.folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


# --- the whole folder ------------------------------------------------------------------------------------------------


def filled(folder: Path, count: int, limit: int) -> tuple[Cache, list[str]]:
    """Give a cache with so many entries, the first of which was used longest ago."""
    cache = Cache(folder, limit)
    keys = [key_of(str(number)) for number in range(count)]
    for age, key in enumerate(keys):
        cache.put(key, FRAGMENT)
        os.utime(entry(cache, key), (1_000_000 + age, 1_000_000 + age))
    return cache, keys


def test_what_was_not_used_for_the_longest_time_goes_first(tmp_path: Path) -> None:
    size = len(KEY) + len(dump(FRAGMENT))
    cache, keys = filled(tmp_path, 10, 8 * size)
    cache.put_note(OTHER, NOTE)
    os.utime(entry(cache, OTHER), (999_999, 999_999))
    assert cache.get(keys[0])  # used just now
    cache.trim()
    kept = {path.stem for path in tmp_path.glob("*/*.fragment")}
    assert kept == {keys[0], *keys[-6:]}
    assert cache.get_note(OTHER) is None
    assert cache.info().size <= 8 * size * 0.9
    cache.trim()
    assert {path.stem for path in tmp_path.glob("*/*.fragment")} == kept


def test_nothing_goes_while_there_is_room(tmp_path: Path) -> None:
    cache, keys = filled(tmp_path, 10, 10 * (len(KEY) + len(dump(FRAGMENT))))
    cache.trim()
    assert all(map(cache.get, keys))


def test_trimming_and_clearing_leave_other_files_alone(tmp_path: Path) -> None:
    cache, keys = filled(tmp_path, 3, limit=0)
    mine = [tmp_path / "letter.txt", tmp_path / keys[0][:2] / "letter.fragment.txt", tmp_path / "own" / "photo.jpg"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
        os.utime(path, (0, 0))
    cache.trim()
    assert cache.info().fragments == 0
    assert all(path.exists() for path in mine)
    cache.put(KEY, FRAGMENT)
    cache.clear()
    assert all(path.exists() for path in mine)


def test_what_a_killed_process_left_half_written_goes_after_an_hour(tmp_path: Path) -> None:
    cache, keys = filled(tmp_path, 1, 10_000_000)
    cache.put(keys[0], FRAGMENT)
    folder = entry(cache, keys[0]).parent
    now = entry(cache, keys[0]).stat().st_mtime
    for name, age in ((".aside-old", 4000), (".aside-of-another-process-right-now", 5)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (now - age, now - age))
    cache.trim()
    assert sorted(path.name for path in folder.glob(".aside-*")) == [".aside-of-another-process-right-now"]


def test_clear_takes_everything_out_and_says_how_much_it_was(tmp_path: Path) -> None:
    cache, _ = filled(tmp_path / "kept", 5, 10_000)
    (tmp_path / "kept" / "00").mkdir(exist_ok=True)
    (tmp_path / "kept" / "00" / ".aside-x").write_bytes(b"half")
    info = cache.clear()
    assert (info.fragments, info.size, info.limit) == (5, 5 * (len(KEY) + len(dump(FRAGMENT))), 10_000)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["CACHEDIR.TAG"]
    assert cache.info().fragments == cache.info().size == 0


def test_a_folder_that_is_not_there_is_an_empty_cache(cache: Cache) -> None:
    cache.trim()
    assert cache.clear().fragments == 0
    assert not cache.folder.exists()


# --- the key ---------------------------------------------------------------------------------------------------------


def test_the_key_changes_with_all_that_determines_a_fragment(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("tea", "Tea", "<p>Tea</p>")
    changed = [
        replace(job, id="cup"),
        replace(job, title="Cup"),
        replace(job, html="<p>Tea.</p>"),
        replace(job, size="large-print"),
        replace(job, fields=True),
    ]
    keys = {_key(job), *map(_key, changed)}
    monkeypatch.setattr(press_module, "toolchain", lambda: "another version")
    keys.add(_key(job))
    assert len(keys) == 7


def test_the_key_changes_with_nothing_else() -> None:
    job = Job("tea", "Tea", "<p>Tea</p>")
    assert _key(job) == _key(replace(job, files=tuple(FONTS.values()))) == _key(Job(**vars(job)))


def test_the_key_changes_with_what_is_in_a_picture_and_not_with_where_it_lies(tmp_path: Path) -> None:
    def key(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return _key(Job("tea", "Tea", f'<img src="{path.as_uri()}" alt="Tea">', files=(*FONTS.values(), path)))

    assert key("a.png", b"green") == key("b.png", b"green") != key("a.png", b"black")


def test_the_key_is_the_same_in_every_process() -> None:
    code = "from workbook.press import _key; from workbook.typeset import Job; print(_key(Job('a', 'b', 'c')))"
    told = {run_python(code, PYTHONHASHSEED=seed) for seed in ("1", "2")}
    assert told == {_key(Job("a", "b", "c"))}


def run_python(code: str, **settings: str) -> str:
    changes = {"PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | changes, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_parts_of_a_key_do_not_run_into_each_other(one: list[str], two: list[str]) -> None:
    assert (key_of(*one) == key_of(*two)) == (one == two)


# --- builds that use it ----------------------------------------------------------------------------------------------

SMALL = BuildRequest(TODAY, handouts=("practice-log", "sleep-diary"))


@pytest.fixture(scope="module")
def alone() -> bytes:
    """The file as it is without a cache."""
    return build(SMALL, workers=1).pdf


def test_a_build_out_of_the_cache_is_the_same_file(tmp_path: Path, alone: bytes) -> None:
    cache = Cache(tmp_path)
    first = build(SMALL, cache=cache, workers=1)
    second = build(SMALL, cache=cache, workers=1)
    assert (first.reused, second.reused) == (0, 2)
    assert first.pdf == second.pdf == alone


def test_only_what_was_damaged_is_set_again(tmp_path: Path, alone: bytes) -> None:
    cache = Cache(tmp_path)
    build(SMALL, cache=cache, workers=1)
    whole = contents(tmp_path)
    damaged = min(tmp_path.glob("*/*.fragment"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    told: list[str] = []
    again = build(SMALL, lambda done, of, title: told.append(f"{done}/{of} {title}"), cache, workers=1)
    assert again.pdf == alone
    assert len(told) == 1
    assert contents(tmp_path) == whole


def test_the_cache_holds_the_same_whoever_writes_it(tmp_path: Path) -> None:
    build(SMALL, cache=Cache(tmp_path / "one"), workers=1)
    build(SMALL, cache=Cache(tmp_path / "two"), workers=2)
    build(replace(SMALL, handouts=SMALL.handouts[::-1]), cache=Cache(tmp_path / "back"), workers=2)
    kept = contents(tmp_path / "one")
    assert len(kept) == 2
    assert kept == contents(tmp_path / "two") == contents(tmp_path / "back")


def test_another_edition_finds_nothing_of_this_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    one = replace(SMALL, handouts=SMALL.handouts[:1])
    build(one, cache=cache, workers=1)
    for edition in (Edition(paper="a4"), Edition(ink="grey"), Edition(size="large-print"), Edition(medium="fillable")):
        assert build(replace(one, edition=edition), cache=cache, workers=1).reused == 0, edition


def test_a_folder_that_cannot_be_written_is_a_warning_and_the_file_is_printed(tmp_path: Path, alone: bytes) -> None:
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / "cache"
    result = build(SMALL, cache=Cache(folder), workers=1)
    assert result.pdf == alone
    (problem,) = result.problems
    assert problem.code == "print/not-kept"
    assert problem.severity is Severity.WARNING
    assert str(folder) in problem.place.file
    assert "Not a directory" in problem.message
    assert all(words in problem.hint for words in ("--cache-dir", "WORKBOOK_CACHE", "--no-cache"))
    said = run("handout", "practice-log", "--cache-dir", folder, "-o", tmp_path / "x.pdf")
    assert said.exit_code == 0
    assert said.stderr.count("[print/not-kept]") == 1
    assert (tmp_path / "x.pdf").exists()


# --- names -----------------------------------------------------------------------------------------------------------

NAME = "Quispe Zárate"


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for temporary files, also for processes that are started."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    tempfile.tempdir = None


def named(*, personal: bool) -> Workbook:
    """Two handouts, the first of which carries a name: in its title, and so in its HTML."""
    workbook = compose_handout(library(), SMALL.handouts, Edition())
    first, second = workbook.sections
    sections = (replace(first, title=f"For {NAME}", personal=personal), second)
    return replace(workbook, sections=sections)


def set_with(cache: Cache, workbook: Workbook, workers: int) -> tuple[Press, list[Fragment]]:
    with Crew(workers) as crew:
        press = Press(workbook, library().crisis[workbook.language].value, load_theme(), crew, cache)
        placed = press.run(lambda _done, _of, _title: None)
    return press, [place.part.fragment for place in placed]


def holds_name(folder: Path) -> list[str]:
    """Give the files that have the name in them, however it is written, or in theirs."""
    forms = [text.encode(code) for text in (NAME, *NAME.split()) for code in ("utf-8", "utf-16-be", "latin-1")]
    forms += [text.encode("unicode_escape") for text in (NAME, *NAME.split())]  # as in JSON
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(form in path.read_bytes() + str(path).encode() for form in forms)]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_carries_a_name_is_never_kept_nor_left_behind(tmp_path: Path, scratch: Path, workers: int) -> None:
    cache = Cache(tmp_path / "cache")
    _, fragments = set_with(cache, named(personal=True), workers)
    assert NAME in fragments[0].title
    (kept,) = cache.folder.glob("*/*.fragment")
    found = cache.get(kept.stem)
    assert found == fragments[1]
    assert found is not None
    assert found.id == "sleep-diary"
    assert all_went_home()
    assert holds_name(tmp_path) == []
    assert list(scratch.iterdir()) == []
    press, again = set_with(cache, named(personal=True), workers)
    assert (press.reused, press.newly_set) == (1, 1)
    assert again == fragments


def test_a_name_would_be_found_if_it_were_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    set_with(cache, named(personal=False), 1)
    assert len(holds_name(tmp_path)) == 1


# --- many at once ----------------------------------------------------------------------------------------------------


def test_several_programs_at_once_give_the_file_that_one_alone_gives(tmp_path: Path, alone: bytes) -> None:
    family = Family(tmp_path)
    programs = [
        family.start("handout", *SMALL.handouts, "-o", f"{number}.pdf", WORKBOOK_CACHE=str(tmp_path / "cache"))
        for number in range(3)
    ]
    for process in programs:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
    assert {(tmp_path / f"{number}.pdf").read_bytes() for number in range(3)} == {alone}
    cache = Cache(tmp_path / "cache")
    assert len(contents(cache.folder)) == 2
    assert all(cache.get(path.stem) for path in cache.folder.glob("*/*.fragment"))


@needs_proc
def test_builds_that_are_killed_leave_a_whole_cache_no_half_file_and_no_process(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    end = time.monotonic() + 40
    family = Family(tmp_path)
    command = ("build", "individual-brief-pack", "--cache-dir", "cache", "-o")
    begin = time.monotonic()
    alone = family.start(*command[:2], "--no-cache", "-o", "alone.pdf")
    _, told = alone.communicate(timeout=120)
    assert alone.returncode == 0, told
    takes = time.monotonic() - begin
    expected = (tmp_path / "alone.pdf").read_bytes()
    cache = Cache(tmp_path / "cache")
    for _ in range(5 if ALL else 3):
        for path in cache.folder.glob("*/*.fragment"):  # so that there is always something to set
            if chance.random() < 0.5:
                path.unlink()
        moments = sorted(chance.uniform(0.1, 1.2 * takes) for _ in range(2))
        begin = time.monotonic()
        programs = [family.start(*command, name) for name in ("a.pdf", "b.pdf")]
        for process, moment in zip(programs, moments, strict=True):
            time.sleep(max(0, begin + moment - time.monotonic()))
            process.kill()
            process.communicate()
        assert family.all_gone(), family.alive()
        for name in ("a.pdf", "b.pdf"):
            assert not (tmp_path / name).exists() or (tmp_path / name).read_bytes() == expected
        assert all(cache.get(path.stem) for path in cache.folder.glob("*/*.fragment"))
        assert all(cache.get_note(path.stem) for path in cache.folder.glob("*/*.note"))
        if time.monotonic() > end:
            break
    assert contents(cache.folder), "nothing was kept: the test kills too early"
    request = BuildRequest(TODAY, program="individual-brief-pack")
    for _ in range(2):
        assert build(request, cache=cache).pdf == expected
