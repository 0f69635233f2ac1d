"""The command line as it is used at a desk: what it prints, where, and with which exit code."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import jsonschema
import pypdfium2
import pytest
import yaml

from tests.commands import ROOT, TODAY, plain, run, run_program
from tests.printing import library
from tests.wrong_files import LONG_SHEET, MODULE, PROGRAM, SHEET, changed, module, program, sheet
from workbook import paths
from workbook.cli.app import main

COMMANDS = main.list_commands(click.Context(main))
SMALL = "practice-log"
"""A shipped worksheet, the least that can be printed."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK_LIBRARY", raising=False)
    return tmp_path


@pytest.fixture
def clinic(desk: Path) -> Path:
    """A clinic's folder with a module, a worksheet and a program."""
    put(desk / "clinic/modules/tea.yaml", module("id: in", "id: tea"))
    put(desk / "clinic/worksheets/cup.yaml", sheet("id: in", "id: cup"))
    put(desk / "clinic/programs/tuesday.yaml", changed(PROGRAM, ("id: in", "id: tuesday"), ("slow-breathing", "tea")))
    return desk / "clinic"


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# Help


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_says_what_a_command_is_for_and_shows_examples(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert re.search(rf"^    workbook .*{' '.join(command)}", result.output, re.MULTILINE)
    assert run(*command, "-h").output == result.output


def test_the_commands_are_those_that_were_agreed():
    agreed = {
        "batch",
        "build",
        "cache",
        "check",
        "diff",
        "doctor",
        "explain",
        "gallery",
        "handout",
        "list",
        "new",
        "packet",
        "report",
        "schema",
        "serve",
        "show",
        "verify",
    }
    assert agreed == set(COMMANDS)


def test_help_names_the_exit_codes_and_how_to_separate_folders():
    text = run("--help").output
    assert "130 interrupted" in text
    assert f'separated by "{os.pathsep}"' in " ".join(text.split())


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("list", "blocks"), 0, "short-answer"),
        (("show", "nothing-like-this"), 1, 'There is nothing called "nothing-like-this"'),
        (("biuld", "x"), 2, 'Did you mean "build"?'),
        (("build",), 2, "Missing argument"),
        (("handout",), 2, "Missing argument"),
        (("build", "resilience-group", "--session", "0"), 2, "--session"),
        (("build", "resilience-group", "--paper", "a5"), 2, "'letter', 'a4'"),
        (("list", "animals"), 2, "modules"),
        (("check", "missing.yaml"), 3, "There is no such file."),
        (("build", "missing.yaml"), 3, "There is no such file."),
        (("handout", "missing.yaml"), 3, "There is no such file."),
        (("show", "missing.yaml"), 3, "There is no such file."),
        (("build", "resilience-grup"), 1, 'Did you mean "resilience-group"?'),
        (("handout", "sleep-dairy"), 1, 'Did you mean "sleep-diary"?'),
        (("handout", "slow-breething"), 1, 'Did you mean "slow-breathing" or "paced-breathing"?'),
        (("show", "sleep-dairy"), 1, 'Did you mean "sleep-diary"?'),
        (("new", "module", "x", "--from", "slow-breething"), 1, 'Did you mean "slow-breathing"?'),
        (("build", "resilience-group", "--session", "99"), 1, "Use a number from 1 to"),
        (("build", "resilience-group", "--module", "slow-breething"), 1, 'Did you mean "slow-breathing"?'),
        (("--library", "missing", "list", "modules"), 3, "There is no such folder."),
        (("--library", "missing", "check"), 3, "There is no such folder."),
        (("--library", "missing", "build", "resilience-group"), 3, "There is no such folder."),
        (("--library", "missing", "handout", SMALL), 3, "There is no such folder."),
        (("--library", "missing", "show", SMALL), 3, "There is no such folder."),
        (("--library", "missing", "new", "module", "x", "--from", "slow-breathing"), 3, "There is no such folder."),
        (("build", "resilience-group", "-o", "missing/x.pdf"), 3, "There is no folder missing."),
        (("handout", SMALL, "-o", "."), 3, "is a folder"),
        (("gallery", "-o", "missing/x.pdf"), 3, "There is no folder missing."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
@pytest.mark.usefixtures("desk")
def test_the_exit_code_says_how_it_went(arguments, code, words):
    result = run(*arguments)
    assert words in result.output
    assert result.exit_code == code
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", ["build", "handout", "show"])
def test_a_folder_where_a_file_is_wanted_is_a_clean_problem(clinic, command):
    result = run(command, clinic / "modules")
    assert result.exit_code == 3
    assert "This is a folder, not a file." in result.output


def test_a_library_that_is_a_file_is_a_clean_problem(desk):
    put(desk / "notes.txt", "x")
    result = run("--library", "notes.txt", "list", "modules")
    assert result.exit_code == 3
    assert "This is a file, not a folder." in result.output


@pytest.mark.parametrize("command", ["build", "handout", "check", "show"])
@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "loop.yaml", "pipe.yaml", "gone.yaml"])
def test_what_cannot_be_opened_is_a_clean_problem(desk, command, name):
    (desk / "loop.yaml").symlink_to("loop.yaml")
    (desk / "gone.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(desk / "pipe.yaml")
    result = run(command, name)
    assert result.exit_code == 3
    assert "[file/" in result.output


def test_a_folder_of_odd_files_is_checked_without_a_traceback(desk):
    (desk / "box.yaml").mkdir()
    put(desk / "box.yaml/cup.yaml", sheet("id: in", "id: cup"))
    put(desk / "._cup.yaml", "\0\0\0")
    put(desk / "notes.txt", "nothing")
    (desk / "loop").symlink_to(desk)
    (desk / "gone.yaml").symlink_to("nowhere.yaml")
    result = run("check", ".")
    assert result.exit_code == 3
    assert "gone.yaml: error: This is a link to a file that is not there." in result.output
    assert "2 files checked: 1 error, no warnings." in result.output


def test_a_file_not_to_be_read_or_a_folder_not_to_be_written_to_ends_with_3(desk):
    as_user: list[str] = []
    if os.geteuid() == 0:  # root may do anything, unless this is taken away
        if not shutil.which("setpriv"):
            pytest.skip("root may read and write everything")
        as_user = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    put(desk / "in.yaml", SHEET).chmod(0)
    put(desk / "old.pdf", "old").chmod(0o444)
    desk.chmod(0o555)
    try:
        for arguments in (
            ("check", "in.yaml"),
            ("show", "in.yaml"),
            ("handout", SMALL, "-o", "x.pdf"),
            ("handout", SMALL, "-o", "old.pdf"),
            ("new", "module", "tea"),
        ):
            command = [*as_user, sys.executable, "-m", "workbook", *arguments]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 3, done.stderr
            assert "Traceback" not in done.stderr
    finally:
        desk.chmod(0o755)
    assert sorted(path.name for path in desk.iterdir()) == ["in.yaml", "old.pdf"]


# Interrupting


def test_ctrl_c_ends_with_130_and_leaves_no_file(desk):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": TODAY}
    command = [sys.executable, "-m", "workbook", "build", "resilience-group", "-o", "group.pdf"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stderr
        first = process.stderr.readline()
        assert first.startswith("[1/")
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted; nothing was written." in rest
    assert "Traceback" not in rest
    assert list(desk.iterdir()) == []


# Printing


@pytest.mark.parametrize("name", [SMALL, "copy.yaml"])
def test_a_dash_writes_the_pdf_and_nothing_else_to_standard_output(desk, name):
    shutil.copy(paths.CONTENT / f"worksheets/{SMALL}.yaml", desk / f"{SMALL}.yaml")
    done = run_program("handout", name if name == SMALL else f"{SMALL}.yaml", "-o", "-")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")
    assert len(pypdfium2.PdfDocument(io.BytesIO(done.stdout))) >= 1
    assert [path.name for path in desk.iterdir()] == [f"{SMALL}.yaml"]


def test_a_file_is_printed_from_its_path_and_named_after_it(clinic):
    result = run("--library", clinic, "handout", clinic / "worksheets/cup.yaml")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert Path("cup.pdf").read_bytes().startswith(b"%PDF-")
    assert "cup.pdf: 1 page" in result.stderr


def test_a_file_with_mistakes_does_not_touch_what_was_printed_before(desk):
    put(desk / "in.yaml", sheet("minutes: 5", "minutes: five"))
    put(desk / "in.pdf", "the one from last week")
    assert run("handout", "in.yaml").exit_code == 1
    assert (desk / "in.pdf").read_text() == "the one from last week"


def test_a_program_is_not_a_handout_and_a_module_is_not_a_program(clinic):
    assert "This file holds a program" in run("handout", clinic / "programs/tuesday.yaml").output
    assert "This file holds a module" in run("build", clinic / "modules/tea.yaml").output


# Libraries


def test_a_clinics_file_stands_before_the_shipped_one_of_the_same_id(desk):
    put(
        desk / "a/worksheets/sleep-diary.yaml",
        changed(SHEET, ("id: in", "id: sleep-diary"), ("One thing", "Our diary")),
    )
    put(desk / "b/worksheets/sleep-diary.yaml", changed(SHEET, ("id: in", "id: sleep-diary"), ("One thing", "Theirs")))
    assert "Our diary" in run("--library", "a", "--library", "b", "show", "sleep-diary").output
    assert "Theirs" in run("--library", "b", "--library", "a", "show", "sleep-diary").output
    assert run("--library", "a", "--library", "b", "check").exit_code == 0
    assert "is used instead of the shipped worksheet sleep-diary" in run("--library", "a", "doctor").output


def test_a_clinics_file_with_mistakes_is_told_and_the_shipped_one_is_not_printed_in_its_place(desk):
    put(
        desk / "a/modules/slow-breathing.yaml",
        changed(MODULE, ("id: in", "id: slow-breathing"), ("minutes: 50", "minutes: x")),
    )
    for arguments in (("handout", "slow-breathing"), ("build", "resilience-group"), ("show", "slow-breathing")):
        result = run("--library", "a", *arguments)
        assert result.exit_code == 1
        assert "a/modules/slow-breathing.yaml" in result.output
    assert "1 file with mistakes left out" in run("--library", "a", "list", "modules").stderr


def test_mistakes_in_a_neighbour_do_not_stop_a_handout(clinic):
    put(clinic / "modules/coffee.yaml", "id: [")
    assert run("--library", clinic, "show", "tea").exit_code == 0


def test_a_dead_link_in_a_library_does_not_stop_other_work(clinic):
    (clinic / "modules/gone.yaml").symlink_to("nowhere.yaml")
    assert run("--library", clinic, "show", "tea").exit_code == 0
    assert run("--library", clinic, "list", "modules").exit_code == 0
    assert run("--library", clinic, "check", clinic).exit_code == 3


def test_a_shadowed_file_is_checked_too(desk):
    put(desk / "a/worksheets/sleep-diary.yaml", sheet("id: in", "id: sleep-diary"))
    put(
        desk / "b/worksheets/sleep-diary.yaml",
        changed(LONG_SHEET, ("id: in", "id: sleep-diary"), ("who: dana", "who: dan")),
    )
    result = run("--library", "a", "--library", "b", "check")
    assert 'There is no character "dan"' in result.output


def test_two_loose_files_of_one_id_are_both_checked(desk):
    for name in ("a", "b"):
        put(desk / name / "in.yaml", changed(LONG_SHEET, ("who: dana", "who: dan")))
    assert run("check", "a/in.yaml", "b/in.yaml").output.count('There is no character "dan"') == 2


def test_workbook_library_names_one_folder_or_several(clinic, monkeypatch):
    put(clinic.parent / "other/modules/rest.yaml", module("id: in", "id: rest"))
    monkeypatch.setenv("WORKBOOK_LIBRARY", "clinic")
    assert "tea" in run("list", "modules").output
    monkeypatch.setenv("WORKBOOK_LIBRARY", os.pathsep.join(["clinic", "other"]))
    listed = run("list", "modules").output
    assert "tea" in listed
    assert "rest" in listed


# check


def test_check_finds_nothing_wrong_with_what_is_shipped():
    result = run("check", "--strict")
    assert result.exit_code == 0, result.output


def test_check_of_a_clinics_folder_is_about_that_folder(clinic):
    put(clinic / "modules/tea.yaml", changed(MODULE, ("id: in", "id: tea"), ("minutes: 50", "minutes: x")))
    result = run("check", clinic)
    assert "3 files checked: 2 errors, no warnings." in result.stderr
    assert all(line.startswith(("clinic/", "    Hint: ")) for line in result.stdout.splitlines())


HARDER = (
    "  - The little kettle on the stove is getting warmer, and after a moment it is humming to everybody in "
    "the kitchen. When everybody is quiet, you can listen to it and remember another morning with your family."
)


def test_warnings_pass_unless_strict(desk):
    text = changed(
        MODULE,
        (
            "  - Stop for a while. Look at one thing in the room.",
            HARDER,
        ),
    )
    put(desk / "in.yaml", text)
    result = run("check", "in.yaml")
    assert "warning:" in result.stdout, result.output
    assert result.exit_code == 0
    assert run("check", "in.yaml", "--strict").exit_code == 1


def test_check_gives_json(desk):
    put(desk / "in.yaml", sheet("minutes: 5", "minutes: five"))
    result = run("check", "in.yaml", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "code": "schema/wrong-type",
            "severity": "error",
            "file": "in.yaml",
            "line": 6,
            "column": 10,
            "message": '"minutes" needs a whole number, not "five".',
            "hint": "Write digits only, such as  50",
        }
    ]
    put(desk / "in.yaml", SHEET)
    assert json.loads(run("check", "in.yaml", "--format", "json").stdout) == []


def test_check_gives_annotations_for_github(desk):
    put(desk / "in.yaml", changed(SHEET, ("minutes: 5", "minutes: 100%"), ("title:", "titel:")))
    lines = run("check", "in.yaml", "--format", "github").stdout.splitlines()
    assert lines[-1] == (
        '::error file=in.yaml,line=6,col=10,title=schema/wrong-type::"minutes" needs a whole number, not "100%25". '
        "Write digits only, such as  50"
    )
    assert len(lines) == 3


# list


@pytest.mark.parametrize("kind", ["modules", "worksheets", "programs", "blocks", "topics"])
def test_every_list_is_given_as_text_and_as_json(kind):
    rows = json.loads(run("list", kind, "--json").stdout)
    table = run("list", kind).stdout.splitlines()
    assert len(table) == len(rows) + 1 > 1
    assert table[0].startswith("ID ")
    for row, line in zip(rows, table[1:], strict=True):
        assert line.split()[0] == row["id"]


def listed(*arguments: str) -> list[str]:
    return [row["id"] for row in json.loads(run("list", *arguments, "--json").stdout)]


def test_a_search_finds_what_has_all_the_words_in_any_order():
    assert "sleep-diary" in listed("worksheets", "--search", "week SLEEP")
    assert listed("worksheets", "--search", "sleep zebra") == []


@pytest.mark.parametrize("word", ["clinician_led", "used_by", '"id"'])
def test_a_search_does_not_look_at_the_names_of_the_fields(word):
    assert listed("modules", "--search", word) == listed("worksheets", "--search", word) == []


def test_a_domain_chooses_modules_and_worksheets():
    assert set(listed("modules", "--domain", "grounding")) >= {"slow-breathing", "five-senses-grounding"}
    assert "weighing-the-evidence" not in listed("modules", "--domain", "grounding")
    assert 'Did you mean "grounding"' in run("list", "modules", "--domain", "groundin").output
    assert run("list", "modules", "--domain", "groundin").exit_code == 2
    assert run("list", "programs", "--domain", "grounding").exit_code == 2


def test_a_domain_without_modules_is_an_empty_list_and_no_mistake(clinic):
    del clinic
    result = run("list", "worksheets", "--domain", "resilience", "--max-minutes", "1")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "No worksheets found." in result.stderr


def test_minutes_choose_what_fits_into_them(clinic):
    put(clinic / "modules/short.yaml", changed(MODULE, ("id: in", "id: short"), ("minutes: 50", "minutes: 10")))
    found = json.loads(run("--library", clinic, "list", "modules", "--max-minutes", "10", "--json").stdout)
    assert [row["id"] for row in found] == ["short"]
    assert run("list", "topics", "--max-minutes", "10").exit_code == 2
    assert run("list", "modules", "--max-minutes", "0").exit_code == 2


# show, schema


def test_show_describes_modules_worksheets_programs_and_blocks(clinic):
    for name, words in [
        ("tea", "A calm minute"),
        ("cup", "One thing"),
        ("tuesday", "A small group"),
        ("rating", "Keys"),
    ]:
        result = run("--library", clinic, "show", name)
        assert result.exit_code == 0
        assert words in result.stdout
    for path in ("modules/tea.yaml", "worksheets/cup.yaml", "programs/tuesday.yaml"):
        assert (
            run("--library", clinic, "show", clinic / path).stdout
            == run("--library", clinic, "show", Path(path).stem).stdout
        )


def test_show_calls_a_used_worksheet_as_its_module_does():
    text = run("show", "a-few-lines-a-day").stdout
    assert "Looking back on my pages" in text
    assert library().worksheets["progress-review"].value.title not in text


def test_show_tells_the_mistakes_of_a_file(desk):
    put(desk / "in.yaml", sheet("minutes: 5", "minutes: five"))
    result = run("show", "in.yaml")
    assert result.exit_code == 1
    assert "in.yaml:6:10: error:" in result.stderr
    assert "nothing was written" not in result.output


@pytest.mark.parametrize(
    ("kind", "folder"), [("module", "modules"), ("worksheet", "worksheets"), ("program", "programs")]
)
def test_the_schema_is_valid_and_takes_what_is_shipped(kind, folder):
    schema = json.loads(run("schema", kind).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted((paths.CONTENT / folder).rglob("*.yaml"))
    assert files
    for file in files:
        data = json.loads(json.dumps(plain(file), default=str))
        assert [error.message for error in validator.iter_errors(data)] == [], file


def test_the_schema_refuses_an_unknown_key_and_block():
    validator = jsonschema.Draft202012Validator(json.loads(run("schema", "worksheet").stdout))
    assert validator.is_valid(yaml.safe_load(SHEET))
    assert not validator.is_valid(yaml.safe_load(sheet("high: calm", "hihg: calm")))
    assert not validator.is_valid(yaml.safe_load(sheet("type: rating", "type: slider")))


# new


@pytest.mark.parametrize(("kind", "source"), [("module", "slow-breathing"), ("program", "resilience-group")])
def test_what_new_writes_passes_the_check(desk, kind, source):
    for arguments in (("fresh",), ("copied", "--from", source)):
        result = run("new", kind, *arguments)
        file = desk / f"{kind}s" / f"{arguments[0]}.yaml"
        assert result.exit_code == 0
        assert f"workbook check {kind}s/{arguments[0]}.yaml" in result.stdout
        assert f"\nid: {arguments[0]}" in file.read_text(encoding="utf-8")
        checked = run("check", file)
        assert checked.exit_code == 0, checked.output
    assert run("--library", ".", "check").exit_code == 0


def test_new_writes_into_the_first_library(clinic):
    assert run("--library", clinic, "new", "module", "rest", "--from", "tea").exit_code == 0
    assert "title: A calm minute" in (clinic / "modules/rest.yaml").read_text(encoding="utf-8")


def test_new_refuses_a_name_that_is_no_id_and_says_a_better_one(desk):
    result = run("new", "module", "Cooling Down!")
    assert result.exit_code == 1
    assert "cooling-down" in result.output
    assert run("new", "module", "../evil").exit_code == 1
    assert list(desk.iterdir()) == []


def test_new_does_not_write_over_a_file(clinic):
    before = (clinic / "modules/tea.yaml").read_text(encoding="utf-8")
    assert run("--library", clinic, "new", "module", "tea").exit_code == 1
    assert (clinic / "modules/tea.yaml").read_text(encoding="utf-8") == before


def test_new_cannot_make_a_folder_where_a_file_is(desk):
    put(desk / "modules", "a file")
    assert run("new", "module", "tea").exit_code == 3


# doctor, as a program


def test_the_doctor_says_that_all_is_well_or_what_is_not(clinic):
    assert run("doctor").exit_code == 0
    assert run("--library", clinic, "doctor").exit_code == 0
    result = run("--library", "missing", "doctor")
    assert result.exit_code == 1
    assert "BAD  Clinic's folder missing" in result.output
    put(clinic / "modules/tea.yaml", "id: [")
    result = run("--library", clinic, "doctor")
    assert result.exit_code == 1
    assert "1 mistake in files" in result.output


@pytest.mark.usefixtures("desk")
def test_it_runs_as_a_module_and_as_a_program():
    script = shutil.which("workbook", path=Path(sys.executable).parent)
    assert run_program("--version").stdout.startswith(b"workbook, version ")
    if script:
        assert subprocess.run([script, "--version"], capture_output=True, check=True).stdout.startswith(b"workbook")


@pytest.mark.parametrize("command", [("list", "modules"), ("check",), ("show", "slow-breathing"), ("schema", "module")])
def test_what_does_not_print_does_not_load_what_prints(desk, command):
    del desk
    code = (
        "import sys\nfrom workbook.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'weasyprint', 'jinja2', 'pikepdf', 'fontTools', 'workbook.build'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": TODAY}
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_no_color_is_respected_and_color_is_for_terminals(desk):
    put(desk / "in.yaml", sheet("minutes: 5", "minutes: five"))
    code = (
        "import os, pty, sys\n"
        "status = pty.spawn([sys.executable, '-m', 'workbook', 'handout', 'in.yaml'])\n"
        "sys.exit(os.waitstatus_to_exitcode(status))"
    )
    colored = {}
    for setting in ("", "1"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": setting}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env=environment, check=False, timeout=60
        )
        assert done.returncode == 1
        colored[setting] = b"\x1b[31m" in done.stdout
    assert colored == {"": True, "1": False}
    assert b"\x1b" not in run_program("handout", "in.yaml").stderr


# Python


def test_the_public_names_are_there_however_they_are_imported():
    code = (
        "import workbook.gallery\n"
        "from workbook import Edition, Problem, ProblemsFound, BuildRequest, BuildResult, build\n"
        "import workbook\n"
        "assert callable(build) and workbook.build is build\n"
        "assert set(workbook.__all__) <= set(dir(workbook))\n"
        "try: workbook.nothing\n"
        "except AttributeError as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert "nothing" in done.stdout


def test_the_program_file_used_in_these_tests_is_right(desk):
    put(desk / "in.yaml", program("Two meetings", "A meeting"))
    assert run("check", "in.yaml").exit_code == 0


def test_a_copy_is_not_reviewed_and_points_to_the_clinics_own_schema(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shelf = tmp_path / "ours" / "modules"
    shelf.mkdir(parents=True)
    shipped = (ROOT / "content/modules/grounding/slow-breathing.yaml").read_text(encoding="utf-8")
    reviewed = "review:\n  status: reviewed\n  by: Dr. Example\n  on: 2026-01-01\n  due: 2028-01-01\n"
    assert "review:\n  status: unreviewed\n" in shipped
    (shelf / "slow-breathing.yaml").write_text(shipped.replace("review:\n  status: unreviewed\n", reviewed))
    assert run("--library", "ours", "new", "module", "soft-breath", "--from", "slow-breathing").exit_code == 0
    copy = (shelf / "soft-breath.yaml").read_text(encoding="utf-8")
    assert "Dr. Example" not in copy
    assert "status: unreviewed" in copy
    assert copy.startswith("# yaml-language-server: $schema=../module.schema.json")
    assert run("--library", "ours", "check", shelf / "soft-breath.yaml").exit_code == 0


def test_a_clinic_adds_people_and_sources_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours").mkdir()
    run("--library", "ours", "new", "module", "our-breath", "--from", "slow-breathing")
    file = tmp_path / "ours/modules/our-breath.yaml"
    text = file.read_text(encoding="utf-8").replace("who: luis", "who: noor").replace("- fincham-2023", "- ours-2026")
    file.write_text(text, encoding="utf-8")
    assert run("--library", "ours", "check", file).exit_code == 1
    (tmp_path / "ours/characters.yaml").write_text("noor:\n  name: Noor\n  age: 30\n  about: bakes bread\n")
    (tmp_path / "ours/sources.yaml").write_text(
        "ours-2026:\n  authors: Our clinic\n  year: 2026\n  title: A report\n  where: In house\n"
        "  design: cohort study\n  supports: What we saw.\n"
    )
    assert run("--library", "ours", "check", file).output.startswith("1 file checked: no errors")
