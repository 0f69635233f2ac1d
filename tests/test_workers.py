"""Processes that set pages side by side: the same bytes as one alone, and nothing left of them however it ends."""

import multiprocessing
import os
import signal
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from tests.commands import ROOT, run
from tests.processes import Family, all_went_home, needs_proc
from tests.test_typeset import page
from workbook.fragment import dump
from workbook.problems import ProblemsFound
from workbook.typefaces import FONTS
from workbook.typeset import Job
from workbook.workers import Crew, cores


def job(name: str, paragraphs: int) -> Job:
    body = "".join(f"<p>{name} {number}</p>" for number in range(paragraphs))
    return Job(name, name.title(), page(body, name.title()), files=tuple(FONTS.values()))


JOBS = [job("long", 400), job("short", 1), job("middle", 40)]


def set_by(size: int, jobs: list[Job]) -> list[bytes]:
    with Crew(size) as crew:
        return [dump(fragment) for fragment, _ in crew.set(jobs)]


@pytest.fixture(scope="module")
def alone() -> dict[str, bytes]:
    """Each job set on its own, in this process."""
    return {job.id: set_by(1, [job])[0] for job in JOBS}


# --- the same, whoever sets it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2])
def test_results_come_in_the_order_of_the_jobs(size: int) -> None:
    with Crew(size) as crew:
        assert [fragment.id for fragment, _ in crew.set(JOBS)] == ["long", "short", "middle"]


def test_any_number_of_processes_and_any_order_give_the_same_bytes(alone: dict[str, bytes]) -> None:
    for order in permutations(JOBS):
        assert set_by(1, list(order)) == [alone[job.id] for job in order]
    assert set_by(2, JOBS) == list(alone.values())
    assert set_by(2, JOBS[::-1]) == list(alone.values())[::-1]


def test_a_crew_sets_more_than_once_and_nothing_when_there_is_nothing(alone: dict[str, bytes]) -> None:
    with Crew(2) as crew:
        assert list(crew.set([])) == []
        for _ in range(2):
            assert [dump(fragment) for fragment, _ in crew.set(JOBS[1:])] == list(alone.values())[1:]


# --- how many --------------------------------------------------------------------------------------------------------


def test_one_worker_is_this_process(alone: dict[str, bytes]) -> None:
    assert all_went_home()  # from earlier tests
    with Crew(1) as crew:
        crew.call_in(4)
        assert [dump(fragment) for fragment, _ in crew.set(JOBS[1:])] == list(alone.values())[1:]
        assert multiprocessing.active_children() == []


def test_no_more_processes_are_called_in_than_were_asked_for() -> None:
    assert all_went_home()
    with Crew(2) as crew:
        crew.call_in(5)
        assert len(multiprocessing.active_children()) == 2
    assert all_went_home()


def test_there_is_one_for_each_core_unless_something_else_is_said() -> None:
    assert Crew().size == cores() >= 1
    assert Crew(7).size == 7


def test_a_script_can_build_without_being_run_again_by_its_workers(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(
        "from datetime import date\n"
        "from workbook import BuildRequest, build\n"
        "print('running')\n"
        "request = BuildRequest(date(2026, 12, 1), handouts=('practice-log', 'sleep-diary'))\n"
        "print(build(request, workers=2).page_count)\n"
    )
    command = [sys.executable, "script.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "running\n4\n"
    assert done.stderr == ""


@needs_proc
@pytest.mark.parametrize(
    ("arguments", "settings", "started"),
    [
        ((), {}, cores() > 1),
        (("--workers", "1"), {}, False),
        ((), {"WORKBOOK_WORKERS": "1"}, False),
        (("--workers", "2"), {"WORKBOOK_WORKERS": "1"}, True),
    ],
    ids=str,
)
def test_the_command_line_says_how_many(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], *, started: bool
) -> None:
    family = Family(tmp_path)
    process = family.start("handout", "practice-log", "--no-cache", "-o", "x.pdf", *arguments, **settings)
    seen = False
    while process.poll() is None:
        seen = seen or bool(family.alive("spawn_main"))
    _, told = process.communicate()
    assert process.returncode == 0, told
    assert seen == started


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_wrong_number_of_workers_is_told(number: str) -> None:
    result = run("handout", "practice-log", "--workers", number)
    assert result.exit_code == 2
    assert "--workers" in result.output


# --- when it ends early ----------------------------------------------------------------------------------------------


def test_a_crew_goes_home_when_something_goes_wrong() -> None:
    def go_wrong() -> None:
        with Crew(2) as crew:
            crew.call_in(2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        go_wrong()
    assert all_went_home()


def test_a_worker_that_is_lost_is_a_problem_that_says_what_to_do() -> None:
    with Crew(2) as crew:
        crew.call_in(2)
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(ProblemsFound) as found:
            list(crew.set(JOBS))
    (problem,) = found.value.problems
    assert problem.code == "print/worker-lost"
    assert problem.hint


@needs_proc
@pytest.mark.parametrize("moment", ["while it warms up", "while it sets"])
def test_a_lost_worker_ends_a_build_with_1_and_without_a_file(tmp_path: Path, moment: str) -> None:
    family = Family(tmp_path)
    process = family.start("build", "individual-brief-pack", "--no-cache", "--workers", "2", "-o", "x.pdf")
    assert process.stderr
    workers = family.workers(2)
    if moment == "while it sets":
        assert process.stderr.readline().startswith("[1/")
    os.kill(workers[0], signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "[print/worker-lost]" in told
    assert "Hint: Close other programs and try again; WORKBOOK_WORKERS=1" in told
    assert "nothing was written" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []
    assert family.all_gone(), family.alive()


@needs_proc
@pytest.mark.parametrize("store", [("--no-cache",), ("--cache-dir", "../kept")], ids=" ".join)
def test_ctrl_c_ends_with_130_and_leaves_no_process_and_no_file(tmp_path: Path, store: tuple[str, ...]) -> None:
    desk, kept, scratch = (tmp_path / name for name in ("desk", "kept", "scratch"))
    desk.mkdir()
    scratch.mkdir()
    family = Family(desk)
    process = family.start("build", "individual-brief-pack", *store, "-o", "x.pdf", TMPDIR=str(scratch))
    assert process.stderr
    assert process.stderr.readline().startswith("[1/")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the group
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [line for line in told.splitlines() if line and not line.startswith("[")] == [
        "Interrupted; nothing was written."
    ]
    assert family.all_gone(), family.alive()
    assert list(desk.iterdir()) == []
    assert list(scratch.iterdir()) == []
    assert not list(kept.glob("*/.aside-*"))


@needs_proc
def test_ctrl_c_is_not_heard_by_workers_that_are_only_starting(tmp_path: Path) -> None:
    family = Family(tmp_path)
    process = family.start("build", "individual-brief-pack", "--no-cache", "-o", "x.pdf")
    for pid in family.workers(1):
        os.kill(pid, signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert "Traceback" not in told


@needs_proc
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_workers_end_with_the_one_that_called_them_in(tmp_path: Path, name: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    family = Family(tmp_path)
    process = family.start(
        "build", "individual-brief-pack", "--no-cache", "--workers", "2", "-o", "x.pdf", TMPDIR=str(scratch)
    )
    assert family.workers(2)
    assert process.stderr
    assert process.stderr.readline().startswith("[1/")
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    assert process.returncode == -getattr(signal, name)
    assert family.all_gone(), family.alive()
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "x.pdf").exists()
