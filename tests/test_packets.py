"""Papers around a group: which there are, on which pages, how often, and on how much paper."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.commands import run
from tests.printing import TODAY, library
from tests.wrong_files import PROGRAM, changed
from workbook.build import BuildRequest, build
from workbook.cache import Cache
from workbook.document import Workbook
from workbook.edition import Edition
from workbook.model import Module
from workbook.order import compose, find_problems, load_for
from workbook.packets import DISCHARGE
from workbook.paper import Paper, paper_for
from workbook.problems import ProblemsFound, errors
from workbook.request import Packet
from workbook.timetable import timetable

GROUP, ALONE = "resilience-group", "individual-brief-pack"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What the tests of this file set, they set once."""
    return Cache(tmp_path_factory.mktemp("kept"))


def request(packet: Packet, program: str = GROUP, session: int = 0, **edition: str) -> BuildRequest:
    sessions = (session,) if session else ()
    return BuildRequest(TODAY, program=program, sessions=sessions, packet=packet, edition=Edition(**edition))  # type: ignore[arg-type]


def composed(packet: Packet, program: str = GROUP, session: int = 0, **edition: str) -> Workbook:
    return compose(library(), request(packet, program, session, **edition))[0]


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def with_plans(*lengths: int) -> Module:
    """A module with plans of these lengths, each of one step."""
    module = library().modules["slow-breathing"].value
    plan = {minutes: (module.facilitator.plan[50][0].model_copy(update={"minutes": minutes}),) for minutes in lengths}
    return module.model_copy(update={"facilitator": module.facilitator.model_copy(update={"plan": plan})})


# Minutes


def shape(minutes: int, *modules: Module) -> list[tuple[str, str, int]]:
    """Give when each stretch begins, what it is, and its minutes."""
    found = timetable(modules, minutes).stretches
    return [(s.slots[0].clock, s.slots[0].frame or "module", sum(slot.minutes for slot in s.slots)) for s in found]


def test_what_modules_leave_of_a_session_goes_to_its_beginning_its_end_and_a_break():
    assert shape(120, with_plans(50, 90), with_plans(50, 90)) == [
        ("0:00", "open", 5),
        ("0:05", "module", 50),
        ("0:55", "break", 10),
        ("1:05", "module", 50),
        ("1:55", "close", 5),
    ]


def test_the_longest_plans_are_chosen_that_fit_and_what_is_over_is_room_to_spare():
    assert shape(120, with_plans(50, 90)) == [
        ("0:00", "open", 10),
        ("0:10", "module", 90),
        ("1:40", "spare", 10),
        ("1:50", "close", 10),
    ]


def test_breaks_come_before_longer_plans():
    four = [with_plans(50, 90) for _ in range(4)]
    assert [length for _, kind, length in shape(240, *four) if kind == "module"] == [50] * 4
    assert [length for _, kind, length in shape(240, *four) if kind == "break"] == [10] * 3


@pytest.mark.parametrize(("minutes", "lengths"), [(90, [90]), (50, [50]), (52, [50])])
def test_a_plan_that_fills_the_session_opens_and_closes_it_itself(minutes: int, lengths: list[int]):
    assert [length for _, _, length in shape(minutes, with_plans(50, 90))] == lengths


def test_plans_that_do_not_fit_are_the_shortest_and_say_by_how_much_they_run_over():
    table = timetable([with_plans(50, 90), with_plans(50)], 90)
    assert [stretch.length for stretch in table.stretches] == [50, 50]
    assert (table.minutes, table.over) == (100, 10)


def test_the_steps_of_every_shipped_session_follow_one_another_without_a_gap():
    for entry in library().programs.values():
        for session in entry.value.sessions:
            modules = [library().modules[name].value for name in (*session.modules, *session.again)]
            table = timetable(modules, entry.value.session_minutes)
            slots = [slot for stretch in table.stretches for slot in stretch.slots]
            clock = 0
            for slot in slots:
                assert slot.start == clock
                clock += slot.minutes
            left = entry.value.session_minutes - clock
            assert table.minutes == clock
            assert table.over == max(0, -left)
            assert left < 3


# Paper


def test_each_part_begins_on_a_new_sheet():
    assert paper_for([3, 4], copies=10) == Paper(two_sided=40, one_sided=70)


@pytest.mark.parametrize(
    ("edition", "collate"),
    [
        ({}, True),
        ({"sides": "one"}, True),
        ({"sides": "one"}, False),
        ({"size": "large-print"}, False),
        ({"copy_for": "facilitator"}, False),
    ],
    ids=str,
)
def test_the_print_list_counts_the_paper_of_the_file(kept: Cache, edition: dict[str, str], *, collate: bool):
    packet = Packet("session", people=5, spare=1, collate=collate)
    result = build(request(packet, ALONE, 1, **edition), cache=kept)
    first = texts(result.pdf)[0]
    assert result.paper
    assert f"All, with this page {result.paper.two_sided} {result.paper.one_sided}" in " ".join(first.split())
    if collate and edition.get("sides") == "one":
        assert result.paper.one_sided == result.page_count


def test_the_print_list_names_the_pages_on_which_things_stand(kept: Cache):
    packet = Packet("session", people=12, spare=1)
    result = build(request(packet, session=3), cache=kept)
    pages = texts(result.pdf)
    rows = re.findall(r"(\d+) to (\d+)\s+(\d+)\s+(\d+)\s+(\d+)", pages[0])
    found = [(int(first), int(last), int(copies)) for first, last, copies, _, _ in rows]
    assert [copies for _, _, copies in found] == [1, 1, 13, 7]  # two slips on a sheet
    heads = ["Session 3: A second look", "Sign-in sheet", "One thing I want from today", "How was this session for me?"]
    for (first, _, _), head in zip(found, heads, strict=True):
        assert head in pages[first - 1]
    assert [first for first, _, _ in found[1:]] == [last + 1 for _, last, _ in found[:-1]]
    assert found[-1][1] == result.page_count
    assert all(first % 2 for first, _, _ in found)  # each on the front of a sheet


def test_what_is_kept_gives_the_same_file_and_the_same_paper(kept: Cache):
    wanted = request(Packet("session", people=3, spare=1, collate=True), ALONE, 2)
    once = build(wanted, cache=kept)
    again = build(wanted, cache=kept)
    assert again.reused > once.reused
    assert (again.pdf, again.paper) == (once.pdf, once.paper)


# What a session packet has


def ids(workbook: Workbook) -> list[str]:
    return [section.id for section in workbook.sections]


def test_a_session_packet_goes_from_what_to_print_to_feedback():
    assert ids(composed(Packet("session", people=12), session=6)) == [
        "packet-print-list",
        "packet-plan-people-around-us",
        "sign-in-sheet",
        "session-people-around-us",
        "my-support-network",
        "session-feedback",
    ]


def test_pages_of_what_is_taken_up_again_are_there_for_newcomers():
    program = library().programs["intensive-outpatient"].value
    number, session = next((n, s) for n, s in enumerate(program.sessions, 1) if s.again)
    book = composed(Packet("session", people=8, spare=2), "intensive-outpatient", number)
    stacks = book.sections[0].context["list"].stacks
    (again,) = [stack for stack in stacks if [part.id for part in stack.sections] == list(session.again)]
    assert again.copies == 2
    plan = next(section for section in book.sections if section.template == "packet-plan.html")
    assert [module.id for module in plan.context["modules"]] == [*session.modules, *session.again]
    assert not plan.context["table"].over


def test_a_single_person_signs_no_list():
    assert "sign-in-sheet" not in ids(composed(Packet("session"), ALONE, 1))


def test_more_people_than_rows_sign_on_more_sheets():
    copies = {s.id: s.copies for s in composed(Packet("session", people=31), session=6).sections}
    assert (copies["sign-in-sheet"], copies["my-support-network"]) == (3, 31)


def test_modules_facilitator_pages_stand_with_the_plan_and_are_printed_once():
    sections = composed(Packet("session", people=8), session=6, copy_for="facilitator").sections
    at = [s.id for s in sections].index("my-support-network-facilitator")
    assert sections[at - 1].id == "packet-plan-people-around-us"
    assert sections[at].copies == 1


def test_a_collated_file_has_each_persons_set_in_order_and_bookmarks_only_once():
    workbook = composed(Packet("session", people=2, spare=1, collate=True), session=6)
    sets = ["session-people-around-us", "my-support-network"] * 3
    assert ids(workbook)[3:-2] == sets
    assert ids(workbook)[-2:] == ["session-feedback"] * 2
    assert {section.copies for section in workbook.sections} == {1}
    assert [section.depth for section in workbook.sections if section.id == "my-support-network"] == [2, 0, 0]


def test_slips_in_large_print_have_a_sheet_each():
    workbook = composed(Packet("session", people=4), session=6, size="large-print")
    slips = workbook.sections[-1]
    assert slips.copies == 4
    assert "cut-line" not in [block.type for block in slips.context["sheets"][0].blocks]


def test_nothing_is_printed_on_the_back_of_slips(kept: Cache):
    one = build(request(Packet("session", people=4, collate=True), ALONE, 1), cache=kept)
    *_, front, back = texts(one.pdf)
    assert front.count("I felt safe here.") == 2
    assert back.strip() == "Left blank: the back of the slips."


# Other papers


def test_an_overview_is_one_page_with_every_session_and_room_for_its_date(kept: Cache):
    result = build(request(Packet("overview")), cache=kept)
    (page,) = texts(result.pdf)
    for session in library().programs[GROUP].value.sessions:
        assert session.title in page
    assert result.paper == Paper(1, 1)


def test_a_calendar_has_a_row_for_each_week_and_says_what_to_practice(kept: Cache):
    first, *others = texts(build(request(Packet("calendar", weeks=6)), cache=kept).pdf)
    assert re.findall(r"Week (\d)", first)[:6] == list("123456")
    words = " ".join(" ".join([first, *others]).split())
    assert library().modules["weighing-the-evidence"].value.practice.what.split(".")[0] in words


def test_a_longer_calendar_is_parted_evenly_and_spreads_the_practice():
    context = composed(Packet("calendar", weeks=10)).sections[0].context
    assert [len(part) for part in context["parts_of_it"]] == [5, 5]
    told = [number for week in context["weeks"] for number, _ in week]
    assert sorted(set(told)) == [1, 2, 3, 4, 5, 6, 7, 8]
    short = composed(Packet("calendar", weeks=2)).sections[0].context
    assert [{number for number, _ in week} for week in short["weeks"]] == [{1, 2, 3, 4}, {5, 6, 7, 8}]


@pytest.mark.parametrize(("kind", "fields"), [("overview", 3 + 8), ("calendar", 8 * 7)])
def test_what_is_filled_in_on_a_screen_has_a_field_for_each_blank(kept: Cache, kind: Any, fields: int):
    result = build(request(Packet(kind), medium="fillable"), cache=kept)
    with pikepdf.open(BytesIO(result.pdf)) as file:
        assert len(file.Root.AcroForm.Fields) == fields


def test_a_certificate_names_the_program_unless_it_is_neutral(kept: Cache):
    title = library().programs[GROUP].value.title
    named = build(request(Packet("certificate")), cache=kept)
    neutral = build(request(Packet("certificate", neutral=True)), cache=kept)
    assert [title in text for text in texts(named.pdf)] == [True]
    assert [title in text for text in texts(neutral.pdf)] == [False]
    assert title not in neutral.title


def test_a_discharge_pack_has_crisis_lines_and_the_papers_to_take_along():
    found = composed(Packet("discharge")).sections
    assert [section.id for section in found] == ["packet-discharge", "crisis", *DISCHARGE]
    assert {paper.id for paper in found[0].context["papers"]} == set(DISCHARGE)


# A program's own discharge pack


def written(folder: Path, discharge: str) -> BuildRequest:
    file = folder / "in.yaml"
    file.write_text(changed(PROGRAM, ("session_minutes: 60", f"session_minutes: 60\ndischarge: {discharge}")))
    return BuildRequest(TODAY, program=str(file), packet=Packet("discharge"))


def test_a_program_names_the_papers_of_its_own_pack(tmp_path: Path):
    wanted = written(tmp_path, "[staying-safe-plan, slow-breathing]")
    workbook, _ = compose(load_for(wanted), wanted)
    assert ids(workbook)[2:] == ["staying-safe-plan", "slow-breathing"]


def test_a_paper_that_there_is_not_is_told_of_once_at_its_line(tmp_path: Path):
    wanted = written(tmp_path, "[my-apointments]")
    (problem,) = find_problems(load_for(wanted), wanted)
    assert (problem.code, problem.place.line) == ("reference/unknown-worksheet", 6)
    assert "my-appointments" in problem.hint


def test_a_session_that_there_is_not_is_told_of():
    wanted = request(Packet("session"), session=99)
    with pytest.raises(ProblemsFound) as told:
        build(wanted)
    assert [problem.code for problem in told.value.problems] == ["reference/unknown-session"]


def test_a_worksheet_that_a_packet_needs_is_checked_with_it():
    known = library()
    without = replace(known, worksheets={k: v for k, v in known.worksheets.items() if k != "sign-in-sheet"})
    found = errors(find_problems(without, request(Packet("session"), session=1)))
    assert [problem.message for problem in found] == ['There is no worksheet or module "sign-in-sheet".']


# The command


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "choose one of"),
        (("--overview", "--calendar"), "choose one of"),
        (("--overview", "--neutral"), "--neutral is for --certificate"),
        (("--overview", "--weeks", "8"), "--weeks is for --calendar"),
        (("--session", "1", "--spare", "2"), "--spare is for --people N"),
        (("--session", "1", "--collate"), "--people N"),
        (("--discharge", "--copy", "facilitator"), "--copy facilitator is for --session"),
        (("--overview", "--format", "html"), "leave out --format html"),
        (("--overview", "--booklet"), "leave out --booklet"),
        (("--overview", "--n-up", "2"), "leave out --n-up"),
        (("--session", "0"), "--session"),
    ],
)
def test_wrong_usage_says_what_to_do(options: tuple[str, ...], words: str):
    result = run("packet", GROUP, *options)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_the_command_says_how_much_paper_it_takes_and_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    result = run("packet", GROUP, "--certificate", "--people", "9")
    assert result.exit_code == 0
    assert "Paper: 10 sheets." in result.stderr
    assert "Print 10 copies." in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [f"{GROUP}-certificate.pdf"]
