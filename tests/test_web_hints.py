"""Hints in the browser name pages, and no commands that are typed in a terminal."""

import re
from pathlib import Path

import pytest

import workbook
from workbook.web.hints import in_browser

SOURCE = Path(workbook.__file__).parent
COMMANDS = re.compile(r"\bworkbook (?:list|new|schema|handout|build) |--(?:cache-dir|library|no-cache)\b")
TEXT = re.compile(r'(?<!")f?"((?:[^"\\\n]|\\.)*)"(?!")')
TERMINAL = ("cli", "web")
"""Folders whose words are for the terminal, or have been looked through."""
ELSEWHERE = (
    "doctor.py",
    "newprogram.py",
    "catalog.py",
    "explain.py",
    "__init__.py",
    "showtopic.py",
    "batch.py",
    "base.py",
)
"""What the pages never show: other commands, comments of new files, and docstrings."""


def hints() -> list[str]:
    """Give the texts in the program that name a command."""
    files = (
        path
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in TERMINAL and path.name not in ELSEWHERE
    )
    texts = (text for path in files for text in TEXT.findall(path.read_text(encoding="utf-8")))
    return sorted({text.replace("{shelves[0]}", "programs") for text in texts if COMMANDS.search(text)})


def test_there_are_hints_to_look_at():
    assert len(hints()) > 5


@pytest.mark.parametrize("hint", hints())
def test_a_hint_names_no_command(hint: str):
    assert not COMMANDS.search(in_browser(hint))


def test_other_hints_stay_as_they_are():
    hint = 'Did you mean "minutes"? Use list: [a, b].'
    assert in_browser(hint) == hint
