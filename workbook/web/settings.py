"""How the pages are served: what they are about, who may come in, and how much one file may take to make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from workbook.web.password import Password

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Addresses that only this computer can reach."""


@dataclass(frozen=True)
class Limits:
    """What one file may take: seconds, bytes of memory of each process, and bytes of what is sent to the server.

    ``patience`` is how many seconds a page waits for what is nearly ready, before it shows how far the work has come.
    """

    seconds: float = 300
    memory: int = 2 * 2**30
    body: int = 64 * 2**10
    patience: float = 1.5


@dataclass(frozen=True)
class Settings:
    """Everything that the pages need to know. ``clock`` gives the day; ``address`` is what people type.

    ``workers`` is the number of processes that make files. Without a ``password``, the door is opened by a link.
    """

    address: str
    cache: Path
    clock: Callable[[], date]
    libraries: tuple[Path, ...] = ()
    workers: int = 2
    password: Password | None = None
    limits: Limits = Limits()

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
