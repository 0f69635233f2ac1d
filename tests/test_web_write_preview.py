"""The preview beside a text: the page that is written on, then all pages, and nothing of it on the disk."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageChops

from tests.pdf_facts import Facts
from tests.printing import TODAY
from tests.web_server import Site, get, post, site
from tests.web_writing import (
    MODULE,
    PICTURE,
    SHEET,
    SHIPPED,
    SHIPPED_SHEET,
    line_of,
    look,
    own_module,
    parts,
    pictures,
    preview,
    skeleton,
)
from workbook.build import BuildRequest, build
from workbook.edition import Edition
from workbook.pictures import pictures as drawn

TEXT = skeleton("calm-mornings")
SLOW = SHIPPED.read_text(encoding="utf-8")
NEW = "/write/modules/calm-mornings"
_SMOOTH = 110
"""Of 255: as much as the edge of a letter may differ, whose font was cut down to what is used."""


@pytest.fixture(scope="module")
def made(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(shared_folder / "cache", own=tmp_path_factory.mktemp("own") / "clinic", workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def client(made: Site) -> FlaskClient:
    return made.guest()


@pytest.fixture(scope="module")
def everything(client: FlaskClient) -> dict[str, bytes]:
    """Give all pages of a module, by their parts."""
    answer = preview(client, SLOW, name=MODULE, all="1")
    return dict(zip(parts(answer), pictures(client, answer), strict=True))


def test_all_pages_are_those_that_are_printed(client: FlaskClient):
    answer = preview(client, SLOW, name=MODULE, all="1")
    pdf = build(BuildRequest(TODAY, handouts=(MODULE,), edition=Edition(sides="one"))).pdf
    shown = pictures(client, answer)
    assert len(shown) == len(Facts(pdf).labels) == 6
    assert [Image.open(BytesIO(one)).tobytes() for one in shown] == [
        Image.open(BytesIO(one)).tobytes() for one in drawn(pdf, 96)
    ]
    assert "6 pages. Nothing must be mended." in answer.text
    assert parts(answer) == [
        MODULE,
        f"{MODULE}--along-the-line-example",
        f"{MODULE}--along-the-line",
        f"{MODULE}--my-week-example",
        f"{MODULE}--my-week",
        f"{MODULE}--practice",
    ]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("id: slow-breathing", MODULE),
        ("steps:", MODULE),
        ("- id: along-the-line", f"{MODULE}--along-the-line"),
        ("who: ", f"{MODULE}--along-the-line-example"),
        ("- id: my-week", f"{MODULE}--my-week"),
        ("practice:", f"{MODULE}--practice"),
        ("summary:", f"{MODULE}--practice"),
        ("use_when:", MODULE),
    ],
)
def test_the_page_that_is_written_on_comes_alone_and_looks_as_it_does_among_the_others(
    words: str, part: str, client: FlaskClient, everything: dict[str, bytes]
):
    answer = preview(client, SLOW, line_of(SLOW, words), name=MODULE)
    assert parts(answer) == [part]
    (shown,) = pictures(client, answer)
    assert [name for name, known in everything.items() if is_alike(shown, known)] == [part]


def is_alike(one: bytes, other: bytes) -> bool:
    """Whether two pages differ in nothing but the number at their foot, and in how smooth letters are."""
    first, second = (Image.open(BytesIO(data)).convert("L") for data in (one, other))
    if first.size != second.size:
        return False
    box = ImageChops.difference(first, second).point(lambda value: 255 if value > _SMOOTH else 0).getbbox()
    return box is None or box[1] > first.size[1] * 0.9


@pytest.mark.parametrize("size", ["standard", "large-print"])
def test_a_worksheet_and_its_example(size: str, client: FlaskClient):
    text = SHIPPED_SHEET.read_text(encoding="utf-8")
    told = {"kind": "worksheets", "name": SHEET, "view": size}
    everything = preview(client, text, all="1", **told)
    blank, example = f"{SHEET}--{SHEET}", f"{SHEET}--{SHEET}-example"
    assert set(parts(everything)) == {blank, example}
    assert parts(preview(client, text, line_of(text, "title:"), **told))[0] == blank
    assert parts(preview(client, text, line_of(text, "who:"), **told))[0] == example


def test_the_facilitators_pages_show_in_the_facilitators_copy(client: FlaskClient):
    told = {"view": "facilitator"}
    everything = preview(client, TEXT, all="1", **told)
    assert parts(everything)[0] == "calm-mornings-facilitator"
    assert set(parts(preview(client, TEXT, line_of(TEXT, "risk:"), **told))) == {"calm-mornings-facilitator"}
    assert parts(preview(client, TEXT, line_of(TEXT, "steps:"), **told)) == ["calm-mornings"]
    sheet = SHIPPED_SHEET.read_text(encoding="utf-8")
    assert "--clinician" not in preview(client, sheet, all="1", kind="worksheets", name=SHEET, **told).text


def test_the_picture_changes_with_the_text(client: FlaskClient):
    before = pictures(client, preview(client, TEXT))
    after = pictures(client, preview(client, TEXT.replace("Make a small plan", "Make a tiny plan")))
    assert before != after
    assert before == pictures(client, preview(client, TEXT))


def test_a_clinics_own_text_is_read_in_place_of_the_file(shared_folder: Path, tmp_path: Path):
    own_module(tmp_path, MODULE, SLOW.replace("minutes: 50", "minutes: soon", 1))
    with site(shared_folder / "cache", tmp_path, workers=1) as running:
        answer = preview(running.guest(), SLOW, name=MODULE, all="1")
        assert "6 pages. Nothing must be mended." in answer.text


def test_pictures_are_for_one_visit_and_only_the_last_are_kept(made: Site, client: FlaskClient):
    answers = [preview(client, TEXT) for _ in range(8)]
    addresses = [PICTURE.findall(answer.text)[0] for answer in answers]
    first, last = get(client, addresses[0]), get(client, addresses[-1])
    assert (first.status_code, last.status_code) == (404, 200)
    assert last.headers["Cache-Control"] == "no-store"
    assert get(made.guest(), addresses[-1]).status_code == 404
    assert get(client, addresses[-1].replace("/1.png", "/2.png")).status_code == 404


def test_nothing_of_an_unsaved_text_stays_on_the_disk(shared_folder: Path, tmp_path: Path):
    secret = "Xylophonquark"
    with site(tmp_path / "cache", own=tmp_path / "own", workers=1) as running:
        client = running.guest()
        text = TEXT.replace("Make a small plan", f"{secret} plan")
        assert pictures(client, preview(client, text, all="1"))
        assert pictures(client, preview(client, text))
        assert pictures(client, look(client, NEW, text))
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]
    assert not list((tmp_path / "cache").rglob("*.fragment"))
    assert not (tmp_path / "own").exists()
    assert shared_folder.exists()


def test_a_preview_asks_for_what_there_is(client: FlaskClient):
    assert preview(client, TEXT, kind="programs").status_code == 404
    assert preview(client, TEXT, name="x" * 300).status_code == 404
    assert preview(client, TEXT, view="nonsense", line="-1").status_code == 200
    assert preview(client, TEXT, line="9" * 40).status_code == 200
    assert preview(client, "x" * 3_000_000).status_code == 413
    assert preview(client, TEXT, token="wrong").status_code == 403
    assert get(client, "/write/preview").status_code in {404, 405}
    assert post(client, "/write/preview", {}).status_code == 404


def test_the_library_leads_to_the_editor(client: FlaskClient):
    assert f'href="/write/modules/{MODULE}"' in get(client, f"/modules/{MODULE}").text
    assert f'href="/write/worksheets/{SHEET}"' in get(client, f"/worksheets/{SHEET}").text
    assert 'href="/write"' in get(client, "/").text
