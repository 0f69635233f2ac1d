"""Copies for a roster in the browser: what is made, whose it is, and how long it is kept."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient

from tests.pdf_facts import Facts
from tests.printing import TODAY
from tests.web_copies import NAMES, TABLE, begin, clinic, made, members, send, typed
from tests.web_faults import Endless
from tests.web_server import Site, get, post, site
from workbook.bulk import on_paper, ready
from workbook.cache import Cache
from workbook.collate import collate
from workbook.edition import Edition
from workbook.offices import local_office
from workbook.outbox import INDEX, Outbox
from workbook.problems import ProblemsFound
from workbook.request import BuildRequest
from workbook.roster import COLUMNS, read_roster, roster_of
from workbook.web import jobs
from workbook.web.copies import room as copiesroom
from workbook.web.copies.making import MakeCopies
from workbook.web.pieces import Pieces
from workbook.web.settings import Limits
from workbook.web.tasks import Desk
from workbook.web.workshop import Rank
from workbook.workers import Crew


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic(tmp_path_factory.mktemp("copies") / "clinic")


@pytest.fixture(scope="module")
def shared(shared_folder: Path, folder: Path) -> Iterator[Site]:
    with site(shared_folder / "cache", folder) as running:
        yield running


@pytest.fixture
def guest(shared: Site) -> FlaskClient:
    return shared.guest()


def request_for(folder: Path) -> BuildRequest:
    return BuildRequest(TODAY, program="tuesday", libraries=(folder,))


# What is made


def test_copies_are_those_of_the_command_line_byte_for_byte(
    shared: Site, guest: FlaskClient, folder: Path, shared_folder: Path, tmp_path: Path
):
    (tmp_path / "roster.csv").write_text(TABLE)
    roster, found = read_roster(tmp_path / "roster.csv", Edition())
    run, _ = ready(request_for(folder), roster, found, Outbox(tmp_path / "copies"), Cache(shared_folder / "cache"))
    with Crew(1) as crew:
        run.set_pages(crew, lambda *_: None)
    with run.outbox.opened(), local_office(1) as office:
        run.make(office, lambda *_: None)
    files = members(made(shared, guest, TABLE))
    assert list(files) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf", INDEX]
    for name, data in files.items():
        assert data == (tmp_path / "copies" / name).read_bytes(), name
    for name, own in (("Quirina", "1"), ("Ottoline", "2"), ("Zenobia", "4")):
        assert name in " ".join(run.text for run in Facts(files[f"{own}.pdf"]).runs[0])
        assert not any(name.encode() in data for data in files.values())
    paper = [run.outbox.file(row.number) for row in on_paper(roster.rows)]
    pages = collate(paper, tmp_path / "print.pdf", both_sides=True)
    job = begin(shared, guest, TABLE, get="print")
    assert job.ticket.over.wait(60)
    assert get(guest, f"/jobs/{job.id}/open").data == (tmp_path / "print.pdf").read_bytes()
    text = get(guest, f"/jobs/{job.id}").text
    assert f"3 copies, {pages} pages, in one print file." in text
    assert "Not in it: 1 to fill in on a screen." in text


def test_a_number_of_copies_needs_no_table(shared: Site, guest: FlaskClient):
    files = members(made(shared, guest, rows="count", count="12"))
    assert list(files) == [*(f"{number:02}.pdf" for number in range(1, 13)), INDEX]
    assert len({bytes(data) for name, data in files.items() if name != INDEX}) == 1
    assert files["01.pdf"].startswith(b"%PDF")


def test_choices_of_the_page_hold_where_a_row_says_nothing(shared: Site, guest: FlaskClient):
    files = members(made(shared, guest, "number,paper\n1,\n2,letter\n", paper="a4", form="fillable"))
    for name, width in (("1.pdf", 595), ("2.pdf", 612)):
        with pikepdf.open(io.BytesIO(files[name])) as pdf:
            assert round(float(pdf.pages[0].mediabox[2])) == width
            assert len(pdf.Root.AcroForm.Fields) > 3


def test_the_form_offers_programs_columns_and_an_empty_table(guest: FlaskClient):
    text = get(guest, "/copies?program=tuesday").text
    assert '<option value="tuesday" selected>A small group' in text
    for column in COLUMNS:
        assert f'<th scope="row">{column}</th>' in text
    for word in ('autocomplete="off"', 'spellcheck="false"'):
        assert word in re.findall(r"<textarea[^>]*>", text)[0]
    assert "data-keep" not in text
    assert 'href="/copies?program=tuesday"' in get(guest, "/programs/tuesday").text
    empty = get(guest, "/copies/empty.csv")
    assert empty.headers["Content-Disposition"] == 'attachment; filename="roster.csv"'
    roster, _ = roster_of(empty.data, "table", Edition())
    assert tuple(roster.columns) == COLUMNS


def test_more_can_be_made_of_the_same_table(shared: Site, guest: FlaskClient):
    job = begin(shared, guest, TABLE, size="large-print")
    text = get(guest, f"/copies?again={job.id}").text
    assert typed(text) == TABLE
    assert re.search(r'value="large-print" checked', text)
    assert "Quirina" not in get(shared.guest(), f"/copies?again={job.id}").text


# Whose they are, and how long


def test_each_visit_sees_its_own_copies_alone(shared: Site, guest: FlaskClient):
    other = shared.guest()
    job = begin(shared, guest, TABLE)
    assert f"/jobs/{job.id}" in get(guest, "/copies").text
    assert f"/jobs/{job.id}" not in get(other, "/copies").text
    for path in ("", "/save", "/open"):
        assert get(other, f"/jobs/{job.id}{path}").status_code == 404
    assert post(other, f"/jobs/{job.id}/forget").status_code == 404
    assert get(guest, f"/jobs/{job.id}").status_code == 200


def test_thrown_away_is_gone_at_once(shared: Site, guest: FlaskClient):
    job = begin(shared, guest, TABLE)
    assert job.ticket.over.wait(60)
    assert job.size > 10_000
    answer = post(guest, f"/jobs/{job.id}/forget")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/copies?gone=1")
    assert job.size == 0
    assert get(guest, f"/jobs/{job.id}/save").status_code == 404
    assert "Thrown away." in get(guest, "/copies?gone=1").text
    assert job.id not in get(guest, "/copies").text


def test_what_was_made_goes_with_the_visit_and_after_an_hour(shared: Site, monkeypatch: pytest.MonkeyPatch):
    guest, other = shared.guest(), shared.guest()
    mine, theirs = begin(shared, guest, TABLE), begin(shared, other, TABLE)
    assert mine.ticket.over.wait(60)
    assert theirs.ticket.over.wait(60)
    post(guest, "/leave")
    assert mine.size == 0 < theirs.size
    monkeypatch.setattr(jobs, "_LASTS", -1)
    shared.house.jobs._ring()  # as the timer does, though nobody asks for anything
    assert theirs.size == 0
    assert not shared.house.jobs._jobs
    assert get(other, f"/jobs/{theirs.id}").status_code == 404


def test_the_workshop_lets_go_of_names_when_it_is_done(shared: Site, guest: FlaskClient):
    job = begin(shared, guest, TABLE)
    assert not any(name in repr(job) for name in NAMES)
    assert job.ticket.over.wait(60)
    assert job.ticket.task is None


# When there is much to do


def test_a_busy_workshop_gives_the_form_back(shared_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(copiesroom, "WAITS", 0.1)
    with site(shared_folder / "cache", folder) as busy:
        guest = busy.guest()
        blocking = busy.house.workshop.hand_in(Endless(), Rank.WANTED, 60)
        answer = send(guest, TABLE)
        assert answer.status_code == 400
        assert "Workbook is busy with other files." in answer.text
        assert typed(answer.text) == TABLE
        blocking.stop()


def test_more_than_one_can_use_at_once_gives_the_form_back(
    shared: Site, guest: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "_MOST_OPEN", 0)
    answer = send(guest, TABLE)
    assert answer.status_code == 400
    assert "There is enough to do already." in answer.text
    assert typed(answer.text) == TABLE
    assert "Traceback" not in "".join(shared.told)


def test_time_and_size_have_limits(shared_folder: Path, folder: Path):
    roster, _ = roster_of(TABLE.encode(), "table", Edition())
    sent: list[bytes] = []
    desk = Desk(Cache(shared_folder / "cache"), lambda *_: None, 1, sent.append)
    task = MakeCopies(request_for(folder), roster, "zip", "stamp", most=100_000)
    with pytest.raises(ProblemsFound) as told:
        task.run(desk)
    assert [problem.code for problem in told.value.problems] == ["print/too-large"]
    assert sum(map(len, sent)) <= 100_000
    with site(shared_folder / "cache", folder, limits=Limits(patience=20, seconds=0.001)) as hasty:
        job = hasty.house.jobs.begin(hasty.house.door.visit(hasty.house.door.let_in()), _Slow())  # type: ignore[arg-type]
        assert job.ticket.over.wait(60)
        assert job.ticket.state == "time"


class _Slow:
    """Copies that never end."""

    title, name, kind, template, back, is_page, times = "Slow", "slow.zip", "application/zip", "", "", False, 4

    def task(self, stamp: str) -> Endless:
        del stamp
        return Endless()


def test_pieces_are_the_file():
    sent: list[bytes] = []
    pieces = Pieces(sent.append, 1000)
    with zipfile.ZipFile(pieces, "w") as file:
        for number in range(3):
            file.writestr(f"{number}.txt", b"x" * 50)
            pieces.send()
    pieces.send()
    assert len(sent) == 4
    whole = members(b"".join(sent))
    assert {name: len(data) for name, data in whole.items()} == {"0.txt": 50, "1.txt": 50, "2.txt": 50}
    assert not zipfile.ZipFile(io.BytesIO(b"".join(sent))).infolist()[0].flag_bits & 8  # old programs need the sizes
