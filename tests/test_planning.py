"""Planning help: minutes of sessions, what repeats or stands out of order, pages and paper, where values come from."""

from datetime import date
from pathlib import Path

import pytest

from tests.commands import run
from tests.wrong_files import MODULE, PROGRAM, changed
from workbook.cache import Cache
from workbook.edition import Edition
from workbook.explain import Pages, explain, pages_of
from workbook.library import Library, load
from workbook.planning import likeness, plan_of, remarks
from workbook.problems import ProblemsFound
from workbook.request import BuildRequest

TODAY = date(2026, 12, 1)
REQUEST = BuildRequest(TODAY, program="small")


def put(root: Path, name: str, text: str) -> Path:
    path = root / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def module(
    root: Path, name: str, *more: str, minutes: int = 50, plans: tuple[int, ...] = (50,), tags: str = ""
) -> Path:
    """Write a module; ``more`` are lines at its left edge."""
    steps = "\n".join(f"    {n}:\n      - minutes: {n}\n        do: Try it." for n in plans)
    text = changed(MODULE, ("id: in", f"id: {name}"), ("minutes: 50", f"minutes: {minutes}"))
    text = changed(text, ("tags: [calm]", "\n".join([f"tags: [{tags or name}]", *more])))
    start, end = text.index("    10:\n"), text.index("  discussion:")
    return put(root, f"modules/{name}", f"{text[:start]}{steps}\n{text[end:]}")


def program(root: Path, modules: str, *more: str, minutes: int = 100, name: str = "small") -> Path:
    text = changed(PROGRAM, ("id: in", f"id: {name}"), ("[slow-breathing]", f"[{modules}]"))
    return put(
        root,
        f"programs/{name}",
        changed(text, ("session_minutes: 60", "\n".join([f"session_minutes: {minutes}", *more]))),
    )


def told(root: Path) -> str:
    """Give what ``check`` says of a folder."""
    return run("check", root).output


def noted(library: Library, name: str = "small") -> str:
    return "\n".join(remarks(plan_of(library, library.programs[name].value)))


# Minutes


def test_a_session_fits_to_the_minute(tmp_path):
    module(tmp_path, "tea")
    module(tmp_path, "cup")
    program(tmp_path, "tea, cup", minutes=100)
    assert "plan/" not in told(tmp_path)
    program(tmp_path, "tea, cup", minutes=99)
    assert '"First" takes 100 minutes; a session has 99.' in told(tmp_path)


def test_what_is_taken_up_again_takes_its_minutes_too(tmp_path):
    module(tmp_path, "tea")
    module(tmp_path, "cup")
    two = "sessions:\n  - id: last\n    title: Last\n    aim: Try again.\n    modules: [cup]\n    again: [tea]\n"
    path = program(tmp_path, "tea", minutes=100)
    path.write_text(path.read_text(encoding="utf-8").replace("sessions:\n", two), encoding="utf-8")
    assert "plan/" not in told(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 100", "minutes: 99"), encoding="utf-8")
    assert '"Last" takes 100 minutes; a session has 99.' in told(tmp_path)


def test_a_shorter_minute_plan_that_would_fit_is_named(tmp_path):
    module(tmp_path, "tea", plans=(30, 50))
    program(tmp_path, "tea", minutes=40)
    output = told(tmp_path)
    assert '"First" takes 50 minutes; a session has 40.' in output
    assert "With the 30-minute plan of tea it fits" in output


def test_minutes_that_a_program_sets_are_counted_and_the_change_is_named(tmp_path):
    put(
        tmp_path,
        "programs/long",
        "extends: resilience-group\nid: long\nchanges:\n  - at: slow-breathing\n    set:\n      minutes: 90\n",
    )
    assert 'long.yaml:4:5: warning: "A place to start" takes 140 minutes' in told(tmp_path)


def test_fewer_minutes_of_an_own_program_are_named_where_they_are_written(tmp_path):
    put(tmp_path, "programs/brief", "extends: resilience-group\nid: brief\nsession_minutes: 60\n")
    lines = [line for line in told(tmp_path).splitlines() if "plan/session-too-long" in line]
    assert len(lines) == 4
    assert all("brief.yaml:3:18: warning" in line for line in lines)


def test_a_warning_about_a_plan_can_be_allowed(tmp_path):
    module(tmp_path, "tea")
    program(tmp_path, "tea", "allow:", "  - code: plan/session-too-long", "    reason: We stay longer.", minutes=40)
    assert run("check", tmp_path, "--strict").exit_code == 0


def test_time_to_spare_and_the_longer_plan_that_fits_are_told(tmp_path):
    module(tmp_path, "tea", plans=(50, 70, 90, 120))
    program(tmp_path, "tea", minutes=100)
    assert noted(load([tmp_path])) == "First: 50 minutes to spare. The 90-minute plan of tea fits."


# Order, repeats, self-guided


def test_what_all_sessions_have_to_spare_is_told_once(tmp_path):
    module(tmp_path, "tea")
    module(tmp_path, "cup")
    path = program(tmp_path, "tea", minutes=60)
    two = "sessions:\n  - id: last\n    title: Last\n    aim: Try again.\n    modules: [cup]\n"
    path.write_text(path.read_text(encoding="utf-8").replace("sessions:\n", two), encoding="utf-8")
    assert noted(load([tmp_path])) == "Each session: 10 minutes to spare."


def test_what_is_best_after_something_later_is_out_of_order_also_in_another_session(tmp_path):
    module(tmp_path, "tea", "after: [cup]")
    module(tmp_path, "cup")
    second = "  - id: second\n    title: Second\n    aim: Go on.\n    modules: [cup]\n"
    path = program(tmp_path, "tea")
    path.write_text(path.read_text(encoding="utf-8") + second, encoding="utf-8")
    assert '"tea" is best after "cup", which comes later here. [plan/out-of-order]' in told(tmp_path)
    program(tmp_path, "cup, tea")
    assert "plan/" not in told(tmp_path)


def test_what_a_module_is_best_after_and_is_missing_is_a_remark(tmp_path):
    module(tmp_path, "tea", "after: [slow-breathing]")
    program(tmp_path, "tea", minutes=50)
    assert "plan/" not in told(tmp_path)
    assert noted(load([tmp_path])) == "tea is best after slow-breathing, which is not in this program."


def test_an_unknown_module_in_after_gets_a_close_match(tmp_path):
    path = module(tmp_path, "tea", "after: [slow-breathin]")
    output = run("check", path).output
    assert 'There is no module "slow-breathin". [reference/unknown-module]' in output
    assert 'Did you mean "slow-breathing"?' in output


def test_a_circle_by_way_of_a_third_module_is_found(tmp_path):
    module(tmp_path, "tea", "after: [cup]")
    module(tmp_path, "cup", "after: [pot]")
    module(tmp_path, "pot", "after: [tea]")
    assert told(tmp_path).count("[plan/circle]") == 3


def test_copies_are_told_from_near_and_from_other_modules(tmp_path):
    module(tmp_path, "tea", tags="a, b, c, d")
    module(tmp_path, "copy", tags="A, b, c, d")
    module(tmp_path, "kin", tags="a, b, x")
    module(tmp_path, "other", tags="y")
    program(tmp_path, "tea, copy, kin, other", minutes=200)
    library = load([tmp_path])
    values = {name: library.modules[name].value for name in ("tea", "copy", "kin", "other")}
    assert likeness(values["tea"], values["copy"]) == 1
    assert likeness(values["tea"], values["kin"]) == pytest.approx(0.4)
    assert likeness(values["tea"], values["other"]) == 0
    assert told(tmp_path).count("[plan/alike]") == 1
    assert "tea and kin are near to each other: a, b." in noted(library)


def test_a_worksheet_that_is_printed_twice_is_a_remark(tmp_path):
    for name in ("tea", "cup"):
        path = module(tmp_path, name)
        text = changed(path.read_text(encoding="utf-8"), ("practice:", "  - use: practice-log\npractice:"))
        path.write_text(text, encoding="utf-8")
    program(tmp_path, "tea, cup")
    assert "The worksheet practice-log is printed 2 times, in tea and cup." in noted(load([tmp_path]))


def test_a_self_guided_program_with_a_module_for_clinicians_is_not_printed(tmp_path):
    module(tmp_path, "led", "clinician_led: true")
    program(tmp_path, "led", "self_guided: true")
    out = tmp_path / "x.pdf"
    result = run("--library", tmp_path, "build", "small", "-o", out)
    assert result.exit_code == 1
    assert "[plan/self-guided]" in result.output
    assert not out.exists()
    program(tmp_path, "led")
    assert "plan/" not in told(tmp_path)


# explain


def test_explain_tells_minutes_modules_and_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module(tmp_path, "tea", "clinician_led: true", "sensitivity: high")
    program(tmp_path, "tea")
    text = explain(load([Path()]), REQUEST, "small")
    assert "1 session of 100 minutes; 1 module" in text
    assert "1. First (first): 50 of 100 minutes\n" in text
    assert "   tea  50 minutes, 1 worksheet, reading grade" in text
    assert "led by a clinician, sensitivity high" in text
    assert "        modules/tea.yaml" in text
    assert "   title            programs/small.yaml:2:1" in text
    assert "Pages are not counted yet" in text


def test_explain_counts_paper_by_parts_that_each_begin_on_a_new_sheet(tmp_path):
    module(tmp_path, "tea")
    module(tmp_path, "cup")
    program(tmp_path, "tea, cup")
    pages = Pages({"session-first": 1, "tea": 5, "cup": 4}, 17)
    text = explain(load([tmp_path]), REQUEST, "small", pages, people=3)
    assert "50 of" not in text
    assert "100 of 100 minutes, 10 pages" in text
    assert "Paper for 3 copies, printed on both sides (on one side)" in text
    assert "   1. First: 18 sheets (30)" in text
    assert "   The whole workbook, 17 pages: 27 sheets (51)" in text


def test_explain_of_an_own_program_names_its_changes_at_their_lines(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = "extends: resilience-group\nid: own\ntitle: Ours\nchanges:\n  - remove: solving-problems\n"
    put(tmp_path, "programs/own", own + "  - at: slow-breathing\n    note: Together.\n")
    library = load([Path()])
    text = explain(library, BuildRequest(TODAY, program="own", libraries=(Path(),)), "own")
    base = library.programs["resilience-group"].source
    assert "Extends resilience-group" in text
    assert "   title            programs/own.yaml:3:1" in text
    assert f"   subtitle         {base.place(('subtitle',), key=True)}" in text
    assert '   programs/own.yaml:5:5  solving-problems: left out of "One doable thing"' in text
    assert "slow-breathing.yaml, changed by this program" in text


def test_explain_says_what_check_finds_wrong(tmp_path):
    module(tmp_path, "led", "clinician_led: true")
    program(tmp_path, "led, nothing", "self_guided: true")
    text = explain(load([tmp_path]), BuildRequest(TODAY, program="small", libraries=(tmp_path,)), "small")
    assert 'error: "led" is led by a clinician, and this program is self-guided.' in text
    assert "error: 1 mistake in its files; see  workbook check" in text


def test_pages_are_counted_once_and_known_afterwards(tmp_path):
    module(tmp_path, "tea")
    program(tmp_path, "tea")
    request = BuildRequest(TODAY, program="small", edition=Edition(), libraries=(tmp_path,))
    cache = Cache(tmp_path / "cache")
    assert pages_of(request, cache) is None
    counted = pages_of(request, cache, lambda _done, _all, _title: None, workers=1)
    assert counted
    assert counted.sections["tea"] >= 3
    assert counted.whole > sum(counted.sections[part] for part in ("session-first", "tea"))
    assert pages_of(request, cache) == counted


def test_pages_of_a_program_with_mistakes_are_not_counted(tmp_path):
    program(tmp_path, "nothing")
    with pytest.raises(ProblemsFound):
        pages_of(BuildRequest(TODAY, program="small", libraries=(tmp_path,)), None, lambda *_: None, workers=1)


# The commands


@pytest.mark.parametrize("command", ["explain", "diff"])
def test_a_program_is_named_by_its_id_or_its_path_and_else_close_matches_are_given(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    own = put(tmp_path, "programs/own", "extends: resilience-group\nid: own\ntitle: Ours\n")
    assert run(command, own).output == run("--library", ".", command, "own").output
    assert run(command, "resilience-grup").exit_code == 1
    assert 'Did you mean "resilience-group"?' in run(command, "resilience-grup").output
    assert run(command, "nothing.yaml").exit_code == 3
    assert run("--library", "nowhere", command, "resilience-group").exit_code == 3
    put(tmp_path, "programs/own", "extends: resilience-group\nid: own\nchanges:\n  - remove: gone\n")
    result = run("--library", ".", command, "own")
    assert result.exit_code == 1
    assert "reference/change-without-target" in result.output


def test_explain_counts_for_the_paper_of_the_clinic_and_says_how_much_is_needed(tmp_path):
    module(tmp_path, "tea")
    program(tmp_path, "tea")
    put(tmp_path, "clinic", "name: Our clinic\npaper: a4\n")
    cache = tmp_path / "cache"
    asked = ("--library", tmp_path, "explain", "small", "--cache-dir", cache)
    assert "Pages are not counted yet" in run(*asked).output
    counted = run(*asked, "--pages", "--people", "2").stdout
    assert "Paper for 2 copies" in counted
    assert run(*asked, "--paper", "a4", "--people", "2").stdout == counted
    assert "Pages are not counted yet" in run(*asked, "--paper", "letter").output
