"""What the pages show and make, asked for without a browser: search, filters, modules, programs, problems and files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pdf_facts import Facts
from tests.printing import TODAY, library
from tests.web_server import PATIENT, Site, get, post, site
from workbook.build import BuildRequest, build
from workbook.cache import Cache
from workbook.edition import Edition
from workbook.paths import CONTENT
from workbook.planning import plan_of, remarks
from workbook.web.numbers import whole
from workbook.web.settings import Limits

MODULE = "slow-breathing"
SHEET = "sleep-diary"
PROGRAM = "individual-brief-pack"


@pytest.fixture(scope="module")
def shared(shared_folder: Path) -> Iterator[Site]:
    with site(shared_folder / "cache", workers=2) as made:
        yield made


@pytest.fixture(scope="module")
def guest(shared: Site) -> FlaskClient:
    return shared.guest()


def titles(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r'<h2><a href="/(?:modules|worksheets|programs)/([^"]+)">', answer.text)


def test_the_library_shows_every_module_with_minutes_and_grade(guest: FlaskClient):
    answer = get(guest, "/")
    assert set(titles(answer)) == set(library().modules)
    assert f"{len(library().modules)} modules" in answer.text
    assert answer.text.count("reads at grade") >= len(library().modules) - 2
    assert set(titles(get(guest, "/?kind=worksheets"))) < set(library().worksheets)  # the first of two pages
    assert set(titles(get(guest, "/?kind=programs"))) == set(library().programs)


def test_search_and_filters_live_in_the_address(guest: FlaskClient):
    assert MODULE in titles(get(guest, "/?q=panic"))
    answer = get(guest, "/?q=breath&domain=grounding&minutes=50")
    assert MODULE in titles(answer)
    assert '<option value="grounding" selected>' in answer.text
    assert 'value="breath"' in answer.text
    assert not titles(get(guest, "/?q=breath&domain=goals"))
    assert "Nothing here has the word" in get(guest, "/?q=xyzzyq").text
    assert titles(get(guest, "/?minutes=1")) == []
    assert MODULE in titles(get(guest, "/?kind=nonsense&domain=nonsense&topic=x&minutes=-3&page=abc"))


def test_long_lists_go_on_in_another_page_that_keeps_the_search(guest: FlaskClient):
    first, second = get(guest, "/?kind=worksheets"), get(guest, "/?kind=worksheets&page=2")
    assert 'href="/?kind=worksheets&amp;page=2"' in first.text
    assert set(titles(first)) | set(titles(second)) == set(library().worksheets)
    assert titles(get(guest, "/?kind=worksheets&page=99")) == titles(second)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("7", 7), ("007", 7), ("200", 200), ("201", None), ("0007", None), ("-1", None), ("٣", None)),
        *(("1.5", None), (" 1", None), ("", None), (None, None), ("9" * 5000, None), ("²", None)),
    ],
)
def test_numbers_of_forms_are_whole_and_within_their_limits(text: str | None, number: int | None):
    assert whole(text, 200) == number
    assert whole("0", -1) is None


def test_a_module_calls_a_used_worksheet_as_its_pages_do(guest: FlaskClient):
    assert (
        '<a href="/worksheets/progress-review">Looking back on my pages</a>'
        in get(guest, "/modules/a-few-lines-a-day").text
    )


def test_a_module_tells_what_a_facilitator_needs(guest: FlaskClient):
    text = get(guest, f"/modules/{MODULE}").text
    module = library().modules[MODULE].value
    assert "No clinic has reviewed this text yet." in text
    for heading in (
        "Use it when",
        "Do not use it when",
        "Risk, and what to do",
        "Minute plans",
        "Evidence",
        "Where it is used",
    ):
        assert heading in text
    for key in module.evidence:
        assert str(library().sources[key].year) in text
    assert 'href="/programs/resilience-group"' in text
    assert text.count('class="sheet-picture full"') == 6


def test_views_are_other_pages_and_pictures_carry_etags(guest: FlaskClient):
    for view in ("standard", "large-print", "facilitator"):
        text = get(guest, f"/modules/{MODULE}?view={view}").text
        assert f'/modules/{MODULE}/pages/1?view={view}"' in text
        picture = get(guest, f"/pictures/modules/{MODULE}/{view}/1.png")
        assert picture.mimetype == "image/png"
        assert picture.headers["Cache-Control"] == "private, no-cache"
        again = get(guest, f"/pictures/modules/{MODULE}/{view}/1.png", If_None_Match=picture.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
    large = get(guest, f"/pictures/modules/{MODULE}/standard/1.png?scale=large")
    assert int.from_bytes(large.data[16:20], "big") == 1020


def test_a_picture_that_is_not_there_yet_is_a_blank_sheet_that_nobody_keeps(shared_folder: Path):
    with site(shared_folder / "cache", limits=Limits(patience=0)) as made:
        answer = get(made.guest(), "/pictures/modules/riding-the-wave/large-print/1.png")
        assert answer.mimetype == "image/svg+xml"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("told", "edition", "ending"),
    [
        ({}, Edition(), ""),
        ({"size": "large-print", "ink": "grey"}, Edition(size="large-print", ink="grey"), "-large-print-grey"),
        ({"form": "fillable", "paper": "a4"}, Edition(medium="fillable", paper="a4"), "-fillable"),
        ({"copy": "facilitator", "sides": "one"}, Edition(copy_for="facilitator", sides="one"), "-facilitator"),
    ],
)
def test_a_file_is_the_one_that_build_gives(
    told: dict[str, str], edition: Edition, ending: str, shared: Site, guest: FlaskClient
):
    answer = post(guest, f"/modules/{MODULE}", told)
    assert answer.status_code == 303
    file = get(guest, answer.headers["Location"])
    assert file.headers["Content-Disposition"] == f'attachment; filename="{MODULE}{ending}.pdf"'
    request = BuildRequest(TODAY, handouts=(MODULE,), edition=edition)
    assert file.data == build(request, cache=Cache(shared.house.settings.cache)).pdf


def test_a_web_page_is_only_saved_and_a_pdf_may_be_opened(guest: FlaskClient):
    html = post(guest, f"/worksheets/{SHEET}", {"form": "html", "do": "open"})
    file = get(guest, html.headers["Location"].replace("/save", "/open"))
    assert file.headers["Content-Disposition"] == f'attachment; filename="{SHEET}.html"'
    assert file.headers["Content-Security-Policy"].startswith("sandbox")
    assert file.text.startswith("<!doctype html>")
    pdf = post(guest, f"/worksheets/{SHEET}", {"do": "open"})
    assert get(guest, pdf.headers["Location"]).headers["Content-Disposition"].startswith("inline")


def test_a_program_shows_its_plan_and_remarks(guest: FlaskClient):
    text = get(guest, f"/programs/{PROGRAM}").text
    program = library().programs[PROGRAM].value
    plan = plan_of(library(), program)
    for session in plan.sessions:
        assert f"{session.minutes} of {session.available} minutes" in text
    for remark in remarks(plan):
        assert remark.split(",")[0].split("'")[0] in text.replace("&#39;", "'")


def test_a_session_and_its_packet_can_be_printed(guest: FlaskClient):
    session = post(guest, f"/programs/{PROGRAM}", {"part": "session", "session": "2"})
    file = get(guest, session.headers["Location"])
    assert file.headers["Content-Disposition"] == f'attachment; filename="{PROGRAM}-session-2.pdf"'
    packet = post(guest, f"/programs/{PROGRAM}", {"part": "packet", "session": "1", "people": "3", "spare": "0"})
    job = packet.headers["Location"].rpartition("/")[0]
    assert "sheets of paper" in get(guest, job).text
    assert len(Facts(get(guest, packet.headers["Location"]).data).labels) > 4


def test_a_mistake_in_a_form_keeps_what_was_typed(guest: FlaskClient):
    told = {"part": "packet", "session": "2", "people": "many", "spare": "3", "size": "large-print"}
    answer = post(guest, f"/programs/{PROGRAM}", told)
    assert answer.status_code == 400
    assert "Write a whole number from 1 to 100" in answer.text
    assert 'value="many"' in answer.text
    assert 'name="part" value="packet" checked' in answer.text
    assert 'name="size" value="large-print" checked' in answer.text
    assert '<option value="2" selected>' in answer.text
    assert post(guest, f"/programs/{PROGRAM}", {"part": "packet", "form": "html"}).status_code == 400


def test_problems_are_told_by_file_and_line_and_what_is_broken_stops_nothing_else(shared_folder: Path, tmp_path: Path):
    (tmp_path / "modules").mkdir()
    text = (CONTENT / "modules" / "grounding" / f"{MODULE}.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "modules" / "broken.yaml"
    broken.write_text(
        text.replace(f"id: {MODULE}", "id: broken").replace("minutes: 50", "minutes: soon", 1), encoding="utf-8"
    )
    with site(shared_folder / "cache", tmp_path) as made:
        client = made.guest()
        answer = get(client, "/problems")
        assert "modules/broken.yaml" in answer.text
        assert re.search(r"Must be mended, line \d+", answer.text)
        assert "1 file with mistakes is left out" in get(client, "/").text
        missing = get(client, "/modules/broken")
        assert missing.status_code == 404
        assert "has mistakes" in missing.text
        assert get(client, f"/modules/{MODULE}").status_code == 200
        broken.unlink()
        assert "1 file with mistakes" not in get(client, "/").text
        assert "all is well" in get(client, "/problems").text or "worth a look" in get(client, "/problems").text


def test_a_change_of_a_file_shows_at_once(shared_folder: Path, tmp_path: Path):
    (tmp_path / "worksheets").mkdir()
    text = (CONTENT / "worksheets" / f"{SHEET}.yaml").read_text(encoding="utf-8")
    own = tmp_path / "worksheets" / f"{SHEET}.yaml"
    with site(shared_folder / "cache", tmp_path) as made:
        client = made.guest()
        assert "Nights on paper" not in get(client, f"/worksheets/{SHEET}").text
        own.write_text(re.sub(r"(?m)^title: .*$", "title: Nights on paper", text, count=1), encoding="utf-8")
        assert "Nights on paper" in get(client, f"/worksheets/{SHEET}").text
        assert SHEET in titles(get(client, "/?q=nights+paper&kind=worksheets"))
        stamp = made.house.shelf.now()
        assert made.house.shelf.now() is stamp


def test_only_so_much_is_made_at_once_and_a_job_can_be_stopped(shared_folder: Path, monkeypatch: pytest.MonkeyPatch):
    from tests.web_faults import Endless  # noqa: PLC0415 - in place of a file that takes long

    monkeypatch.setattr("workbook.web.orders.MakeFile", lambda request, stamp: Endless())  # noqa: ARG005
    with site(shared_folder / "cache", limits=Limits(patience=0)) as made:
        client = made.guest()
        jobs = [post(client, f"/modules/{MODULE}").headers["Location"] for _ in range(6)]
        assert post(client, f"/modules/{MODULE}").status_code == 429
        page = get(client, jobs[0])
        assert re.search(r"Being made|Waiting for its turn", page.text)
        assert '<noscript><meta http-equiv="refresh"' in page.text
        assert get(client, f"{jobs[0]}/save").headers["Location"] == jobs[0]
        for job in jobs:
            assert post(client, f"{job}/stop").status_code == 303
        assert "Stopped" in get(client, jobs[0]).text
        monkeypatch.undo()
        made.house.jobs._limits = PATIENT
        assert post(client, f"/modules/{MODULE}").status_code == 303


def test_what_takes_too_long_is_said_in_plain_words(shared_folder: Path, monkeypatch: pytest.MonkeyPatch):
    from tests.web_faults import Endless  # noqa: PLC0415 - as above

    monkeypatch.setattr("workbook.web.orders.MakeFile", lambda request, stamp: Endless())  # noqa: ARG005
    with site(shared_folder / "cache", limits=Limits(patience=20, seconds=0.3)) as made:
        client = made.guest()
        answer = get(client, post(client, f"/modules/{MODULE}").headers["Location"])
        assert "It took too long, and was stopped" in answer.text
        assert get(client, "/").status_code == 200
