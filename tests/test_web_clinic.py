"""The clinic's settings: what is typed becomes lines of a file, and what is wrong stays on the page."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.printing import TODAY
from tests.web_clinic import SVG, bomb, line, picture, send
from tests.web_server import Site, get, post, site
from workbook.clinicfolder import read_clinic
from workbook.clinicseed import seed_text
from workbook.web.saving import digest_of

BY_HAND = """\
# Ours since 2019. Please keep in this order.
phone: 555-0110   # the front desk
name:  'Harbor Clinic'

crisis:   # call each one!
  # Ana's team
  - name: On-call line
    verified_on: 2026-11-01 # by Ana
    what: >-
      A clinician
      of our team.
    phone: 555-0111
    hours: Every day
    source_url: https://harbor.example/help

paper: letter # until the new printer comes
"""
SMALL = "name: Harbor\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "clinic"
    made.mkdir()
    return made


@pytest.fixture
def here(folder: Path, shared_folder: Path) -> Iterator[Site]:
    with site(shared_folder / "cache", folder) as made:
        yield made


@pytest.fixture
def guest(here: Site) -> FlaskClient:
    return here.guest()


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Iterator[tuple[FlaskClient, Path]]:
    """A clinic that nothing is saved for: its library is read once."""
    folder = tmp_path_factory.mktemp("unchanged")
    (folder / "clinic.yaml").write_text(SMALL, encoding="utf-8")
    with site(shared_folder / "cache", folder) as made:
        yield made.guest(), folder
        assert [path.name for path in folder.rglob("*")] == ["clinic.yaml"]
        assert (folder / "clinic.yaml").read_text(encoding="utf-8") == SMALL


def written(folder: Path, text: str = BY_HAND) -> str:
    """Write the clinic's file; give its digest."""
    (folder / "clinic.yaml").write_text(text, encoding="utf-8")
    return digest_of(text.encode())


def fields(html: str) -> dict[str, str]:
    """Give the form of a page as a browser would send it."""
    form = html[html.index('action="/clinic" ') : html.index("</form>")]
    found = {n: unescape(v) for n, v in re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)}
    for name, choices in re.findall(r'<select id="[^"]+" name="([^"]+)"(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', choices)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in {"discreet", "logo-remove", "token"}}


def marked(html: str) -> set[str]:
    """Give the fields that are marked as wrong, each with words that it is described by."""
    found = set()
    for tag in re.findall(r"<(?:input|select)[^>]*aria-invalid[^>]*>", html):
        name = re.search(r' id="([^"]+)"', tag)
        assert name
        assert f"{name[1]}-wrong" in tag
        assert f'id="{name[1]}-wrong"' in html
        found.add(name[1])
    return found


def test_a_first_visit_makes_the_folder_that_new_clinic_makes(tmp_path: Path, shared_folder: Path):
    own = tmp_path / "Documents" / "Workbook"
    with site(shared_folder / "cache", own=own) as made:
        guest = made.guest()
        assert "It will be made when you save" in get(guest, "/clinic").text
        assert not own.exists()
        wrong = send(guest, {"name": ""})
        assert wrong.status_code == 400
        assert marked(wrong.text) == {"name"}
        assert not own.exists()
        saved = send(guest, {"name": "Harbor", "footer": "Call 555-0110", "discreet": "yes"})
        assert saved.headers["Location"] == "/clinic?saved=yes"
        clinic, _, problems = read_clinic(own)
        assert not problems
        assert clinic
        assert (clinic.name, clinic.footer, clinic.discreet) == ("Harbor", "Call 555-0110", True)
        assert (own / "resources.yaml").exists()
        kept = (own / "clinic.yaml").read_text(encoding="utf-8")
        assert kept.splitlines()[:3] == seed_text("clinic.yaml").splitlines()[:3]
        assert "Saved." in get(guest, "/clinic?saved=yes").text


def test_nothing_can_be_saved_without_a_place(shared_folder: Path):
    with site(shared_folder / "cache") as made:
        guest = made.guest()
        assert "There is no folder to save into" in get(guest, "/clinic").text
        assert send(guest, {"name": "Harbor"}).status_code == 409
        assert get(guest, "/clinic/themes").status_code == 200
        assert "Save only" not in get(guest, "/clinic/theme").text


def test_a_form_that_is_sent_as_it_came_changes_no_byte(guest: FlaskClient, folder: Path):
    written(folder)
    told = fields(get(guest, "/clinic").text)
    assert told["crisis-0-what"] == "A clinician of our team."
    assert send(guest, told).status_code == 303
    assert (folder / "clinic.yaml").read_text(encoding="utf-8") == BY_HAND


def test_a_file_that_was_written_by_hand_keeps_its_comments_and_order(guest: FlaskClient, folder: Path):
    written(folder)
    told = fields(get(guest, "/clinic").text)
    told |= {"phone": "555-0199", "footer": "Call: 555", "crisis-0-phone": "", "crisis-0-text": "Text 5"}
    assert send(guest, told | line(1, name="Second")).status_code == 303
    expected = BY_HAND.replace("555-0110 ", "555-0199 ").replace("    phone: 555-0111\n", "")
    second = "  - name: Second\n    what: A clinician.\n    phone: 555-0111\n    hours: Every day\n"
    second += "    verified_on: 2026-11-01\n"
    expected = expected.replace("/help\n", f"/help\n    text: Text 5\n{second}")
    expected = expected.replace("'Harbor Clinic'\n", "'Harbor Clinic'\nfooter: \"Call: 555\"\n")
    text = (folder / "clinic.yaml").read_text(encoding="utf-8")
    assert sorted(text.splitlines()) == sorted(expected.splitlines())
    assert [line for line in text.splitlines() if not line.startswith("footer")] == [
        line for line in expected.splitlines() if not line.startswith("footer")
    ]
    assert not read_clinic(folder)[2]


@pytest.mark.parametrize("unseen", ["\ufeff", "\x01", "\x1b", "\x7f", "\ufffe", "\u2028"])
def test_what_cannot_be_seen_is_not_written(unseen: str, guest: FlaskClient, folder: Path):
    written(folder)
    told = fields(get(guest, "/clinic").text)
    assert send(guest, {**told, "name": f"Mill{unseen}side"}).status_code == 303
    assert "Millside" in (folder / "clinic.yaml").read_text(encoding="utf-8")


def test_lines_are_taken_away_by_emptying_them(guest: FlaskClient, folder: Path):
    written(folder)
    told = fields(get(guest, "/clinic").text)
    empty = {name: "" for name in told if name.startswith("crisis-0-") and not name.endswith("was")}
    assert send(guest, {**told, **empty, **line(2, name="Third")}).status_code == 303
    clinic, _, _ = read_clinic(folder)
    assert clinic
    assert [(one.name, one.source_url) for one in clinic.crisis] == [("Third", "")]
    told = fields(get(guest, "/clinic").text)
    assert send(guest, {**told, **empty}).status_code == 303
    assert "crisis:" not in (folder / "clinic.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"name": " "}, "name", "Write something here."),
        ({"name": "x" * 61}, "name", "61 characters; 60 is the most"),
        ({"footer": "x" * 51}, "footer", "“At the foot of each page” has 51 characters; 50 is the most"),
        (line(phone=""), "crisis-0-phone", "A line needs “Phone”, “Text message” or “Web address”."),
        (line(verified_on="13/12/2026"), "crisis-0-verified_on", "needs a date, not"),
        (line(verified_on=""), "crisis-0-verified_on", "needs a date, not"),
        (line(verified_on="2026-02-30"), "crisis-0-verified_on", "needs a date, not"),
        (line(what=""), "crisis-0-what", "Write something here."),
        (line(name=""), "crisis-0-name", "Write something here."),
        (line(hours=""), "crisis-0-hours", "Write something here."),
        ({**line(), **line(2, hours="")}, "crisis-1-hours", "Write something here."),
        ({"theme": "nowhere"}, "theme", "There is no theme of this name any more."),
        ({"theme": "../calm"}, "theme", "is not an id"),
        ({"paper": "a5"}, "paper", "Use one of: letter, a4."),
        ({"locale": "xx-YY"}, "locale", "There are no crisis lines for"),
        (line(verified_on=str(TODAY - timedelta(days=181))), "crisis-0-verified_on", "was last checked 181 days ago"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    told: dict[str, str], field: str, words: str, unchanged: tuple[FlaskClient, Path]
):
    answer = send(unchanged[0], {"name": "Harbor", "was": digest_of(SMALL.encode()), **told})
    assert answer.status_code == 400
    assert field in marked(answer.text)
    assert words in unescape(answer.text)
    assert "data-unsaved" in answer.text
    for name, value in told.items():
        if name == field and value.strip() and name != "theme":
            assert f'value="{value}"' in answer.text


def test_what_is_worth_a_look_does_not_stop_saving(guest: FlaskClient, folder: Path):
    was = written(folder, "name: Harbor\n")
    old = line(name="Harbor line", verified_on=str(TODAY - timedelta(days=100)))
    told = {"name": "Harbor", "discreet": "yes", "was": was, **old}
    assert send(guest, told).status_code == 400  # a discreet clinic is not named
    told["crisis-0-name"] = "On-call"
    assert send(guest, told).status_code == 303
    text = get(guest, "/clinic").text
    assert "was last checked 100 days ago" in text
    assert "Checked 100 days ago. Call it again soon: the last day to print with it is in 80 days." in text


def test_markup_stays_text(unchanged: tuple[FlaskClient, Path]):
    text = send(unchanged[0], {"name": '"><script>x</script>{{ 7*7 }}', "footer": "y" * 51}).text
    assert "<script>x" not in text
    assert "{{ 7*7 }}" in text


def test_checked_today_sets_the_day_without_javascript(unchanged: tuple[FlaskClient, Path]):
    guest, _ = unchanged
    answer = send(guest, {"name": "Harbor", **line(verified_on="2026-01-01"), "do": "today-0"})
    assert answer.status_code == 200
    assert fields(answer.text)["crisis-0-verified_on"] == TODAY.isoformat()
    assert "Checked today." in answer.text
    assert send(guest, {"name": "Harbor", "do": "today-x"}).status_code == 200


def test_a_file_with_mistakes_is_not_touched_and_a_text_is_offered(guest: FlaskClient, folder: Path):
    was = written(folder, "name: &a Harbor\nphone: *a\n")
    assert "This page does not change your file." in get(guest, "/clinic").text
    told = {"name": "Cove", "was": was}
    assert send(guest, told).status_code == 400
    answer = send(guest, {**told, "do": "text"})
    assert "name: Cove # on the cover" in unescape(answer.text)
    assert (folder / "clinic.yaml").read_text(encoding="utf-8").startswith("name: &a Harbor")


def test_a_file_that_is_no_utf_8_is_not_touched(guest: FlaskClient, folder: Path):
    data = "name: Caf\xe9\n".encode("latin-1")
    (folder / "clinic.yaml").write_bytes(data)
    assert "This page does not change your file." in get(guest, "/clinic").text
    assert send(guest, {"name": "Cove", "was": digest_of(data)}).status_code == 400
    assert (folder / "clinic.yaml").read_bytes() == data


def test_a_change_on_the_disk_is_a_conflict(guest: FlaskClient, folder: Path):
    was = written(folder)
    told = fields(get(guest, "/clinic").text)
    now = written(folder, BY_HAND.replace("555-0110", "555-0177"))
    answer = send(guest, {**told, "name": "Cove"}, picture())
    assert answer.status_code == 409
    assert "555-0177" in answer.text
    assert f'name="was" value="{now}"' in answer.text
    assert was != now
    assert "555-0177" in (folder / "clinic.yaml").read_text(encoding="utf-8")
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert again["logo"] == "logo.png"  # the picture is not lost
    shown = post(guest, "/clinic", {**{n: unescape(v) for n, v in again.items() if n != "token"}, "do": "show"})
    assert shown.status_code == 200
    assert "data-unsaved" in shown.text
    assert send(guest, fields(shown.text)).status_code == 303
    text = (folder / "clinic.yaml").read_text(encoding="utf-8")
    assert "name:  Cove" in text
    assert "logo: logo.png" in text


def test_a_folder_that_has_gone_meanwhile_is_a_conflict(guest: FlaskClient, folder: Path):
    written(folder)
    told = fields(get(guest, "/clinic").text)
    (folder / "clinic.yaml").unlink()
    answer = send(guest, told)
    assert answer.status_code == 409
    assert "moved or deleted" in answer.text
    assert not [*folder.glob("*")]


@pytest.mark.parametrize(
    ("file", "name"),
    [(picture(), "logo.png"), (picture("JPEG"), "logo.jpg"), (SVG, "logo.svg")],
    ids=lambda x: str(x)[-8:],
)
def test_a_logo_is_named_by_what_it_is_and_shown(file: bytes, name: str, guest: FlaskClient, folder: Path):
    assert get(guest, "/clinic/logo").status_code == 404
    assert send(guest, {"name": "Harbor"}, file, "../../etc/passwd").status_code == 303
    assert (folder / name).read_bytes() == file
    assert f"/clinic/logo?name={name}" in get(guest, "/clinic").text
    shown = get(guest, "/clinic/logo")
    assert shown.data == file
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    told = fields(get(guest, "/clinic").text)
    assert send(guest, told, picture(size=(40, 9))).status_code == 303  # the old one is left alone
    assert (folder / name).read_bytes() == file
    other = "logo-2.png" if name == "logo.png" else "logo.png"
    assert f"logo: {other}" in (folder / "clinic.yaml").read_text(encoding="utf-8")
    told = fields(get(guest, "/clinic").text)
    assert send(guest, {**told, "logo-remove": "yes"}).status_code == 303
    assert "\nlogo:" not in (folder / "clinic.yaml").read_text(encoding="utf-8")
    assert (folder / other).exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"Dear Ana, here is our logo.", "This is no PNG, JPEG or SVG."),
        (picture("GIF"), "This is no PNG, JPEG or SVG."),
        (picture()[:-30], "damaged"),
        (b"\x89PNG\r\n\x1a\n and nothing more", "damaged"),
        (bomb(), "more than 50 million pixels"),
        (SVG.replace(b"<rect", b"<script>alert(1)</script><rect"), "has a script"),
        (SVG.replace(b"<rect", b'<rect onclick="x()"'), "has a script"),
        (SVG.replace(b"<rect", b"<foreignObject/><rect"), "has a script"),
        (SVG.replace(b"<rect", b'<image href="https://x.example/a.png"/><rect'), "outside itself"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "outside itself"),
        (SVG.replace(b"<rect", b'<rect stroke="u&#114;l(#p)"'), "outside itself"),
        (SVG.replace(b"<rect", b"<style>rect { fill: \\75rl(http://x/) }</style><rect"), "outside itself"),
        (SVG.replace(b"<rect", b"<animateMotion/><rect"), "moves in it"),
        (SVG.replace(b"</svg>", b""), "damaged"),
        (b"<html><svg></svg></html>", "no SVG"),
    ],
)
def test_other_files_are_no_logo(file: bytes, words: str, unchanged: tuple[FlaskClient, Path]):
    answer = send(unchanged[0], {"name": "Harbor", "was": digest_of(SMALL.encode())}, file, "logo.png")
    assert answer.status_code == 400
    assert marked(answer.text) == {"logo"}
    assert words in answer.text


def test_a_file_of_twenty_megabytes_is_refused_in_words(unchanged: tuple[FlaskClient, Path]):
    guest, _ = unchanged
    host = str(guest.environ_base["HTTP_HOST"])
    answer = guest.post(
        "/clinic",
        data=bytes(20 * 2**20),
        headers={"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "larger than any form here" in answer.text


def test_no_name_of_a_picture_comes_from_a_form(guest: FlaskClient, folder: Path):
    (folder.parent / "secret.png").write_bytes(picture())
    for name in ("../secret.png", "/etc/passwd", "logo.png/../../secret.png"):
        assert guest.get(f"/clinic/logo?name={name}", headers={"Host": "127.0.0.1:8000"}).status_code == 404
        send(guest, {"name": "Harbor", "logo": name})
        assert "secret" not in (folder / "clinic.yaml").read_text(encoding="utf-8")
        (folder / "clinic.yaml").unlink()
    written(folder, "name: Harbor\nlogo: ../secret.png\n")
    assert get(guest, "/clinic/logo").status_code == 404
    assert "lies outside" in get(guest, "/clinic").text


def test_a_national_line_is_noted_in_a_copy_after_asking(guest: FlaskClient, folder: Path):
    file = folder / "crisis" / "en-US.yaml"
    asked = post(guest, "/clinic/crisis", {"line": "1", "was": ""})
    assert asked.status_code == 200
    assert "takes the whole place" in asked.text
    assert not file.exists()
    made = post(guest, "/clinic/crisis", {"line": "1", "was": "", "do": "copy"})
    assert made.headers["Location"] == "/clinic?checked=1#line-1"
    shipped = Path("content/crisis/en-US.yaml").read_text(encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert [a for a, b in zip(text.splitlines(), shipped.splitlines(), strict=True) if a != b] == [
        f"    verified_on: {TODAY.isoformat()}"
    ]
    page = get(guest, "/clinic").text
    assert "These are from your own file" in page
    again = post(guest, "/clinic/crisis", {"line": "0", "was": digest_of(text.encode())})
    assert again.status_code == 303
    assert file.read_text(encoding="utf-8").count(f"verified_on: {TODAY.isoformat()}") == 2
    stale = post(guest, "/clinic/crisis", {"line": "2", "was": digest_of(text.encode())})
    assert stale.status_code == 409
    for number in ("99", "-1", "x", "", "1" * 400):
        assert post(guest, "/clinic/crisis", {"line": number}).status_code == 404


def test_ages_and_places_near_by_are_told(folder: Path, shared_folder: Path):
    place = "  - name: Place {0}\n    kind: class\n    verified_on: {1}\n"
    days = [date(2026, 3, 1), date(2026, 5, 1)]
    text = "".join(place.format(i, day) for i, day in enumerate(days))
    (folder / "resources.yaml").write_text(f"resources:\n{text}", encoding="utf-8")
    with site(shared_folder / "cache", folder, today=date(2027, 9, 1)) as made:
        text = get(made.guest(), "/clinic").text
    assert "2 places in" in text
    assert f"{(date(2027, 9, 1) - days[0]).days} days ago, on 2026-03-01" in text
    assert "Too old: nothing is printed until it is checked again." in text
