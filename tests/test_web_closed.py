"""The server is closed by default: other hosts, other sites, guesses, paths, large bodies and scripts get nowhere."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web_server import ADDRESS, PATIENT, Site, get, post, site
from workbook.paths import CONTENT
from workbook.web.password import BadPasswordFile, Password, Patience
from workbook.web.settings import Settings

EVIL = "http://evil.example"
PAGES = (
    *("/", "/programs", "/problems", "/help", "/about", "/modules/slow-breathing", "/worksheets/sleep-diary"),
    *("/write", "/write/modules/slow-breathing", "/write/modules/poisoned", "/write/blocks", "/copies"),
    *("/clinic", "/clinic/themes", "/programs/skills-group", "/programs/skills-group/change"),
)
SAMPLES = {"kind": "modules", "name": "slow-breathing", "view": "standard", "number": "1", "token": "x", "how": "save"}
"""What stands for the parts of addresses."""
OPEN_TO_ALL = {"static", "enter", "login", "login_post"}
SCRIPT = "<script>alert(1)</script>"
POISON = "{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def closed(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    clinic = tmp_path_factory.mktemp("clinic")
    (clinic / "modules").mkdir()
    text = (CONTENT / "modules" / "grounding" / "slow-breathing.yaml").read_text(encoding="utf-8")
    text = text.replace("id: slow-breathing", "id: poisoned", 1)
    text = re.sub(r"(?m)^title: .*$", f"title: '{SCRIPT}{POISON}'", text, count=1)
    text = re.sub(r"(?m)^tagline: .*$", "tagline: '\"><img src=x onerror=alert(1)>'", text, count=1)
    (clinic / "modules" / "poisoned.yaml").write_text(text, encoding="utf-8")
    with site(shared_folder / "cache", clinic) as made:
        yield made


@pytest.fixture
def guest(closed: Site) -> FlaskClient:
    return closed.guest()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1.evil.example:8000", ""],
)
def test_another_host_is_refused_also_with_the_cookie(host: str, guest: FlaskClient):
    answer = guest.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Slow breathing" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1:8000"])
def test_the_names_of_this_computer_are_fine(host: str, guest: FlaskClient):
    assert guest.get("/help", headers={"Host": host}).status_code in {200, 403}  # cookies are of one name


@pytest.mark.parametrize("path", PAGES)
def test_without_a_link_nothing_is_shown(path: str, closed: Site):
    answer = get(closed.stranger(), path)
    assert answer.status_code == 403
    assert "Slow breathing" not in answer.text
    assert 'name="token"' not in answer.text


def test_a_link_works_once_gives_a_strict_cookie_and_leads_to_a_clean_address(closed: Site):
    path = closed.link().removeprefix(ADDRESS)
    first = get(closed.stranger(), path)
    assert (first.status_code, first.headers["Location"]) == (303, "/")
    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith("workbook-8000=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert get(closed.stranger(), path).status_code == 403


def test_guesses_of_links_and_cookies_get_nowhere(closed: Site):
    key = closed.link().partition("key=")[2]
    for guess in ("", "x", key[:-1], key + "A", key.swapcase(), "%00", "é"):
        assert get(closed.stranger(), f"/enter?key={guess}").status_code == 403
    guesser = closed.stranger()
    guesser.set_cookie("workbook-8000", key, domain="127.0.0.1")
    assert get(guesser, "/").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "", "Sec_Fetch_Site": ""},
    ],
)
def test_forms_of_other_sites_are_refused_also_with_the_token(headers: dict[str, str], guest: FlaskClient):
    assert post(guest, "/link", {}, **headers).status_code == 403


def test_a_form_needs_the_token_of_its_own_visit(closed: Site, guest: FlaskClient):
    assert post(guest, "/link").status_code == 200
    for token in ("", "x", re.findall(r'name="token" value="([^"]+)"', get(closed.guest(), "/help").text)[0]):
        assert post(guest, "/link", {"token": token}).status_code == 403
    assert post(guest, "/modules/slow-breathing", {"token": ""}).status_code == 403


def addresses(closed: Site, method: str) -> list[tuple[str, str]]:
    """Give every address that there is, with the name by which the guard knows it."""
    found = []
    for rule in closed.app.url_map.iter_rules():
        if method in (rule.methods or ()):
            told = {name: SAMPLES.get(name, "x") for name in rule.arguments}
            if rule.endpoint.startswith(("program", "builder")):
                told["name"] = "skills-group"
            with closed.app.test_request_context():
                found.append((rule.endpoint, closed.app.url_map.bind("x").build(rule.endpoint, told, method)))
    return found


def test_no_address_is_open_to_strangers(closed: Site):
    for endpoint, path in addresses(closed, "GET"):
        status = get(closed.stranger(), path).status_code
        assert (status == 403) == (endpoint not in OPEN_TO_ALL - {"enter"}), path


def test_no_form_works_without_the_token_of_its_visit_or_from_another_site(closed: Site, guest: FlaskClient):
    forms = [path for endpoint, path in addresses(closed, "POST") if endpoint not in OPEN_TO_ALL]
    assert len(forms) > 10
    for path in forms:
        assert post(guest, path, {"token": ""}).status_code == 403, path
        assert post(guest, path, Origin=EVIL, Sec_Fetch_Site="cross-site").status_code == 403, path
        assert post(closed.stranger(), path).status_code == 403, path


def test_every_form_refuses_what_is_too_large_for_it(closed: Site, guest: FlaskClient):
    most = closed.house.settings.limits.largest
    for endpoint, path in addresses(closed, "POST"):
        answer = post(guest, path, {"more": "x" * most})
        assert answer.status_code == 413, endpoint
        assert "larger than any form here" in answer.text


def test_another_sites_page_may_link_here_but_not_embed(guest: FlaskClient):
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert get(guest, "/help", **link).status_code == 200
    assert get(guest, "/help", **{**link, "Sec_Fetch_Dest": "iframe"}).status_code == 403
    picture = "/pictures/modules/slow-breathing/standard/1.png"
    assert get(guest, picture, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status_code == 403


@pytest.mark.parametrize(
    "path", [*PAGES, "/nowhere", "/static/web.css", "/pictures/modules/slow-breathing/standard/1.png"]
)
def test_every_answer_forbids_inline_scripts_frames_and_sniffing(path: str, guest: FlaskClient):
    answer = get(guest, path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "public" not in answer.headers["Cache-Control"]
    if answer.mimetype == "text/html":
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|<\w[^<>]*\s(?:style|on\w+)=|=\"javascript:", answer.text)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/base.html",
        "/modules/..%2f..%2fprograms%2fresilience-group",
        "/modules/content%2fmodules%2fgrounding%2fslow-breathing.yaml",
        "/modules/slow-breathing.yaml",
        "/worksheets/%00",
        "/programs/..",
        "/pictures/modules/..%2f..%2fetc/standard/1.png",
        "/pictures/characters/dana/standard/1.png",
        "/pictures/modules/slow-breathing/..%2fx/1.png",
        "/pictures/modules/slow-breathing/standard/1.png?scale=../x",
        "/modules/slow-breathing/pages/0",
        "/modules/slow-breathing/pages/99",
        "/jobs/..%2f..%2fx",
        "/jobs/abc/save",
        "/write/modules/..%2f..%2fclinic",
        "/write/programs/skills-group",
        "/write/modules/con%00",
        "/write/pictures/x/1.png",
        "/programs/..%2fx/change",
        "/programs/skills-group/change/../../../x",
        "/clinic/..%2fclinic.yaml",
        "/clinic/theme/..%2fx",
    ],
)  # fmt: skip
def test_paths_lead_nowhere(path: str, guest: FlaskClient):
    answer = get(guest, path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "hatchling" not in answer.text


def test_files_are_never_named_by_a_form(guest: FlaskClient):
    for told in ({"theme": "/etc/passwd"}, {"program": "/etc/passwd"}, {"form": "../x"}, {"size": "huge"}):
        answer = post(guest, "/modules/slow-breathing", {**told, "handouts": "/etc/passwd", "paper": "a4"})
        assert answer.status_code in {303, 400}
        assert "root:" not in answer.text


def test_what_stands_in_a_file_is_text_wherever_it_is_shown(guest: FlaskClient):
    for path in (
        "/",
        "/modules/poisoned",
        "/?q=poisoned",
        "/modules/poisoned/pages/1",
        f"/?q={SCRIPT}",
        f"/modules/{SCRIPT}",
        "/write",
        "/write/modules/poisoned",
        f"/write/new?kind=modules&title={SCRIPT}",
        f"/write/new?kind=modules&from={SCRIPT}&title=x",
        f"/copies?program={SCRIPT}",
        f"/programs/{SCRIPT}/change",
    ):
        text = get(guest, path).text
        assert SCRIPT not in text, path
        assert "<img src=x" not in text
        assert ">49<" not in text
        assert "/>49" not in text
    assert "&lt;script&gt;" in get(guest, "/modules/poisoned").text
    assert POISON in get(guest, "/modules/poisoned").text


def test_bodies_that_are_large_or_no_form_are_refused(guest: FlaskClient):
    assert post(guest, "/link", {"more": "x" * 70_000}).status_code == 413
    host = {"Host": "127.0.0.1:8000", "Origin": ADDRESS}
    assert guest.post("/link", data=b"{}", content_type="application/json", headers=host).status_code == 415
    assert guest.post(
        "/link", data={"f": (__file__, "f")}, content_type="multipart/form-data", headers=host
    ).status_code in {413, 415}
    assert guest.open("/link", method="PUT", headers=host).status_code in {403, 405, 411, 415}
    assert get(guest, "/link").status_code == 405


def test_errors_are_pages_in_plain_words_and_tell_no_names(closed: Site, guest: FlaskClient, capsys, monkeypatch):
    def fail(_: object) -> None:
        raise ValueError("Jane Example at /secret/path")

    monkeypatch.setattr(type(closed.house.shelf), "now", fail)
    answer = get(guest, "/programs")
    assert answer.status_code == 500
    assert "A mistake of the program" in answer.text
    told = capsys.readouterr().err
    assert "ValueError" in told
    for text in (answer.text, told):
        assert "Jane" not in text
        assert "secret" not in text
    assert "Traceback" not in answer.text


def test_a_job_is_shown_only_to_the_browser_that_asked(closed: Site, guest: FlaskClient):
    answer = post(guest, "/modules/slow-breathing")
    assert re.fullmatch(r"/jobs/[\w-]{20,}/save", answer.headers["Location"])
    assert get(guest, answer.headers["Location"]).status_code == 200
    assert get(closed.guest(), answer.headers["Location"]).status_code == 404


def test_a_visit_that_is_closed_is_closed(guest: FlaskClient):
    assert get(guest, "/").status_code == 200
    cookie = guest.get_cookie("workbook-8000", domain="127.0.0.1")
    assert cookie is not None
    assert post(guest, "/leave").status_code == 200
    guest.set_cookie("workbook-8000", cookie.value, domain="127.0.0.1")
    assert get(guest, "/").status_code == 403


def test_a_password_lets_in_and_mistakes_cost_time(shared_folder: Path):
    password = Password.of("seven green lamps")
    with site(shared_folder / "cache", password=password, address="https://workbook.example") as made:
        client = made.stranger()
        secure = {"Origin": made.address}
        assert get(client, "/").headers["Location"] == "/login"
        assert get(client, f"/enter?key={made.house.door.new_link()}").headers["Location"] == "/login"
        for _ in range(2):
            wrong = post(client, "/login", {"password": "six green lamps"}, **secure)
            assert wrong.status_code == 403
            assert "not the password" in wrong.text
        assert post(client, "/login", {"password": "x"}, **secure).status_code == 429
        assert post(client, "/login", {"password": "seven green lamps"}, **secure).status_code == 429
        assert made.house.patience
        time.sleep(made.house.patience.wait() + 0.01)
        answer = post(client, "/login", {"password": "seven green lamps"}, **secure)
        assert answer.status_code == 303
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-workbook")
        assert "Secure" in cookie


def test_waiting_grows_with_mistakes_up_to_half_a_minute():
    patience = Patience(Password(b"salt", b"never", 2**14))
    waits = []
    for _ in range(10):
        assert not patience.try_out("guess")
        waits.append(round(patience.wait(), 1))
        patience._closed_until = 0
    assert waits[:2] == [0, 0]
    assert waits[2] == 1
    assert waits == sorted(waits)
    assert waits[-1] == 30


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        "scrypt$32768$c2FsdA==$",
        "md5$32768$c2FsdA==$c2FsdA==",
        "scrypt$2$c2FsdA==$c2FsdA==",
        "scrypt$32768$?$c2FsdA==",
    ],
)
def test_a_file_that_holds_no_hash_is_refused(text: str, tmp_path: Path):
    path = tmp_path / "password.txt"
    path.write_text(text, encoding="ascii")
    with pytest.raises(BadPasswordFile):
        Password.read(path)


def test_a_hash_can_be_kept(tmp_path: Path):
    path = tmp_path / "password.txt"
    path.write_text(Password.of("seven green lamps").as_line(), encoding="ascii")
    assert Password.read(path).is_right("seven green lamps")
    assert not Password.read(path).is_right("seven green lamp")
    assert "lamps" not in path.read_text(encoding="ascii")


def test_served_to_others_only_their_name_counts(tmp_path: Path):
    settings = Settings("https://workbook.example", tmp_path, lambda: None, limits=PATIENT)  # type: ignore[arg-type, return-value]
    assert settings.hosts == {"workbook.example"}
