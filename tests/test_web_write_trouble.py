"""What a preview says of texts with mistakes, and how it goes on after those that take too much."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web_faults import Crash, Endless, Fine, Greedy
from tests.web_server import Site, site
from tests.web_writing import (
    SHEET,
    SHIPPED,
    SHIPPED_SHEET,
    line_of,
    look,
    own_module,
    pictures,
    preview,
    save,
    skeleton,
    text_in,
)
from workbook.web.tasks import Task
from workbook.web.workshop import Rank, State

TEXT = skeleton("calm-mornings")
SLOW = SHIPPED.read_text(encoding="utf-8")
NEW = "/write/modules/calm-mornings"


@pytest.fixture(scope="module")
def made(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(shared_folder / "cache", own=tmp_path_factory.mktemp("own") / "clinic", workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def client(made: Site) -> FlaskClient:
    return made.guest()


def lines(answer: object) -> list[str]:
    """Give the lines that problems are told at."""
    return re.findall(r'data-line="(\d+)" data-column="\d+">Line', str(getattr(answer, "text", "")))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("minutes: 50 #", "minutes: soon #", "needs a whole number"),
        ("domain: goals", "domain: goal", "Did you mean"),
        ("evidence: [gollwitzer-2006]", "evidence: [nobody-1999]", "nobody-1999"),
        ("  - Choose one small", "   - Choose one small", ""),
        ("title: Calm mornings", "title: Calm: mornings", "A second &#34;: &#34; stands in this line."),
        ("id: calm-mornings", "id: calm-evenings", "but the file is called &#34;calm-mornings.yaml&#34;"),
        ("tagline: Make", "\ttagline: Make", "A tab stands where only spaces may stand"),
        ("needs: a pencil", "needs: &pencil a pencil", "Anchors"),
        ("needs: a pencil", "needs: a \x07 pencil", "cannot be seen"),
        ("needs: a pencil", "needs: 铅笔", "do not have the character"),
        ("- id: my-plans", "- use: nowhere", "nowhere"),
    ],
)
@pytest.mark.parametrize("whole", ["", "1"])
def test_a_mistake_is_told_at_its_line_and_stops_the_pages(
    old: str, new: str, words: str, whole: str, client: FlaskClient
):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    line = line_of(TEXT, old)
    answer = preview(client, text, line, all=whole)
    if "character" in words and not whole:
        return  # what the fonts have is seen when all is set
    assert str(line) in lines(answer) or (not words and lines(answer))
    assert words in answer.text
    assert 'class="sheet-picture"' not in answer.text
    assert "must be mended" in answer.text


def test_what_an_editor_would_mark_is_told_with_all_pages(client: FlaskClient):
    text = TEXT.replace("It is not magic.", "It is guaranteed to cure you. You must utilize it.")
    answer = preview(client, text, all="1")
    assert "worth a look" in answer.text
    assert set(lines(answer)) == {str(line_of(text, "In many studies") - 1)}  # where the item of the list begins
    assert pictures(client, answer)


def test_a_mistake_that_does_not_stop_the_print_leaves_the_pages(client: FlaskClient):
    allow = "allow:\n  - code: wording/promise\n    reason: It is a title of a book.\n"
    answer = preview(client, TEXT + allow, all="1")
    assert "Nothing in this file gives the warning" in answer.text
    assert "1 must be mended</strong>." in answer.text
    assert len(pictures(client, answer)) == 4


def test_a_mistake_in_another_file_is_told_with_its_name(shared_folder: Path, tmp_path: Path):
    sheet = tmp_path / "worksheets" / "half.yaml"
    sheet.parent.mkdir()
    sheet.write_text(SHIPPED_SHEET.read_text(encoding="utf-8").replace(f"id: {SHEET}", "id: half"), encoding="utf-8")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("who: ", "who: nobody-", 1), encoding="utf-8")
    text = TEXT.replace("practice:\n", "  - use: half\n\npractice:\n", 1)
    with site(shared_folder / "cache", tmp_path, workers=1) as running:
        answer = preview(running.guest(), text)
        assert re.search(r"half\.yaml:\d+:\d+:</strong>", answer.text)


def test_an_id_that_another_file_of_the_folder_has_is_told(shared_folder: Path, tmp_path: Path):
    own_module(tmp_path, "first", skeleton("first"))
    with site(shared_folder / "cache", tmp_path, workers=1) as running:
        client = running.guest()
        answer = preview(client, skeleton("first"), name="second")
        assert "is already used in" in answer.text
        assert "Nothing must be mended" in preview(client, skeleton("second"), name="second").text
        assert "Nothing must be mended" in preview(client, skeleton("first"), name="first").text


def bomb(depth: int) -> str:
    return "title: " + "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a list",
        "just words",
        bomb(20_000),
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "\x00\x01\ud7ff",
        "id: [a]\ntitle: {}\nworksheets: 5\nlearn: ''",
        "---\nid: a\n---\nid: b\n",
        "id: calm-mornings\n" * 400,
        TEXT.replace("worksheets:\n", "worksheets:\n  - 5\n  - {}\n  - use: [x]\n", 1),
        TEXT.replace("tagline: ", "tagline: </textarea><script>alert(1)</script> ", 1),
        "é" * 300_000,
    ],
)
@pytest.mark.parametrize("whole", ["", "1"])
def test_hostile_text_gets_words_and_no_traceback(text: str, whole: str, made: Site, client: FlaskClient):
    answer = preview(client, text, 3, all=whole)
    assert answer.status_code == 200
    assert 'data-state="done"' in answer.text
    assert "must be mended" in answer.text
    assert "<script>" not in answer.text
    assert "Traceback" not in answer.text
    assert not made.told


def test_without_a_script_the_same_page_comes_with_pictures_and_problems(client: FlaskClient):
    answer = look(client, NEW, TEXT, view="large-print", line="30")
    assert text_in(answer) == TEXT
    assert len(pictures(client, answer)) >= 5
    assert '<option value="large-print" selected>' in answer.text
    assert " data-unsaved" in answer.text
    wrong = look(client, NEW, TEXT.replace("minutes: 50", "minutes: soon", 1), "some digest")
    assert 'aria-invalid="true"' in wrong.text
    assert 'value="some digest"' in wrong.text
    assert str(line_of(TEXT, "minutes: 50")) in lines(wrong)


@pytest.mark.parametrize(("fault", "words"), [
    (Endless(), "takes too long"),
    (Greedy(), "too much memory"),
    (Crash(), "too much memory"),
])  # fmt: skip
def test_what_takes_too_much_is_stopped_and_the_next_preview_comes(
    fault: Task, words: str, shared_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("workbook.web.write.previews._SECONDS", 1 if isinstance(fault, Endless) else 60)
    with site(shared_folder / "cache", own=tmp_path / "own", workers=1) as running:
        client = running.guest()
        hand_in = running.house.workshop.hand_in
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(running.house.workshop, "hand_in", lambda _, *told: hand_in(fault, *told))
            answer = preview(client, TEXT)
            assert words in answer.text
            assert 'class="sheet-picture"' not in answer.text
            assert words in look(client, NEW, TEXT).text
        monkeypatch.setattr("workbook.web.write.previews._SECONDS", 60)
        assert pictures(client, preview(client, TEXT, all="1"))
        assert save(client, NEW, TEXT).status_code == 303


def test_a_newer_text_takes_the_place_of_one_that_waits(shared_folder: Path, tmp_path: Path):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only here

    with site(shared_folder / "cache", own=tmp_path / "own", workers=1) as running:
        workshop = running.house.workshop
        busy = workshop.hand_in(Endless(), Rank.WANTED, 60)
        while busy.done == 0 and not busy.over.is_set():
            time.sleep(0.01)
        clients = [running.guest()]
        with ThreadPoolExecutor(2) as threads:
            older = threads.submit(preview, clients[0], TEXT)
            while not workshop._waiting:
                time.sleep(0.01)
            newer = threads.submit(preview, clients[0], TEXT.replace("small plan", "tiny plan"))
            assert 'data-state="stopped"' in older.result().text  # at once, while the process is still busy
            assert not busy.over.is_set()
            busy.stop()
            assert pictures(clients[0], newer.result())
        assert workshop.hand_in(Fine(), Rank.WANTED, 60).over.wait(60)
        assert busy.state is State.STOPPED
