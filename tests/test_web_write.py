"""The editor, asked without a browser: what can be written, how it starts, and how it is saved."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web_server import Site, get, post, site
from tests.web_writing import MODULE, SHEET, SHIPPED, look, own_module, save, skeleton, text_in, was_in
from workbook.blocks import BLOCK_TYPES
from workbook.source import MAX_BYTES
from workbook.web.saving import digest_of

NEW = "/write/modules/calm-mornings"
START = f"{NEW}?title=Calm+mornings&from="


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def made(shared_folder: Path, clinic: Path) -> Iterator[Site]:
    with site(shared_folder / "cache", own=clinic, workers=0) as running:
        yield running


@pytest.fixture
def client(made: Site) -> FlaskClient:
    return made.guest()


def test_a_new_module_starts_from_the_skeleton_and_nothing_is_written_before_it_is_saved(
    client: FlaskClient, clinic: Path
):
    answer = get(client, "/write/new?kind=modules&title=++Calm++mornings&from=")
    assert answer.headers["Location"] == START
    page = get(client, START)
    text = text_in(page)
    assert text.splitlines()[:1] == skeleton("calm-mornings").splitlines()[:1]
    assert "\nid: calm-mornings\ntitle: Calm mornings\n" in text
    assert was_in(page) == ""
    assert "Nothing is written to the disk before" in page.text
    assert not clinic.exists()


def test_what_is_saved_is_exactly_the_text_and_then_there_is_the_module(made: Site, clinic: Path):
    client = made.guest()
    text = skeleton("calm-mornings").rstrip("\n") + "\n# the end, mit Umlauten: äöü\n"
    answer = save(client, NEW, text.replace("\n", "\r\n"), line="7", view="large-print")
    assert answer.headers["Location"] == f"{NEW}?saved=1&line=7&view=large-print"
    assert (clinic / "modules" / "calm-mornings.yaml").read_bytes() == text.encode()
    page = get(client, answer.headers["Location"])
    assert "Saved." in page.text
    assert 'href="/modules/calm-mornings"' in page.text
    assert 'name="line" value="7"' in page.text
    assert '<option value="large-print" selected>' in page.text
    assert " data-saved" in page.text
    assert text_in(page) == text
    assert was_in(page) == digest_of(text.encode())
    assert "calm-mornings" in made.house.shelf.now().library.modules
    assert 'href="/write/modules/calm-mornings"' in get(client, "/write").text


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "Write a title"),
        ("x" * 61, "61 letters; 60 is the most"),
        ("Утро", "needs a word in the letters a to z"),
        ("12", "needs a word"),
        ("Slow  breathing", "There is a module “slow-breathing” already"),
        ("Sleep diary", "There is a worksheet “sleep-diary” already"),
        ("../../etc/passwd", ""),
        ("<b>Bold</b> & “more”", ""),
    ],
)
def test_a_title_becomes_a_name_or_is_told_what_is_wrong_with_it(title: str, words: str, client: FlaskClient):
    answer = client.get("/write/new", query_string={"kind": "modules", "title": title, "from": MODULE}, headers={
        "Host": str(client.environ_base["HTTP_HOST"])
    })  # fmt: skip
    if not words:
        assert re.fullmatch(r"/write/modules/[a-z0-9-]+\?title=.*", answer.headers["Location"])
        page = get(client, answer.headers["Location"])
        assert page.status_code == 200
        assert "<b>" not in page.text
        return
    assert answer.status_code == 400
    assert words in answer.text
    assert answer.text.count('aria-invalid="true" aria-describedby="mistake-modules"') == 1
    assert f'<option value="{MODULE}" selected>' in answer.text


def test_a_title_with_signs_of_yaml_is_put_in_quotes(client: FlaskClient):
    page = get(client, "/write/modules/yes-no-5?title=Yes%3A+no+%235&from=")
    assert '\ntitle: "Yes: no #5"\n' in text_in(page)


def test_a_copy_of_a_module_is_not_reviewed_and_has_its_own_id(shared_folder: Path, clinic: Path):
    review = "review:\n  status: reviewed\n  by: Dr. Example\n  on: 2026-01-05\n  due: 2027-01-05\n"
    own_module(clinic, "ours", re.sub(r"(?m)^review:.*\n  status: unreviewed\n", review, skeleton("ours", "Ours")))
    with site(shared_folder / "cache", clinic, workers=0) as made:
        client = made.guest()
        assert "Dr. Example" in text_in(get(client, "/write/modules/ours"))
        text = text_in(get(client, f"{NEW}?title=Calm+mornings&from=ours"))
        assert "Dr. Example" not in text
        assert "\nid: calm-mornings\ntitle: Calm mornings\n" in text


def test_a_new_worksheet_starts_as_a_copy(made: Site, clinic: Path):
    client = made.guest()
    answer = get(client, f"/write/new?kind=worksheets&title=Our+nights&from={SHEET}")
    text = text_in(get(client, answer.headers["Location"]))
    assert "id: our-nights\n" in text
    assert save(client, "/write/worksheets/our-nights", text).status_code == 303
    assert (clinic / "worksheets" / "our-nights.yaml").read_text(encoding="utf-8") == text
    assert "our-nights" in made.house.shelf.now().library.worksheets
    for source in ("", "no-such", "x" * 500):
        assert "Choose a worksheet to start from" in get(
            client, f"/write/new?kind=worksheets&title=More&from={source}"
        ).text.replace("&#39;", "'")


def test_what_is_shipped_is_only_read_until_it_is_our_own_version(made: Site, clinic: Path):
    client = made.guest()
    page = get(client, f"/write/modules/{MODULE}")
    assert "readonly" in page.text
    assert text_in(page) == SHIPPED.read_text(encoding="utf-8")
    own = get(client, f"/write/modules/{MODULE}?own=1")
    assert "readonly" not in own.text
    assert "stands in for the other one everywhere" in own.text
    text = text_in(own).replace("title: Slow breathing", "title: Our slow breath")
    assert save(client, f"/write/modules/{MODULE}", text).status_code == 303
    assert (clinic / "modules" / f"{MODULE}.yaml").is_file()
    assert made.house.shelf.now().library.modules[MODULE].value.title == "Our slow breath"
    assert SHIPPED.read_text(encoding="utf-8") == text_in(page)


def test_a_file_with_mistakes_is_saved_and_said_to_be_missing(client: FlaskClient, clinic: Path):
    text = text_in(get(client, f"/write/modules/{MODULE}?own=1")).replace("minutes: 50", "minutes: soon", 1)
    page = get(client, save(client, f"/write/modules/{MODULE}", text).headers["Location"])
    assert "Saved. It has 1 mistake, so it is not in the library yet." in page.text
    assert "Until it is mended, the shipped module of this name is not there either." in page.text
    assert (clinic / "modules" / f"{MODULE}.yaml").read_text(encoding="utf-8") == text
    assert get(client, f"/modules/{MODULE}").status_code == 404
    assert "has mistakes, so it is not in the library" in get(client, "/write").text
    again = get(client, f"/write/modules/{MODULE}")
    assert text_in(again) == text
    mended = text.replace("minutes: soon", "minutes: 50")
    assert "Print this module" in get(client, save(
        client, f"/write/modules/{MODULE}", mended, was_in(again)
    ).headers["Location"]).text  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "\n", "- a\n- b", "a: [", "\t", "id: x\nid: x", "&a [*a]", "{" * 3000, "title: '**[x](page:y)*`'"]
)
def test_any_text_is_saved_and_opened_again(text: str, client: FlaskClient):
    answer = save(client, NEW, text)
    assert answer.status_code == 303
    page = get(client, answer.headers["Location"])
    assert "so it is not in the library yet" in page.text
    assert text_in(page).rstrip("\n") == text.rstrip("\n")


def test_files_deeper_in_the_folder_are_saved_where_they_are(shared_folder: Path, clinic: Path):
    path = own_module(clinic, "deep", "", "grounding", "more")
    other = own_module(clinic, "odd", skeleton("quite-another"))
    spaced = own_module(clinic, "Two words é", skeleton("two-words"))
    with site(shared_folder / "cache", clinic, workers=0) as made:
        client = made.guest()
        page = get(client, "/write/modules/deep")
        assert "grounding/more/deep.yaml" in page.text
        save(client, "/write/modules/deep", skeleton("deep", "Deeper"), was_in(page))
        assert "title: Deeper" in path.read_text(encoding="utf-8")
        assert not (clinic / "modules" / "deep.yaml").exists()
        page = get(client, "/write/modules/two-words")
        answer = save(client, "/write/modules/two-words", skeleton("two-words", "Spaced"), was_in(page))
        assert "Saved." in get(client, answer.headers["Location"]).text
        assert "title: Spaced" in spaced.read_text(encoding="utf-8")
        for name in ("odd", "quite-another"):  # by the file's name, and by the id in it
            assert text_in(get(client, f"/write/modules/{name}")) == other.read_text(encoding="utf-8")


def test_a_file_that_was_changed_meanwhile_is_shown_and_not_overwritten(shared_folder: Path, clinic: Path):
    path = own_module(clinic, "calm-mornings")
    with site(shared_folder / "cache", clinic, workers=1) as made:
        client = made.guest()
        was = was_in(get(client, NEW))
        path.write_text(skeleton("calm-mornings", "Theirs"), encoding="utf-8")
        answer = save(client, NEW, skeleton("calm-mornings", "Mine"), was)
        assert answer.status_code == 409
        assert "title: Theirs" in answer.text
        assert "title: Mine" in answer.text
        assert "title: Theirs" in path.read_text(encoding="utf-8")
        again = look(client, NEW, skeleton("calm-mornings", "Mine"), was_in(answer))
        assert "title: Mine" in text_in(again)
        assert save(client, NEW, text_in(again), was_in(again)).status_code == 303
        assert "title: Mine" in path.read_text(encoding="utf-8")
        path.unlink()
        gone = save(client, NEW, skeleton("calm-mornings"), was_in(again))
        assert gone.status_code == 409
        assert "moved or deleted" in gone.text
        assert not path.exists()


def test_without_a_folder_the_text_stays_and_it_is_said_how_to_get_one(shared_folder: Path):
    with site(shared_folder / "cache", workers=0) as made:
        client = made.guest()
        assert "There is no folder to save into" in get(client, "/write").text
        assert "There is no folder to save into" in get(client, START).text
        answer = save(client, NEW, "title: Mine")
        assert answer.status_code == 400
        assert "Ask whoever started Workbook" in answer.text
        assert text_in(answer) == "title: Mine"
        assert " data-unsaved" in answer.text


def test_what_is_too_large_is_not_saved_and_stays(client: FlaskClient, clinic: Path):
    text = f"title: {'a' * MAX_BYTES}"
    answer = save(client, NEW, text)
    assert answer.status_code == 400
    assert "1,000,000 bytes at most" in answer.text
    assert text_in(answer) == text
    assert save(client, NEW, text * 3).status_code == 413
    assert not clinic.exists()


def test_a_file_in_another_encoding_is_not_touched(shared_folder: Path, clinic: Path):
    path = own_module(clinic, "calm-mornings")
    path.write_bytes("title: Grüße\n".encode("latin-1"))
    with site(shared_folder / "cache", clinic, workers=0) as made:
        page = get(made.guest(), NEW)
        assert "This file is not UTF-8 text" in page.text
        assert "readonly" in page.text


def test_a_link_that_leads_out_of_the_folder_is_not_followed(shared_folder: Path, clinic: Path, tmp_path: Path):
    outside = tmp_path / "outside.yaml"
    outside.write_text(skeleton("outside"), encoding="utf-8")
    (clinic / "modules").mkdir(parents=True)
    (clinic / "modules" / "outside.yaml").symlink_to(outside)
    (clinic / "modules" / "bad.yaml").symlink_to(tmp_path / "bad")
    with site(shared_folder / "cache", clinic, workers=0) as made:
        client = made.guest()
        assert 'href="/write/modules/outside"' not in get(client, "/write").text
        assert "readonly" in get(client, "/write/modules/outside").text
        assert save(client, "/write/modules/outside", "x: y", digest_of(outside.read_bytes())).status_code == 400
        assert save(client, "/write/modules/bad", "x: y").status_code == 400
        assert outside.read_text(encoding="utf-8") == skeleton("outside")
        assert not (tmp_path / "bad").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/write/modules/nowhere",
        "/write/modules/..%2f..%2fetc",
        "/write/programs/resilience-group",
        "/write/worksheets/slow-breathing",
        "/write/new?kind=programs&title=x",
        "/write/pictures/none/1.png",
        f"/write/modules/{'x' * 5000}",
        "/write/modules/nowhere?title=Somewhere",
    ],
)
def test_what_is_not_there_is_not_found(path: str, client: FlaskClient):
    assert get(client, path).status_code == 404


def test_each_type_of_block_is_shown_with_an_example(client: FlaskClient):
    page = get(client, "/write/blocks").text
    for name in BLOCK_TYPES:
        assert f'<details id="{name}">' in page
        assert f"type: {name}" in page


@pytest.mark.parametrize("name", ["A", "a--b", "..", ".hidden", "a.yaml", "a b", "con%00", "é", "-a"])
def test_only_a_plain_name_can_be_saved(name: str, client: FlaskClient, clinic: Path):
    assert save(client, f"/write/modules/{name}", "x: y").status_code in {308, 404}
    assert not clinic.exists()


def test_a_form_of_another_page_saves_nothing(client: FlaskClient, clinic: Path):
    assert post(client, NEW, {"text": "x: y", "do": "save", "token": "wrong"}).status_code == 403
    assert post(client, NEW, {"text": "x", "do": "save"}, Origin="http://evil.example").status_code == 403
    assert not clinic.exists()
