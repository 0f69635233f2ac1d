"""Each code that the program can give has a folder in ``problems/``: what was wrong, and what is said of it.

A folder holds ``in.yaml``, or a clinic's folder ``in/``, or nothing where the bytes matter: those files are made here.
``command.txt`` holds another command than ``check``. ``WORKBOOK_UPDATE=1`` writes the expected texts anew.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import ROOT, compare, run
from tests.wrong_files import SHEET, sheet

FOLDER = Path(__file__).parent / "problems"
CODES = sorted(folder.name.replace("__", "/") for folder in FOLDER.iterdir())
FAMILIES = "roster|yaml|theme|plan|schema|reference|wording|safety|evidence|language|file|print"
CODE = re.compile(rf'"((?:{FAMILIES})/[a-z0-9-]+)"')


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


MADE: dict[str, Callable[[Path], object]] = {
    "file/too-large": _bytes(b"# " + b"x" * 1_000_000),
    "file/unreadable": lambda path: path.symlink_to("in.yaml"),  # a link to itself: root may read all else
    "file/many-more": _bytes(("tags: [" + "[], " * 500 + "]\n" + SHEET.replace("tags: [calm]\n", "")).encode()),
    "file/template-outside": lambda path: (path.parent / "in/templates/print/cover.html").symlink_to(
        path.parent / "outside.html"
    ),
    "yaml/control-character": _bytes(sheet("One thing I", "One \0thing\x07 I").encode()),
    "yaml/empty": _bytes(b""),
    "yaml/not-utf-8": _bytes(sheet("One thing", "Das Gefühl").encode("latin-1")),
    "yaml/odd-space": _bytes(sheet("    id: thing", "\u00a0\u00a0\u00a0\u00a0id: thing").encode()),
    "yaml/tab": _bytes(sheet("    id: thing", "\tid: thing").encode()),
    "yaml/too-deep": _bytes(b"blocks: " + b"[" * 100_000),
}
"""Files whose bytes an editor or git could change, or that are too large to keep."""

ELSEWHERE = {
    "file/in-use": "test_bulk.py",
    "print/layout": "test_closed.py",
    "print/name": "test_batch.py",
    "print/not-kept": "test_cache.py",
    "print/too-large": "test_web_copies.py",
    "print/worker-lost": "test_workers.py",
    "roster/not-utf-8": "test_roster.py",
    "roster/too-many-rows": "test_roster.py",
    "print/empty-page": "test_quality.py",
    "print/in-the-binding": "test_quality.py",
    "print/other-font": "test_quality.py",
    "print/overflow": "test_quality.py",
    "print/overlap": "test_quality.py",
    "print/small-type": "test_quality.py",
    "print/split-row": "test_quality.py",
    "print/stranded-heading": "test_quality.py",
    "reference/no-place": "test_topics.py",
    "reference/topic-and-module-differ": "test_topics.py",
    "reference/unknown-place": "test_topics.py",
    "safety/in-default-set": "test_editor.py",
    "schema/missing-part": "test_editor.py",
}
"""Codes of what no file can bring about by itself, and the tests that do."""

CANNOT_READ = {"file/not-found", "file/unreadable", "file/is-a-directory"}


@pytest.mark.parametrize("code", CODES)
def test_a_problem_is_told_in_these_words(tmp_path, monkeypatch, code):
    kept = FOLDER / code.replace("/", "__")
    desk = tmp_path / "desk"
    shutil.copytree(kept, desk, ignore=shutil.ignore_patterns("*.txt"))
    if code in MADE:
        MADE[code](desk / "in.yaml")
    other = kept / "command.txt"
    command = f"check {'in' if (kept / 'in').is_dir() else 'in.yaml'}"
    monkeypatch.chdir(desk)
    before = sorted(desk.rglob("*"))
    result = run(*(other.read_text(encoding="utf-8") if other.exists() else command).split())
    assert f"[{code}]" in result.output
    assert result.exit_code == (3 if code in CANNOT_READ else 1)
    assert sorted(desk.rglob("*")) == before, "something was written"
    compare(result.output, kept / "expected.txt")


def test_every_code_in_the_program_has_a_folder_and_every_folder_a_code():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "workbook").rglob("*.py"))
    assert sorted(set(CODE.findall(source))) == sorted([*CODES, *ELSEWHERE])


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_code_without_a_folder_is_tested_elsewhere(code):
    assert code in (ROOT / "tests" / ELSEWHERE[code]).read_text(encoding="utf-8")


def test_codes_are_written_out_so_that_they_can_be_found():
    families = FAMILIES.removesuffix("|print")  # print/ is also the folder of the templates
    for path in (ROOT / "workbook").rglob("*.py"):
        assert not re.search(rf'f"(?:{families})/', path.read_text(encoding="utf-8")), path
