"""Themes in the browser: a copy of the clinic's own, with the contrast of each color."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.printing import TODAY
from tests.test_web_clinic import marked
from tests.web_server import Site, get, post, site
from workbook import paths
from workbook.build import BuildRequest, build
from workbook.cache import Cache
from workbook.theme import load_theme
from workbook.web.clinic.theme import names

CALM = (paths.TEMPLATES / "print" / "themes" / "calm.yaml").read_text(encoding="utf-8")
CLINIC = "# Ours.\nname: Harbor # on the cover\npaper: letter\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("themes")
    (folder / "clinic.yaml").write_text(CLINIC, encoding="utf-8")
    with site(shared_folder / "cache", folder) as made:
        yield made


@pytest.fixture(scope="module")
def guest(here: Site) -> FlaskClient:
    return here.guest()


@pytest.fixture
def folder(here: Site) -> Iterator[Path]:
    root = here.house.folder.root
    assert root
    yield root
    for path in root.glob("themes/*"):
        path.unlink()
    (root / "clinic.yaml").write_text(CLINIC, encoding="utf-8")


def form(guest: FlaskClient, of: str = "calm") -> dict[str, str]:
    """Give the fields of a theme as its page has them."""
    html = get(guest, f"/clinic/theme?of={of}").text
    html = html[html.index('id="theme-form"') : html.index("</form>")]
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', html))
    chosen = re.search(r'<option value="([^"]+)" selected', html)
    assert chosen
    assert {*names(), "of", "was"} <= {*found, "font"}
    return {name: unescape(value) for name, value in found.items() if name != "token"} | {"font": chosen[1]}


def test_a_copy_differs_from_the_shipped_theme_in_what_was_changed(guest: FlaskClient, folder: Path):
    told = form(guest) | {"id": "harbor", "name": "Harbor", "accents-goals": "#0B3D2E", "corner": "0"}
    answer = post(guest, "/clinic/theme", told | {"do": "save"})
    assert answer.headers["Location"] == "/clinic/themes?saved=harbor&of=calm"
    text = (folder / "themes" / "harbor.yaml").read_text(encoding="utf-8")
    expected = CALM.replace("name: Calm", "name: Harbor").replace("corner: 2.2  ", "corner: 0  ")
    assert text == expected.replace('goals: "#35622c"', 'goals: "#0B3D2E"')
    assert load_theme("harbor", (folder,)).corner == 0
    page = get(guest, "/clinic/themes?saved=harbor").text
    assert "choose it on the page" in page
    assert (folder / "clinic.yaml").read_text(encoding="utf-8") == CLINIC
    told = form(guest, "harbor") | {"soft": "333333", "do": "save", "id": "another"}
    assert post(guest, "/clinic/theme", told).status_code == 303
    assert (folder / "themes" / "harbor.yaml").read_text(encoding="utf-8") == text.replace("#4a5a63", "#333333")
    assert [path.name for path in folder.glob("themes/*")] == ["harbor.yaml"]


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"soft": "#aaaaaa"}, "soft", "has a contrast of 2.32 to 1 on white paper; it needs 4.5"),
        ({"line": "#aaaaaa"}, "line", "it needs 3."),
        ({"accents-goals": "#999999"}, "accents-goals", "Use a darker color."),
        ({"tint": "#bbbbbb"}, "tint", "10% is the most"),
        ({"ink": "red"}, "ink", "is not a color"),
        ({"ink": '#12345"}</style>'}, "ink", "is not a color"),
        ({"ink": ""}, "ink", "is not a color"),
        ({"name": ""}, "name", "Write something here."),
        ({"corner": "9"}, "corner", "5 is the most"),
        ({"frame": "thick"}, "frame", "needs a number"),
        ({"font": "comic"}, "font", "Use one of: atkinson-hyperlegible, source-sans."),
        ({"id": "", "name": ""}, "name", "Write something here."),
        ({"id": ""}, "id", "lower-case letters, digits and hyphens"),
        ({"id": "../harbor"}, "id", "lower-case letters, digits and hyphens"),
        ({"id": "warm"}, "id", "There is a theme of this name in the program."),
    ],
)
def test_what_theme_files_refuse_is_refused_at_its_field(
    told: dict[str, str], field: str, words: str, guest: FlaskClient, folder: Path
):
    whole = form(guest) | {"id": "harbor", "name": "Harbor"} | told
    answer = post(guest, "/clinic/theme", whole | {"do": "save"})
    assert answer.status_code == 400
    assert field in marked(answer.text)
    assert words in unescape(answer.text)
    assert "</style>" not in answer.text
    assert not [*folder.glob("themes/*")]


@pytest.mark.parametrize("accents", ["accents:\n", "accents: x\n", "accents: []\n"])
def test_accents_that_are_none_can_be_given(accents: str, guest: FlaskClient, folder: Path):
    (folder / "themes").mkdir(parents=True, exist_ok=True)
    (folder / "themes" / "mine.yaml").write_text(f"name: Mine\n{accents}", encoding="utf-8")
    answer = post(guest, "/clinic/theme", form(guest) | {"of": "mine", "accents-coping": "#7a4f1d", "do": "check"})
    assert answer.status_code in {200, 400}
    (folder / "themes" / "mine.yaml").unlink()


def test_a_check_shows_contrasts_and_writes_nothing(guest: FlaskClient, folder: Path):
    told = form(guest) | {"soft": "#aaaaaa", "do": "check"}
    answer = post(guest, "/clinic/theme", told)
    assert answer.status_code == 200
    assert marked(answer.text) == {"soft"}
    row = re.search(r'<tr class="weak">.*?</tr>', answer.text, re.DOTALL)
    assert row
    assert [*re.findall(r'<td class="number">([^<]+)</td>', row[0])] == ["2.3", "2.0", "4.5"]
    assert "Too light" in row[0]
    assert answer.text.count("Good</td>") == 16
    assert "1 color cannot be saved so: Helper text." in answer.text
    assert 'fill="#aaaaaa"' in answer.text
    good = post(guest, "/clinic/theme", form(guest) | {"do": "check"}).text
    assert "All colors can be read and copied." in good
    odd = post(guest, "/clinic/theme", told | {"ink": "nonsense"}).text  # the others are shown all the same
    assert marked(odd) == {"ink", "soft"}
    assert "nonsense" not in odd[odd.index('id="checked"') :]
    assert not [*folder.glob("themes/*")]


def test_pages_and_paper_take_a_theme_without_a_restart(here: Site, guest: FlaskClient, folder: Path):
    look = re.search(r'href="(/static/look.css\?v=[^"]+)"', get(guest, "/help").text)
    assert look
    told = form(guest) | {"id": "harbor", "name": "Harbor", "ink": "#112233", "font": "source-sans", "do": "use"}
    assert post(guest, "/clinic/theme", told).status_code == 303
    assert (folder / "clinic.yaml").read_text(encoding="utf-8") == f"{CLINIC}theme: harbor\n"
    after = re.search(r'href="(/static/look.css\?v=[^"]+)"', get(guest, "/help").text)
    assert after
    assert look[1] != after[1]
    assert "--ink: #112233" in get(guest, after[1]).text
    assert "immutable" in get(guest, after[1]).headers["Cache-Control"]
    assert "immutable" not in get(guest, look[1]).headers["Cache-Control"]
    assert "prints in “harbor” from now on" in get(guest, "/clinic/themes?saved=harbor").text
    made = post(guest, "/worksheets/sleep-diary", {})
    file = get(guest, made.headers["Location"]).data
    request = BuildRequest(TODAY, handouts=("sleep-diary",), libraries=(folder,), theme="harbor")
    assert file == build(request, cache=Cache(here.house.settings.cache)).pdf
    (folder / "themes" / "harbor.yaml").write_text("ink: [", encoding="utf-8")  # the pages stay to be looked at
    assert "--ink: #1d2a30" in get(guest, "/static/look.css").text


def test_a_theme_that_is_there_already_is_a_conflict(guest: FlaskClient, folder: Path):
    told = form(guest) | {"id": "harbor", "name": "Harbor"}
    assert post(guest, "/clinic/theme", told | {"do": "save"}).status_code == 303
    answer = post(guest, "/clinic/theme", told | {"do": "save", "name": "Cove"})
    assert answer.status_code == 409
    assert "name: Harbor" in (folder / "themes" / "harbor.yaml").read_text(encoding="utf-8")
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    shown = post(guest, "/clinic/theme", {n: unescape(v) for n, v in again.items() if n != "token"} | {"do": "show"})
    assert "data-unsaved" in shown.text
    assert 'value="Cove"' in shown.text
    assert post(guest, "/clinic/theme", {**told, **again, "do": "save"}).status_code == 303
    assert "name: Cove" in (folder / "themes" / "harbor.yaml").read_text(encoding="utf-8")


def test_files_that_cannot_be_changed_from_here(guest: FlaskClient, folder: Path):
    (folder / "themes").mkdir(exist_ok=True)
    (folder / "themes" / "odd.yaml").write_text("ink: &a x\nsoft: *a\n", encoding="utf-8")
    assert get(guest, "/clinic/theme?of=odd").status_code == 409
    (folder / "themes" / "weak.yaml").write_text(CALM.replace("#4a5a63", "#aaaaaa"), encoding="utf-8")
    assert marked(get(guest, "/clinic/theme?of=weak").text) == {"soft"}
    (folder / "themes" / "bare.yaml").write_text("name: Bare\n", encoding="utf-8")
    assert "is missing" in get(guest, "/clinic/theme?of=bare").text
    for of in ("nowhere", "../clinic", "themes/odd"):
        assert get(guest, f"/clinic/theme?of={of}").status_code == 404
        assert post(guest, "/clinic/theme", {"of": of}).status_code == 404
    (folder / "clinic.yaml").write_text("name: &a Harbor\n", encoding="utf-8")
    told = form(guest) | {"id": "harbor", "name": "Harbor", "do": "use"}
    answer = post(guest, "/clinic/theme", told)
    assert answer.status_code == 303
    assert "To print in “harbor”, choose it on the page" in get(guest, answer.headers["Location"]).text
    assert (folder / "themes" / "harbor.yaml").exists()
