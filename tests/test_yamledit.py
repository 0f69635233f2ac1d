"""Changing a file that people write by hand: what was not changed stays, and what was changed reads as it was meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import paths
from workbook.source import read_text
from workbook.yamledit import KeptYaml, NotKept
from workbook.yamlmatch import matches
from workbook.yamlwrite import as_data, composed

FILE = """\
# Who we are.

name: Our clinic # on the cover
phone:   '555-0110'   # the front desk

# Two lines.
crisis:
  # The first one.
  - name: On-call line
    what: A clinician
      of our team.
    verified_on: 2026-12-01 # by Ana

  # The second one.
  - name: Night line # new
    phone: "911"
modules: [one, two] # both
note: |  # as it is
  Two lines
  of text.

# theme: calm # or warm
# The end.
"""
SHIPPED = sorted([*paths.CONTENT.rglob("*.yaml"), *paths.SEEDS.rglob("*.yaml")])


def kept(text: str = FILE) -> KeptYaml:
    found = KeptYaml.of(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("name",), "Harbor", "name: Our clinic #", "name: Harbor #"),
        (("name",), "A: b", "name: Our clinic #", 'name: "A: b" #'),
        (("name",), "988", "name: Our clinic #", 'name: "988" #'),
        (("phone",), "555-0111", "phone:   '555-0110'   #", "phone:   555-0111   #"),
        (("crisis", 0, "verified_on"), date(2027, 1, 2), "2026-12-01 #", "2027-01-02 #"),
        (("crisis", 0, "verified_on"), "2027-01-02", "2026-12-01 #", "2027-01-02 #"),
        (("crisis", 0, "what"), "Help.", "what: A clinician\n      of our team.\n", "what: Help.\n"),
        (("crisis", 1, "phone"), "988", '"911"', '"988"'),
        (("crisis", 0, "hours"), "Daily", "by Ana\n", "by Ana\n    hours: Daily\n"),
        (("crisis", 1, "open"), False, '"911"\n', '"911"\n    open: false\n'),
        (("modules",), ["two", "three, four"], "[one, two] #", '[two, "three, four"] #'),
        (("modules", 0), "three", "[one, two] #", "[three, two] #"),
        (("note",), "One.", "|  # as it is\n  Two lines\n  of text.\n", "One.  # as it is\n"),
        (("theme",), "warm", "# theme: calm", "theme: warm\n# theme: calm"),
        (("footer",), "Hi", "of text.\n", "of text.\nfooter: Hi\n"),
        (("crisis",), [], "crisis:\n", "crisis: []\n"),
    ],
)
def test_only_what_was_changed_is_written(path: Any, value: Any, old: str, new: str):
    file = kept()
    file[path] = value
    expected = FILE.replace(old, new)
    if value == []:
        expected = FILE[: FILE.index("crisis:")] + "crisis: []\n" + FILE[FILE.index("modules:") :]
    assert file.text() == expected
    assert file[path] == as_data(value)


def test_what_is_taken_away_takes_no_comment_of_others_with_it():
    file = kept()
    del file["crisis"]
    del file["phone"]
    del file["phone"]
    assert "# Two lines.\nmodules:" in file.text()
    assert "crisis" not in file
    file = kept()
    del file["crisis", 1]
    assert "Night line" not in file.text()
    assert "# The second one." not in file.text()
    assert "# The first one." in file.text()


def test_items_move_with_their_comments():
    file = kept()
    lines: Any = file["crisis"]
    first, second = lines
    file["crisis"] = [{**second, "hours": "At night"}, first]
    assert file.text().index("# The second one.") < file.text().index("# The first one.")
    assert "  - name: Night line # new\n" in file.text()
    assert "verified_on: 2026-12-01 # by Ana" in file.text()
    file["crisis"] = [second, first, {"name": "Third", "phone": None}]
    assert file.get("crisis", 2, "name") == "Third"


def test_asking():
    file = kept()
    assert file["crisis", 1, "name"] == "Night line"
    assert ("crisis", 1) in file
    assert ("crisis", 2) not in file
    assert file.get("crisis", 7, "name") is None
    assert file.get("name", 0) is None
    with pytest.raises(KeyError):
        _ = file["nothing"]
    for path in (("nothing", "x"), ("crisis", 9, "x"), ("name", "x")):
        with pytest.raises(KeyError):
            file[path] = "x"
    assert file.text() == FILE


def test_line_ends_and_the_mark_at_the_start_stay():
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    file = kept(text)
    assert file.text() == text
    file["name"] = "Harbor"
    assert file.text() == text.replace("Our clinic", "Harbor")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- a\n",
        "{a: b}\n",
        "a: &x 1\nb: *x\n",
        "a: 1\r\nb: 2\n",
        "a: 1\rb: 2\n",
        "a: 1\na: 2\n",
        "a: \ufffd\n",
    ],
)
def test_what_cannot_be_kept(text: str):
    assert KeptYaml.of(text) is None


def test_nothing_is_changed_where_a_change_would_break_the_file():
    file = kept("a: 1\n...\n")
    file["a"] = 2
    with pytest.raises(NotKept):
        file["b"] = "bell \x07"
    assert file.text() == "a: 2\n...\n"
    ends = kept("a:\n  - |+\n    x\n\n  - y\n")  # the empty line is part of the text
    with pytest.raises(NotKept):
        ends["a"] = ["y", "x\n\n"]
    assert ends["a"] == ["x\n\n", "y"]
    odd = kept("? a\n: 1\n")
    with pytest.raises(NotKept):
        odd["a"] = "2"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_can_be_kept(path: Path):
    text = path.read_bytes().decode()
    file = kept(text)
    file["added"] = {"deep": [{"a": "1", "b": ["x"]}, "y"]}
    assert text in file.text() or len(file.text().splitlines()) == len(text.splitlines()) + 6
    del file["added"]
    assert file.text() == text


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=12)
values = st.recursive(
    words | st.booleans() | st.integers(-9, 99) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
files = st.dictionaries(words, values, min_size=1, max_size=5)


@given(files, files)
@settings(max_examples=60, deadline=None)
def test_any_file_can_become_any_other(before: dict[str, Any], after: dict[str, Any]):
    file = kept()
    for raw in (before, after):
        told: Any = composed(raw)
        for key in [*file.data]:
            if key not in told and len(file.data) > 1:
                del file[key]
        for key, value in told.items():
            file[key] = value
        for key in [*file.data]:
            if key not in told:
                del file[key]
        again = read_text(file.text(), Path("x.yaml"))
        assert not again.problems
        assert again.data == as_data(told)


def test_which_item_was_which():
    assert matches(["a", "b", "a"], ["a", "a", "c"]) == [0, 2, None]
    assert matches([{"id": "a", "x": "1"}, {"id": "b"}], [{"id": "b", "y": "1"}, {"id": "a"}]) == [1, 0]
    assert matches([{"id": "a"}], [{"id": "b"}]) == [0]
    assert matches([{"id": "a"}], [{"id": "b"}, {"id": "c"}]) == [None, None]
