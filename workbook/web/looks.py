"""How pages look: pictures of modules and worksheets, made in the background and shown when they are there."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from workbook.cache import Cache
from workbook.edition import Edition
from workbook.request import BuildRequest
from workbook.web.settings import Settings
from workbook.web.shelf import Stock
from workbook.web.tasks import DrawPages, Picture
from workbook.web.workshop import Rank, State, Ticket, Workshop

VIEWS = {
    "standard": Edition(),
    "large-print": Edition(size="large-print"),
    "facilitator": Edition(copy_for="facilitator"),
}
"""What pages can be looked at in, by the word in the address."""

SCALES = {"small": 60, "large": 120}
"""Pixels to the inch: to choose by, and to read."""

_SECONDS = 60
_MOST = 4000


@dataclass(frozen=True)
class Look:
    """The pages of one thing in one view. ``failed`` says that it has mistakes; else, none means: not yet drawn."""

    pages: tuple[Picture, ...] = ()
    failed: bool = False

    @property
    def is_there(self) -> bool:
        """Whether there is something to show."""
        return bool(self.pages)


Wanted = tuple[str, str, str]
"""The name of a module or worksheet, the view and the scale."""


class Looks:
    """Knows the pictures that there are, and has the workshop draw the others."""

    def __init__(self, settings: Settings, workshop: Workshop) -> None:
        self._settings = settings
        self._workshop = workshop
        self._cache = Cache(settings.cache)
        self._lock = Lock()
        self._known: dict[Wanted, tuple[str, Look]] = {}
        self._tickets: dict[Wanted, tuple[str, Ticket]] = {}

    def of(self, stock: Stock, wanted: Wanted, rank: Rank = Rank.LATER, patience: float = 0, asked: float = 0) -> Look:
        """Give the look of something, perhaps that of a moment ago; wait ``patience`` seconds for a first one.

        ``asked`` is when the page was asked for that shows it (on the clock ``time.monotonic``).
        """
        today = self._settings.clock()
        state = f"{stock.stamp} {today}"
        with self._lock:
            told, look = self._known.get(wanted, ("", Look()))
            if told == state:
                return look
            of, ticket = self._tickets.get(wanted, ("", None))
            if ticket is None or of != state or (ticket.rank > rank and ticket.state is State.WAITING):
                if ticket and ticket.state is State.WAITING:  # what is being drawn is of use to the cache
                    self._workshop.withdraw(ticket)
                ticket = self._hand_in(stock, wanted, rank, today)
                self._tickets[wanted] = state, ticket
            ticket.asked = max(ticket.asked if of == state else 0.0, asked)
        if not look.is_there and patience:
            ticket.over.wait(patience)
        if not ticket.state.is_over:
            return look
        return self._note(wanted, state, ticket)

    def picture(self, picture: Picture) -> bytes | None:
        """Give a picture as PNG; None if the cache has thrown it away."""
        return self._cache.get_note(picture.key)

    def forget(self, wanted: Wanted) -> None:
        """Have something drawn anew the next time."""
        with self._lock:
            self._known.pop(wanted, None)

    def _hand_in(self, stock: Stock, wanted: Wanted, rank: Rank, today: date) -> Ticket:
        name, view, scale = wanted
        edition = edition_of(view, stock)
        libraries: tuple[Path, ...] = self._settings.libraries
        told = stock.preferences
        request = BuildRequest(
            today, handouts=(name,), edition=edition, libraries=libraries, theme=told.theme, locale=told.locale
        )
        return self._workshop.hand_in(DrawPages(request, stock.stamp, SCALES[scale]), rank, _SECONDS)

    def _note(self, wanted: Wanted, state: str, ticket: Ticket) -> Look:
        """Keep what came of a task; what was stopped is asked for again the next time."""
        with self._lock:
            if self._tickets.get(wanted, ("", None))[1] is ticket:
                del self._tickets[wanted]
            if ticket.state is State.STOPPED:
                return self._known.get(wanted, ("", Look()))[1]
            pages = ticket.result if ticket.state is State.DONE else ()
            look = Look(pages if isinstance(pages, tuple) else (), failed=ticket.state is not State.DONE)
            self._known[wanted] = state, look
            while len(self._known) > _MOST:
                del self._known[next(iter(self._known))]
            return look


def edition_of(view: str, stock: Stock) -> Edition:
    """Give the edition of a view, on the clinic's paper."""
    shown = VIEWS[view]
    return replace(shown, paper="a4") if stock.preferences.paper == "a4" else shown
