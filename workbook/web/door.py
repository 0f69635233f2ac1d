"""The door: who may come in. A link that works once, or a password; then a cookie, and a token in each form."""

import hmac
import secrets
import time
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

_IDLE = 12 * 3600
_MOST = 500
_LINK_LASTS = 24 * 3600


@dataclass
class Visit:
    """One browser that was let in. ``token`` stands in each of its forms."""

    id: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    seen: float = field(default_factory=time.monotonic)


class Door:
    """Lets browsers in, and knows them again by their cookie. Of links and cookies, only hashes are kept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._links: dict[bytes, float] = {}
        self._visits: dict[bytes, Visit] = {}

    def new_link(self) -> str:
        """Give a key that lets one browser in, once, within a day."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._links[_digest(key)] = time.monotonic()
            while len(self._links) > _MOST:
                del self._links[next(iter(self._links))]
        return key

    def use_link(self, key: str) -> str | None:
        """Exchange the key of a link for a cookie; None if it is wrong, was used before or is too old."""
        wanted = _digest(key)
        with self._lock:
            known = [digest for digest in self._links if hmac.compare_digest(digest, wanted)]
            made = self._links.pop(known[0]) if known else None
        if made is None or time.monotonic() - made > _LINK_LASTS:
            return None
        return self.let_in()

    def let_in(self) -> str:
        """Begin a visit, and give its cookie."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._visits[_digest(cookie)] = Visit(secrets.token_hex(8))
            while len(self._visits) > _MOST:
                del self._visits[min(self._visits, key=lambda digest: self._visits[digest].seen)]
        return cookie

    def visit(self, cookie: str | None) -> Visit | None:
        """Give the visit of a cookie; None if there is none, or it has not been seen for half a day."""
        if not cookie:
            return None
        wanted, now = _digest(cookie), time.monotonic()
        with self._lock:
            known = [digest for digest in self._visits if hmac.compare_digest(digest, wanted)]
            if not known:
                return None
            if now - self._visits[known[0]].seen > _IDLE:
                del self._visits[known[0]]
                return None
            self._visits[known[0]].seen = now
            return self._visits[known[0]]

    def send_away(self, visit: Visit) -> None:
        """End a visit."""
        with self._lock:
            self._visits = {digest: known for digest, known in self._visits.items() if known is not visit}


def is_token(visit: Visit, token: str) -> bool:
    """Tell whether a form was made for this visit."""
    return hmac.compare_digest(visit.token.encode(), token.encode())


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
