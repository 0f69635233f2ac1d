"""``workbook new program``: from options, and from answers on a real terminal."""

import os
import sys
from pathlib import Path
from unicodedata import normalize

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import run
from tests.printing import library
from workbook.library import load
from workbook.model import Program
from workbook.newprogram import Wanted, program_text, spread
from workbook.parse import parse
from workbook.source import read_text


def new(folder: Path, *options: str) -> Program:
    result = run("--library", folder, "new", "program", "tuesday", *options)
    assert result.exit_code == 0, result.output
    found = load([folder])
    assert not found.problems
    return found.programs["tuesday"].value


def test_a_program_is_made_of_options(tmp_path: Path) -> None:
    modules = ("slow-breathing", "solving-problems", "goals-that-fit")
    options = [word for name in modules for word in ("--module", name)]
    program = new(tmp_path, "--title", "Tuesday: ours", "--weeks", "2", "--minutes", "100", *options)
    assert (program.title, program.subtitle, program.session_minutes) == ("Tuesday: ours", "2 sessions", 100)
    assert [session.modules for session in program.sessions] == [modules[:2], modules[2:]]
    assert "no errors, no warnings" in run("check", tmp_path).output


def test_weeks_with_several_sessions_are_marked(tmp_path: Path) -> None:
    names = sorted(library().modules)[:4]
    options = [word for name in names for word in ("--module", name)]
    program = new(tmp_path, "--title", "Days", "--weeks", "2", "--sessions", "2", *options)
    assert [session.modules for session in program.sessions] == [(name,) for name in names]
    text = (tmp_path / "programs" / "tuesday.yaml").read_text(encoding="utf-8")
    assert text.index("# Week 1") < text.index(names[0]) < text.index("# Week 2") < text.index(f"[{names[2]}]")


@pytest.mark.parametrize(
    ("options", "told", "code"),
    [
        (["--title", "x"], "Say --module, too", 2),
        (["--weeks", "2"], "Say --title, too", 2),
        (["--title", "x", "--weeks", "3", "--module", "slow-breathing"], "3 sessions need 3 modules at least", 2),
        (["--title", "x", "--module", "slow-breth"], 'Did you mean "slow-breathing"?', 1),
        (["--title", "x", "--module", "slow-breathing", "--module", "slow-breathing"], "is named twice", 1),
        (["--title", "x" * 61, "--module", "slow-breathing"], "schema/too-long", 1),
        (["--title", "x", "--from", "resilience-group"], "leave out --from", 2),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(
    tmp_path: Path, options: list[str], told: str, code: int
) -> None:
    result = run("--library", tmp_path, "new", "program", "tuesday", *options)
    assert result.exit_code == code
    assert told in result.output
    assert not list(tmp_path.rglob("*.yaml"))


def test_options_of_programs_are_not_for_modules() -> None:
    assert "--title is for programs" in run("new", "module", "tea", "--title", "x").output


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_modules_are_spread_evenly_and_in_order(modules: list[int], data: st.DataObject) -> None:
    sessions = data.draw(st.integers(1, len(modules)))
    found = spread([f"m{n}" for n in modules], sessions)
    assert [name for session in found for name in session] == [f"m{n}" for n in modules]
    lengths = [len(session) for session in found]
    assert len(lengths) == sessions
    assert max(lengths) - min(lengths) <= 1


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60))
def test_any_title_is_read_back_as_it_was_typed(title: str) -> None:
    wanted = Wanted(title, "Two", "Adults", "group", 90, 1, (("slow-breathing",),))
    program, problems = parse(Program, read_text(program_text("tuesday", wanted, library()), Path("tuesday.yaml")))
    if title.strip() and title == title.strip():
        assert not problems
        assert program
        assert program.title == normalize("NFC", title)


def on_a_terminal(folder: Path, *words: str) -> "pexpect.spawn[str]":
    """Start the command on a terminal of its own."""
    command = ["-m", "workbook", "--library", str(folder), "new", "program", "tuesday", *words]
    environment = {**os.environ, "WORKBOOK_CACHE": str(folder / "cache")}
    return pexpect.spawn(sys.executable, command, env=environment, encoding="utf-8", timeout=60, dimensions=(40, 120))


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    child = on_a_terminal(tmp_path, "--weeks", "2")
    for question, answer in (
        ("Title", "Tuesday group"),
        ("Who is it for", ""),
        ("Group or individual", ""),
        ("Sessions a week", ""),
        ("Minutes of a session", "60"),
        ("A line under the title", ""),
        ("Session 1 of 2 has no module yet", "zzzz"),
        ("Nothing more has this in it.*Look for", "slow breathing"),
        ("Numbers to take", "99"),
        ("Type numbers from 1 to.*Numbers to take", "1"),
        ("Session 1 of 2 has slow-breathing; 10 minutes left", ""),
        ("Session 2 of 2", "problems"),
        ("Numbers to take", "1"),
        ("Enter goes on", ""),
    ):
        child.expect(question)
        child.sendline(answer)
    child.expect("tuesday.yaml is ready")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    program = load([tmp_path]).programs["tuesday"].value
    assert (program.title, program.session_minutes, len(program.sessions)) == ("Tuesday group", 60, 2)
    assert program.sessions[0].modules == ("slow-breathing",)


def test_ctrl_c_leaves_no_file(tmp_path: Path) -> None:
    child = on_a_terminal(tmp_path)
    child.expect("Title")
    child.sendintr()
    child.expect("nothing was written")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not list(tmp_path.rglob("*.yaml"))
