"""A text that is not saved stands in the library as its file would; and how a copy starts."""

from pathlib import Path

from tests.printing import library
from tests.web_writing import MODULE, SHIPPED, own_module, skeleton
from workbook.library import load
from workbook.scaffold import id_for, start_text
from workbook.unsaved import with_text


def test_a_text_takes_the_place_of_its_file_and_of_what_was_wrong_with_it(tmp_path: Path):
    path = own_module(tmp_path, MODULE, SHIPPED.read_text(encoding="utf-8").replace("minutes: 50", "minutes: soon", 1))
    broken = load([tmp_path])
    assert MODULE not in broken.modules
    unsaved = with_text(broken, "modules", path, tmp_path, SHIPPED.read_text(encoding="utf-8"))
    assert unsaved.entry is not None
    assert unsaved.library.modules[MODULE] is unsaved.entry
    assert not unsaved.library.all_broken
    assert not unsaved.library.broken
    assert not unsaved.library.problems
    assert MODULE not in broken.modules  # the given one is as it was
    assert len(broken.all_broken) == 1
    again = with_text(unsaved.library, "modules", path, tmp_path, path.read_text(encoding="utf-8"))
    assert MODULE not in again.library.modules
    assert [problem.code for problem in again.problems] == [problem.code for problem in broken.problems]


def test_a_new_text_stands_beside_the_others(tmp_path: Path):
    known = library()
    unsaved = with_text(known, "modules", tmp_path / "modules" / "calm.yaml", tmp_path, skeleton("calm"))
    assert set(unsaved.library.modules) == {*known.modules, "calm"}
    assert "calm" not in known.modules
    assert not unsaved.problems
    assert unsaved.source.text == skeleton("calm")


def test_a_copy_has_its_own_id_and_title_however_the_old_ones_were_written(tmp_path: Path):
    path = own_module(tmp_path, "long", skeleton("long", ">-\n  A title\n  of two lines"))
    text = start_text("module", "short", path, "Yes: it is")
    assert '\nid: short\ntitle: "Yes: it is"\ntagline:' in text
    assert start_text("module", "short", path).count("of two lines") == 1


def test_an_id_comes_from_a_title():
    assert id_for("  Über  5 “kleine” Schritte! ") == "uber-5-kleine-schritte"
    assert id_for("5 things") == "things"
    assert id_for("Привет") == ""
