"""The pages of the browser in a test: an application, a client that was let in, and a server on a free port."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.printing import TODAY
from workbook.web.app import create_app, house_of
from workbook.web.house import House
from workbook.web.password import Password
from workbook.web.serve import address_of, listen, make_server
from workbook.web.settings import Limits, Settings
from workbook.web.tasks import Task
from workbook.web.workshop import Rank, Ticket

ADDRESS = "http://127.0.0.1:8000"
PATIENT = Limits(patience=20)
"""For tests that want what is made, however busy the machine is."""
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Site:
    """An application, and what it has said on standard error."""

    app: Flask
    address: str
    told: list[str] = field(default_factory=list)

    @property
    def house(self) -> House:
        """What it has."""
        return house_of(self.app)

    def link(self) -> str:
        """Give a link that lets a browser in."""
        return f"{self.address}/enter?key={self.house.door.new_link()}"

    def stranger(self) -> FlaskClient:
        """Give a client that was not let in."""
        client = self.app.test_client()
        client.environ_base["HTTP_HOST"] = self.address.partition("//")[2]
        return client

    def guest(self) -> FlaskClient:
        """Give a client that was let in."""
        client = self.stranger()
        answer = get(client, self.link().removeprefix(self.address))
        assert answer.status_code == 303
        return client


@contextmanager
def site(  # noqa: PLR0913 - all named
    cache: Path,
    *libraries: Path,
    limits: Limits = PATIENT,
    workers: int = 1,
    password: Password | None = None,
    address: str = ADDRESS,
    today: date = TODAY,
    draws: bool = False,
    own: Path | None = None,
) -> Iterator[Site]:
    """Make an application, and close its workshop at the end. What can wait is drawn only if it ``draws``."""
    told: list[str] = []
    settings = Settings(address, cache, lambda: today, libraries, workers, password, limits, own)
    app = create_app(settings, told.append)
    if not draws:
        workshop = house_of(app).workshop
        hand_in = workshop.hand_in

        def without_what_can_wait(task: Task, rank: Rank, seconds: float) -> Ticket:
            return Ticket(task, rank, seconds) if rank is Rank.LATER else hand_in(task, rank, seconds)

        workshop.hand_in = without_what_can_wait  # type: ignore[method-assign]
    try:
        yield Site(app, address, told)
    finally:
        house_of(app).workshop.close()


@contextmanager
def served(  # noqa: PLR0913 - all named
    cache: Path,
    *libraries: Path,
    limits: Limits = PATIENT,
    workers: int = 2,
    password: Password | None = None,
    draws: bool = False,
    own: Path | None = None,
) -> Iterator[Site]:
    """Serve on a free port."""
    door = listen("127.0.0.1", 0)
    address = address_of("127.0.0.1", door)
    how = {"limits": limits, "workers": workers, "password": password, "draws": draws, "own": own}
    with site(cache, *libraries, address=address, **how) as made:  # type: ignore[arg-type]
        server: Any = make_server(made.app, door, made.house.settings)
        over = Event()
        thread = Thread(target=_run, args=(server, over), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            over.set()
            thread.join()


def _run(server: Any, over: Event) -> None:
    """Serve until it is over, as the server's own loop does until Ctrl-C; then hang up on everybody."""
    while not over.is_set():
        server.asyncore.loop(0.05, server.adj.asyncore_use_poll, server._map, 1)
    server.task_dispatcher.shutdown()
    server.asyncore.close_all(server._map, ignore_all=True)


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Ask for a page, with headers in place of the usual ones (``Sec_Fetch_Site`` for ``Sec-Fetch-Site``)."""
    return client.get(path, headers=_headers(client, headers))


def post(client: FlaskClient, path: str, told: dict[str, str] | None = None, **headers: str) -> TestResponse:
    """Send a form as a page of the server does, with the token that it holds."""
    form = {"token": token_of(client), **(told or {})}
    usual = {"Origin": f"http://{client.environ_base['HTTP_HOST']}", "Sec_Fetch_Site": "same-origin"}
    return client.post(path, data=form, headers=_headers(client, {**usual, **headers}))


def token_of(client: FlaskClient) -> str:
    """Give the token that stands in the forms of this client."""
    found = _TOKEN.search(get(client, "/help").text)
    return found[1] if found else ""


def _headers(client: FlaskClient, told: dict[str, str]) -> dict[str, str]:
    host = {"Host": str(client.environ_base["HTTP_HOST"])}
    return host | {name.replace("_", "-"): value for name, value in told.items() if value}
