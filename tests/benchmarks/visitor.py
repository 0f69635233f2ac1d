"""Somebody at a browser, for the benchmark: lets itself in, asks for pages, sends forms; and the server it visits."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.measure import ROOT, NotRun

_LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter\?key=[\w-]+")
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_START = 120
_WAIT = 300


@dataclass
class Visitor:
    """One browser: its cookie, its token, and one connection that it keeps."""

    link: str
    cookie: str = ""
    token: str = ""
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.link)
        self.line = http.client.HTTPConnection(parts.netloc, timeout=_WAIT)
        status, head, _ = self.ask("GET", f"{parts.path}?{parts.query}")
        if status != 303:
            raise NotRun(f"the server did not let a visitor in: {status}")
        self.cookie = head["Set-Cookie"].partition(";")[0]
        found = _TOKEN.search(self.page("/help").decode())
        self.token = found[1] if found else ""

    def page(self, path: str) -> bytes:
        """Ask for a page; raise NotRun if it does not come."""
        status, _, data = self.ask("GET", path)
        if status != 200:
            raise NotRun(f"{path} gave {status}")
        return data

    def send(self, path: str, told: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        """Send a form, as a page of the server does."""
        return self.ask("POST", path, urlencode({"token": self.token, **told}))

    def follow(self, path: str, told: Mapping[str, str]) -> bytes:
        """Send a form, and follow to what comes of it."""
        status, head, data = self.send(path, told)
        for _ in range(3):
            if status != 303:
                return data
            status, head, data = self.ask("GET", head["Location"])
        raise NotRun(f"{path} leads in circles")

    def invite(self) -> "Visitor":
        """Let in one more."""
        _, _, data = self.send("/link", {})
        found = _LINK.search(data.decode())
        if not found:
            raise NotRun("the server gave no link for one more visitor")
        return Visitor(found[0])

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, Mapping[str, str], bytes]:
        """Ask, and wait for the whole answer."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@dataclass(frozen=True)
class Served:
    """A server that runs: the link that lets the first visitor in, and its process."""

    link: str
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float:
        """Give the resident memory of the server and of the processes that it has started, in megabytes (Linux)."""
        kids: list[int] = []
        for thread in Path(f"/proc/{self.process.pid}/task").iterdir():  # each thread knows those that it has started
            kids += map(int, (thread / "children").read_text(encoding="ascii").split())
        return sum(map(_resident, [self.process.pid, *kids])) / 1000


def _resident(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended meanwhile
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


@contextmanager
def serving(cache: Path, said: Path, *libraries: Path) -> Iterator[Served]:
    """Run ``workbook serve`` until the end. What it says goes to a file."""
    command = [sys.executable, "-m", "workbook"]
    for library in libraries:
        command += ["--library", str(library)]
    command += ["serve", "--no-browser", "--cache-dir", str(cache)]
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield Served(_link(process, said), process)
        finally:
            process.terminate()
            process.wait()


def _link(process: subprocess.Popen[bytes], said: Path) -> str:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.poll() is None:
        found = _LINK.search(said.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise NotRun(f"workbook serve did not open:\n{said.read_text(encoding='utf-8', errors='replace')[-2000:]}")
