"""How the pages are served: what they are about, who may come in, and how much one file may take to make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from workbook.files import is_folder
from workbook.web.password import Password

USUAL_PORT = 8471
"""Where the pages are served, if nobody else has the port and none was named."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Addresses that only this computer can reach."""


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds, bytes of memory of each process, and bytes of what is sent to the server.

    ``body`` is for most forms, ``text`` for those with a whole file of YAML in them, ``picture`` for a logo, ``roster``
    for a table of people: it is less than Werkzeug and waitress keep in memory, so that no name gets to the disk.
    ``patience`` is how many seconds a page waits for what is nearly ready, before it shows how far the work has come.
    """

    seconds: float = 300
    memory: int = 2 * 2**30
    body: int = 64 * 2**10
    text: int = 2 * 2**20
    picture: int = 6 * 2**20
    roster: int = 400 * 2**10
    patience: float = 1.5

    @property
    def largest(self) -> int:
        """The most that any form may hold."""
        return max(self.body, self.text, self.picture, self.roster)


@dataclass(frozen=True)
class Settings:
    """Everything that the pages need to know. ``clock`` gives the day; ``address`` is what people type.

    ``named`` are the clinics' folders that were named; what is saved goes into the first. Where none was, it goes into
    ``own``, which is made when something is first saved. ``workers`` is the number of processes that make files.
    Without a ``password``, the door is opened by a link.
    """

    address: str
    cache: Path
    clock: Callable[[], date]
    named: tuple[Path, ...] = ()
    workers: int = 2
    password: Password | None = None
    limits: Limits = Limits()
    own: Path | None = None

    @property
    def libraries(self) -> tuple[Path, ...]:
        """The clinics' folders that there are."""
        if self.named:
            return self.named
        return (self.own,) if self.own and is_folder(self.own) else ()

    @property
    def home(self) -> Path | None:
        """The folder that is saved into; None if nothing can be saved."""
        return self.named[0] if self.named else self.own

    @property
    def hosts(self) -> frozenset[str]:
        """What a request may say that it is meant for; on this computer, each of its own names."""
        own = urlsplit(self.address)
        if own.hostname not in LOOPBACK:
            return frozenset({own.netloc})
        return frozenset(f"{'[::1]' if name == '::1' else name}:{own.port}" for name in LOOPBACK)

    @property
    def is_secure(self) -> bool:
        """Whether people come by TLS, so that the cookie must, too."""
        return urlsplit(self.address).scheme == "https"

    @property
    def cookie(self) -> str:
        """The name of the cookie. Cookies know no ports: two servers on one computer must not share a name."""
        port = urlsplit(self.address).port or 0
        return f"__Host-workbook-{port}" if self.is_secure else f"workbook-{port}"
