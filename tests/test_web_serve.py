"""``workbook serve`` as a program: the link that it prints, how it ends, and what it refuses."""

import contextlib
import http.client
import os
import re
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from tests.commands import run
from tests.processes import Family, needs_proc
from tests.web_server import get, served
from workbook.cli.app import main
from workbook.web.password import Password

_LINK = re.compile(r"http://127\.0\.0\.1:(\d+)(/enter\?key=\S+)")


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    members = Family(tmp_path)
    yield members
    for number in members.alive():
        os.kill(number, signal.SIGKILL)


def start(family: Family, *arguments: str, **told: str) -> tuple[subprocess.Popen[str], int, str]:
    """Start it; give the process, the port and the path of the link."""
    aside = family.folder / "aside"
    aside.mkdir()
    process = family.start("serve", "--no-browser", "--workers", "1", *arguments, TMPDIR=str(aside), **told)
    assert process.stderr
    for line in process.stderr:
        if found := _LINK.search(line):
            return process, int(found[1]), found[2]
    raise AssertionError("it did not say where it is")


def ask(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer


@needs_proc
def test_without_a_folder_the_one_among_the_documents_is_made_when_something_is_saved(family: Family, tmp_path: Path):
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    process, port, path = start(family, HOME=str(home))
    cookie = (ask(port, path).getheader("Set-Cookie") or "").partition(";")[0]
    page = ask(port, "/write", Cookie=cookie)
    assert page.status == 200
    assert not list((home / "Documents").iterdir())
    form = urlencode({"token": token(port, cookie), "do": "save", "was": "", "text": "id: calm\n"})
    told = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("POST", "/write/modules/calm", form, told)
        assert line.getresponse().status == 303
    assert (home / "Documents" / "Workbook" / "modules" / "calm.yaml").read_text(encoding="utf-8") == "id: calm\n"
    process.terminate()
    process.communicate(timeout=20)


def token(port: int, cookie: str) -> str:
    """Give the token that stands in the forms of a visit."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", "/help", headers={"Cookie": cookie})
        found = re.search(r'name="token" value="([^"]+)"', line.getresponse().read().decode())
    assert found
    return found[1]


@needs_proc
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_a_link_that_works_once_and_ends_without_a_trace(end: int, family: Family):
    process, port, path = start(family)
    assert ask(port, "/").status == 403
    first = ask(port, path)
    cookie = (first.getheader("Set-Cookie") or "").partition(";")[0]
    assert first.status == 303
    assert ask(port, path).status == 403
    assert ask(port, "/help", Cookie=cookie).status == 200
    assert ask(port, "/help", Cookie=cookie).getheader("Server") is None
    assert family.workers(1)
    process.send_signal(end)
    said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in f"{said}"
    assert cookie.partition("=")[2] not in f"{said}"  # no log of who asked for what
    assert "/help" not in f"{said}"
    assert not [*(family.folder / "aside").iterdir()]
    assert family.all_gone()


@needs_proc
def test_its_workers_end_when_it_is_killed(family: Family):
    process, _, _ = start(family)
    assert family.workers(1)
    process.kill()
    process.communicate(timeout=20)
    assert family.all_gone()


def test_a_port_that_is_taken_is_told(shared_folder: Path):
    with served(shared_folder / "cache") as running:
        result = run("serve", "--no-browser", "--port", running.address.rpartition(":")[2])
    assert result.exit_code == 3
    assert "Choose another with  --port N" in result.output


def test_a_body_of_megabytes_is_refused_before_it_is_read(shared_folder: Path):
    with served(shared_folder / "cache") as running:
        port = int(running.address.rpartition(":")[2])
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.putrequest("POST", "/login")
            line.putheader("Content-Length", str(10**9))
            line.putheader("Content-Type", "application/x-www-form-urlencoded")
            line.endheaders(b"x" * 1000)
            assert line.getresponse().status == 413
        assert get(running.guest(), "/help").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "192.0.2.1"], "this needs --password-file"),
        (["--host", "0.0.0.0"], "this needs --password-file"),
        (["--address", "https://workbook.example"], "this needs --password-file"),
        (["--port", "99999"], "99999"),
    ],
)
def test_what_would_open_it_to_others_is_refused(arguments: list[str], told: str):
    result = run("serve", "--no-browser", *arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_every_address_of_the_computer_needs_a_name(tmp_path: Path):
    file = tmp_path / "password.txt"
    file.write_text(Password.of("seven green lamps").as_line(), encoding="ascii")
    result = run("serve", "--no-browser", "--host", "0.0.0.0", "--password-file", file)
    assert result.exit_code == 2
    assert "--address" in result.output
    for address in ("workbook.example", "https://workbook.example/path", "ftp://workbook.example"):
        result = run("serve", "--no-browser", "--password-file", file, "--address", address)
        assert result.exit_code == 2


@pytest.mark.parametrize(("text", "told"), [(None, "cannot be read"), ("secret", "holds no password")])
def test_a_password_file_that_is_none_is_told(text: str | None, told: str, tmp_path: Path):
    file = tmp_path / "password.txt"
    if text:
        file.write_text(text, encoding="ascii")
    result = run("serve", "--no-browser", "--password-file", file)
    assert result.exit_code == 3
    assert told in result.output
    assert "--make-password-file" in result.output


def test_a_library_that_is_not_there_is_told():
    result = run("--library", "nowhere", "serve", "--no-browser")
    assert result.exit_code == 3
    assert "There is no such folder" in result.output


def test_a_password_is_made_as_a_hash_that_only_its_owner_can_read(tmp_path: Path):
    file = tmp_path / "password.txt"
    runner = CliRunner()
    short = runner.invoke(main, ["serve", "--make-password-file", str(file)], input="short\nshort\n")
    assert short.exit_code == 2
    assert not file.exists()
    words = "seven green lamps"
    made = runner.invoke(main, ["serve", "--make-password-file", str(file)], input=f"{words}\n{words}\n")
    assert made.exit_code == 0
    assert words not in made.output
    assert Password.read(file).is_right(words)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
