"""The password of a server that others can reach: kept as a scrypt hash, and asked for with growing delays."""

import hashlib
import hmac
import secrets
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

LEAST = 12
"""Characters of a password."""
MOST = 1024

_COST, _BLOCK, _LANES = 2**15, 8, 1
_MEMORY = 64 * 2**20
_FIRST_DELAY, _LONGEST_DELAY = 0.5, 30.0
_FREE = 2  # mistakes that cost no time: people mistype


class BadPasswordFile(ValueError):  # noqa: N818 - reads as what happened
    """The file holds no hash that this program has written."""


@dataclass(frozen=True)
class Password:
    """A password that only its hash is known of."""

    salt: bytes
    digest: bytes
    cost: int = _COST

    @classmethod
    def of(cls, text: str) -> "Password":
        """Make the hash of a password."""
        salt = secrets.token_bytes(16)
        return cls(salt, _hash(text, salt, _COST))

    @classmethod
    def read(cls, path: Path) -> "Password":
        """Read the hash from a file. Raise OSError, or BadPasswordFile if it holds none."""
        try:
            kind, cost, salt, digest = path.read_text(encoding="ascii").strip().split("$")
            found = cls(b64decode(salt, validate=True), b64decode(digest, validate=True), int(cost))
        except ValueError:
            raise BadPasswordFile from None
        if kind != "scrypt" or found.cost not in {2**n for n in range(14, 18)} or not found.digest:
            raise BadPasswordFile
        return found

    def as_line(self) -> str:
        """Give the line of a file."""
        return f"scrypt${self.cost}${b64encode(self.salt).decode()}${b64encode(self.digest).decode()}\n"

    def is_right(self, text: str) -> bool:
        """Tell whether this is the password, in the same time whatever is wrong with it."""
        return len(text) <= MOST and hmac.compare_digest(_hash(text, self.salt, self.cost), self.digest)


def _hash(text: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(text.encode(), salt=salt, n=cost, r=_BLOCK, p=_LANES, maxmem=_MEMORY * (cost // _COST or 1))


class Patience:
    """Asks for a password, one try at a time; after mistakes, each next try has to wait longer."""

    def __init__(self, password: Password) -> None:
        self._password = password
        self._lock = Lock()
        self._mistakes = 0
        self._closed_until = 0.0

    def wait(self) -> float:
        """Give the seconds until the next try."""
        return max(0.0, self._closed_until - time.monotonic())

    def try_out(self, text: str) -> bool:
        """Tell whether this is the password. A try before its time is not looked at, and counts for nothing."""
        with self._lock:  # one at a time: each hash takes 32 MB
            if self.wait():
                return False
            if self._password.is_right(text):
                self._mistakes = 0
                return True
            self._mistakes += 1
            if self._mistakes > _FREE:
                delay = min(_LONGEST_DELAY, _FIRST_DELAY * 2 ** (self._mistakes - _FREE))
                self._closed_until = time.monotonic() + delay
            return False
