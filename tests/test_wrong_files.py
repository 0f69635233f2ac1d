"""What is said of files that people get wrong; ``wrong_files.py`` has the files, ``wrong_files.txt`` the words."""

import re
from pathlib import Path

import pytest

from tests.commands import UPDATE, run
from tests.wrong_files import LONG_SHEET, MODULE, PROGRAM, SHEET, WRONG

EXPECTED = Path(__file__).parent / "wrong_files.txt"

FOREIGN = re.compile(
    r"Traceback|pydantic|Input should|block mapping|block end|flow (sequence|mapping)|could not find expected"
    r"|found character|did not find|Field required|Extra inputs|valid (string|integer)|type=",
)
"""English of the libraries that we use, which means nothing to an author."""


def told(folder: Path, text: str) -> str:
    (folder / "in.yaml").write_text(text, encoding="utf-8", newline="")
    result = run("check", "in.yaml")
    assert result.exit_code in {0, 1}
    assert bool(result.stdout) == (result.exit_code == 1)
    return result.stdout


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^=== (.*)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("text", [MODULE, SHEET, PROGRAM, LONG_SHEET], ids=["module", "sheet", "program", "long-sheet"])
def test_the_files_are_right_before_they_are_made_wrong(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    assert told(tmp_path, text) == ""


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_in_these_words_at_places_that_lie_in_it(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    said = told(tmp_path, WRONG[name])
    assert not FOREIGN.search(said)
    lines = re.split(r"\r\n?|\n", WRONG[name])
    for place in re.findall(r"^in\.yaml:(\d+):(\d+): ", said, re.MULTILINE):
        line, column = map(int, place)
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    if UPDATE:
        pytest.skip("see the next test")
    assert said == sections(EXPECTED.read_text(encoding="utf-8"))[name]


def test_the_kept_words_are_those_of_the_files_that_there_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if UPDATE:
        EXPECTED.write_text("".join(f"=== {name}\n{told(tmp_path, WRONG[name])}" for name in WRONG), encoding="utf-8")
    assert list(sections(EXPECTED.read_text(encoding="utf-8"))) == list(WRONG)
