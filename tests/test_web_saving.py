"""Saving: whole or not at all, never over somebody else's change, and only in the clinic's own folder."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.printing import TODAY
from tests.web_server import ADDRESS
from workbook.aside import PREFIX, written_aside
from workbook.web.conflict import Line, compare
from workbook.web.saving import NEW, Collision, Folder, NotSaved, data_of, digest_of, text_of
from workbook.web.settings import Settings
from workbook.web.shelf import Shelf


def folder_of(tmp_path: Path, *named: Path) -> Folder:
    return Folder(Settings(ADDRESS, tmp_path / "cache", lambda: TODAY, named, own=tmp_path / "documents" / "Workbook"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return folder_of(tmp_path)


def test_the_folder_is_made_when_something_is_first_saved(tmp_path: Path):
    settings = Settings(ADDRESS, tmp_path / "cache", lambda: TODAY, own=tmp_path / "documents" / "Workbook")
    folder = Folder(settings)
    assert list(settings.libraries) == []
    path = folder.path("modules", "calm-mornings")
    assert not (tmp_path / "documents").exists()
    kept = folder.save(path, b"id: calm-mornings\n", NEW)
    assert path == tmp_path / "documents" / "Workbook" / "modules" / "calm-mornings.yaml"
    assert folder.read(path) == kept
    assert list(settings.libraries) == [tmp_path / "documents" / "Workbook"]


def test_the_first_folder_that_was_named_is_saved_into(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    folder = folder_of(tmp_path, one, two)
    assert folder.root == one
    assert folder.holds(one / "modules" / "x.yaml")
    assert not folder.holds(two / "modules" / "x.yaml")


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "A", "x.yaml", "con\0", "é", "-", "a" * 5000 + "/"])
def test_only_an_id_names_a_file(name: str, folder: Folder):
    with pytest.raises(NotSaved, match="lower-case letters"):
        folder.path("modules", name)


def test_nothing_is_saved_elsewhere_not_even_behind_a_link(tmp_path: Path, folder: Folder):
    outside = tmp_path / "outside"
    outside.mkdir()
    with pytest.raises(NotSaved, match="does not lie"):
        folder.save(outside / "x.yaml", b"x", NEW)
    root = folder.root
    assert root
    (root / "modules").mkdir(parents=True)
    (root / "modules" / "linked").symlink_to(outside)
    with pytest.raises(NotSaved, match="does not lie"):
        folder.save(root / "modules" / "linked" / "x.yaml", b"x", NEW)
    assert not list(outside.iterdir())


def test_a_change_meanwhile_is_a_collision_and_stays(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"one\n", NEW).digest
    path.write_bytes(b"somebody else\n")
    with pytest.raises(Collision) as found:
        folder.save(path, b"two\n", was)
    assert found.value.now == b"somebody else\n"
    assert path.read_bytes() == b"somebody else\n"
    folder.save(path, b"two\n", digest_of(b"somebody else\n"))
    assert path.read_bytes() == b"two\n"


def test_saving_the_same_twice_is_no_collision(folder: Folder):
    path = folder.path("modules", "calm")
    folder.save(path, b"one\n", NEW)
    assert folder.save(path, b"one\n", NEW).data == b"one\n"


def test_a_link_inside_the_folder_stays_one(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"one\n", NEW).digest
    link = folder.path("modules", "linked")
    link.symlink_to(path)
    assert folder.save(link, b"two\n", was).path == link
    assert link.is_symlink()
    assert path.read_bytes() == b"two\n"


def test_a_file_that_is_gone_or_there_already_is_a_collision_too(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"one\n", NEW).digest
    with pytest.raises(Collision):
        folder.save(path, b"two\n", NEW)
    path.unlink()
    with pytest.raises(Collision) as found:
        folder.save(path, b"two\n", was)
    assert found.value.now is None
    assert not path.exists()


def test_of_many_who_save_at_once_one_wins_and_the_others_know(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"start\n", NEW).digest

    def save(number: int) -> bool:
        try:
            folder.save(path, f"by {number}\n".encode(), was)
        except Collision:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(save, range(24)))
    assert sum(won) == 1
    assert path.read_bytes() == f"by {won.index(True)}\n".encode()


def test_what_cannot_be_written_is_said_and_changes_nothing(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"one\n", NEW).digest
    with pytest.raises(NotSaved, match="1,000,000 bytes at most"):
        folder.save(path, b"x" * 1_000_001, was)
    in_the_way = folder.path("modules", "folder")
    in_the_way.mkdir()
    with pytest.raises(NotSaved, match="cannot be"):
        folder.save(in_the_way, b"x", NEW)
    assert path.read_bytes() == b"one\n"
    assert not list(path.parent.glob(f"{PREFIX}*"))


def test_a_file_keeps_who_may_read_it(folder: Folder):
    path = folder.path("modules", "calm")
    was = folder.save(path, b"one\n", NEW).digest
    path.chmod(0o640)
    folder.save(path, b"two\n", was)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_process_that_is_killed_while_it_saves_leaves_the_old_or_the_new_text(tmp_path: Path):
    root = tmp_path / "clinic"
    script = textwrap.dedent(f"""
        from datetime import date
        from pathlib import Path
        from workbook.web.saving import NEW, Folder
        from workbook.web.settings import Settings
        folder = Folder(Settings({ADDRESS!r}, Path({str(tmp_path / "cache")!r}), date.today, (Path({str(root)!r}),)))
        path = folder.path("modules", "calm")
        texts = [bytes([letter]) * 400_000 + b"\\n" for letter in b"abcdef"]
        was, number = NEW, 0
        print("begun", flush=True)
        while True:
            was = folder.save(path, texts[number % 6], was).digest
            number += 1
    """)
    path = root / "modules" / "calm.yaml"
    for wait in (0.05, 0.11, 0.17, 0.23, 0.31):
        path.unlink(missing_ok=True)
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"begun\n"
            until = time.monotonic() + 60
            while not path.exists() and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
            process.wait()
        data = path.read_bytes()
        assert len(data) == 400_001
        assert len(set(data[:-1])) == 1
    folder = folder_of(tmp_path, root)
    assert folder.save(path, b"after\n", digest_of(data)).data == b"after\n"  # nobody holds the lock any more


def test_what_a_killed_process_left_is_taken_away_later_and_nothing_else(folder: Folder):
    path = folder.path("modules", "calm")
    folder.save(path, b"one\n", NEW)
    old, fresh = path.parent / f"{PREFIX}old", path.parent / f"{PREFIX}fresh"
    old.write_bytes(b"half")
    fresh.write_bytes(b"half")
    os.utime(old, (0, 0))
    folder.tidy()
    assert sorted(p.name for p in path.parent.iterdir()) == [fresh.name, "calm.yaml"]


def test_what_is_raised_while_writing_leaves_nothing(tmp_path: Path):
    target = tmp_path / "x"
    target.write_bytes(b"old")

    def write_badly() -> None:
        with written_aside(target) as stream:
            stream.write(b"new")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        write_badly()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert target.read_bytes() == b"old"


def test_a_comparison_of_many_equal_lines_takes_no_time_and_shows_the_change():
    theirs = "#\n" * 60_000
    lines = list(compare(theirs, f"{theirs}# more\n"))
    assert Line("mine", 60_001, "# more") in lines


def test_links_that_lead_nowhere_or_in_circles_hide_no_file(tmp_path: Path):
    settings = Settings(ADDRESS, tmp_path / "cache", lambda: TODAY, (tmp_path / "clinic",))
    modules = tmp_path / "clinic" / "modules"
    modules.mkdir(parents=True)
    (modules / ".#lock.yaml").symlink_to("somebody@nowhere.123")
    (modules / "a").symlink_to(".")
    (modules / "b").symlink_to(".")
    shelf = Shelf(settings)
    seen = {shelf.stamp()}
    for name in ("one", "two", "zzz"):
        (modules / f"{name}.yaml").write_text("id: x\n", encoding="utf-8")
        seen.add(shelf.stamp())
    assert len(seen) == 4


def test_texts_of_pages_become_files_with_the_line_ends_of_yaml():
    assert data_of("a: 1\r\nb: ü\r\n\r\n") == "a: 1\nb: ü\n".encode()
    assert data_of(text_of(b"\xef\xbb\xbfa: 1\r\n")) == b"a: 1\n"
    assert data_of("") == b"\n"


def test_a_comparison_shows_what_differs_and_a_little_around():
    theirs = "\n".join(f"line {number}" for number in range(1, 21))
    mine = theirs.replace("line 3", "line three").replace("line 18", "")
    lines = list(compare(theirs, mine))
    assert Line("theirs", 3, "line 3") in lines
    assert Line("mine", 3, "line three") in lines
    assert Line("both", 5, "line 5") in lines
    assert Line("both", 6, "line 6") not in lines
    assert Line("gap", 0, "") in lines
    assert not list(compare(theirs, theirs))
