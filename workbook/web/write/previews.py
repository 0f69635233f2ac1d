"""Previews of each visit: one is made, one at most waits. The pictures of the last few are kept in memory alone."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from workbook.web.door import Visit
from workbook.web.workshop import Rank, State, Ticket, Workshop
from workbook.web.write.previewing import Page, Preview, PreviewAll, PreviewPage

_SECONDS = 20
"""What one preview may take."""
_PATIENCE = 25
"""Seconds that a page waits for one; then something larger is being made."""
_MOST_OF_ONE = 6
_MOST = 60
_MOST_BYTES = 96 * 2**20


@dataclass(frozen=True)
class Seen:
    """What came of asking: the preview, or the state in which it ended. ``token`` is for the addresses of pictures."""

    state: State
    preview: Preview | None = None
    token: str = ""


class Previews:
    """Has previews made. A newer text takes the place of one that waits; what is being made is not disturbed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tickets: dict[tuple[str, bool], Ticket] = {}
        self._kept: OrderedDict[str, tuple[str, Preview]] = OrderedDict()

    def ask(self, workshop: Workshop, visit: Visit, task: PreviewPage | PreviewAll) -> Seen:
        """Have a preview made, and wait for it. ``State.STOPPED`` says that a newer one has taken its place."""
        is_all = isinstance(task, PreviewAll)
        key = visit.id, is_all
        with self._lock:
            older = self._tickets.get(key)
            if older and older.state is State.WAITING:
                workshop.withdraw(older)
            ticket = workshop.hand_in(task, Rank.SHOWN if is_all else Rank.WANTED, _SECONDS)
            self._tickets[key] = ticket
        if not ticket.over.wait(_PATIENCE) and ticket.state is State.WAITING:
            workshop.withdraw(ticket)
        with self._lock:
            if self._tickets.get(key) is ticket:
                del self._tickets[key]
        if ticket.state is State.DONE and isinstance(ticket.result, Preview):
            return Seen(ticket.state, ticket.result, self._keep(visit, ticket.result))
        return Seen(ticket.state)

    def picture(self, visit: Visit, token: str, number: int) -> Page | None:
        """Give a page (from 1) of a preview of this visit, if it is still kept."""
        with self._lock:
            whose, preview = self._kept.get(token, ("", None))
        if preview is None or whose != visit.id or not 1 <= number <= len(preview.pages):
            return None
        return preview.pages[number - 1]

    def _keep(self, visit: Visit, preview: Preview) -> str:
        if not preview.pages:
            return ""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[token] = visit.id, preview
            own = [name for name, (whose, _) in self._kept.items() if whose == visit.id]
            for name in own[:-_MOST_OF_ONE]:
                del self._kept[name]
            while len(self._kept) > _MOST or sum(kept.size for _, kept in self._kept.values()) > _MOST_BYTES:
                self._kept.popitem(last=False)
        return token
