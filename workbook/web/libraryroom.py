"""The library: search and filters that live in the address; modules and worksheets, each with its pages."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from workbook import catalog
from workbook.domains import DOMAINS
from workbook.model import Module, StandingWorksheet, WorksheetUse
from workbook.problems import did_you_mean
from workbook.reading import reading_grade
from workbook.using import worksheet_of
from workbook.web.filesroom import is_known
from workbook.web.house import house, visit
from workbook.web.jobroom import deliver
from workbook.web.looks import VIEWS, Look
from workbook.web.numbers import whole
from workbook.web.orders import BadOrder, handout_order
from workbook.web.pages import page
from workbook.web.shelf import KINDS, Row, Stock
from workbook.web.workshop import Rank

_ON_A_PAGE = 48
_MINUTES = (15, 20, 30, 50, 60, 90)
_LONGEST_SEARCH = 200
_MOST_MINUTES = _MOST_PAGES = 999


@dataclass(frozen=True)
class Choice:
    """What somebody looks for, as it stands in the address."""

    words: str = ""
    kind: str = "modules"
    domain: str = ""
    topic: str = ""
    minutes: int | None = None

    @classmethod
    def of(cls, told: Mapping[str, str], stock: Stock) -> "Choice":
        """Read an address; what makes no sense in it counts for nothing."""
        kind, domain = told.get("kind", ""), told.get("domain", "")
        topic, minutes = told.get("topic", ""), told.get("minutes", "")
        return cls(
            " ".join(told.get("q", "").split())[:_LONGEST_SEARCH],
            kind if kind in KINDS else "modules",
            domain if domain in DOMAINS else "",
            topic if topic in stock.library.topics else "",
            whole(minutes, _MOST_MINUTES),
        )

    @property
    def is_any(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.words or self.domain or self.topic or self.minutes)

    def address(self, number: int) -> str:
        """Give the address of one page of what was found."""
        told = {"q": self.words, "kind": self.kind, "domain": self.domain, "topic": self.topic}
        told |= {"minutes": str(self.minutes or ""), "page": str(number)}
        return "/?" + urlencode({key: value for key, value in told.items() if value})


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/", "library", _library)
    app.add_url_rule("/<any(modules, worksheets):kind>/<name>", "handout", _handout)
    app.add_url_rule("/<any(modules, worksheets):kind>/<name>", "handout_post", _handout_post, methods=["POST"])
    app.add_url_rule("/<any(modules, worksheets):kind>/<name>/pages/<int:number>", "handout_page", _one_page)


def _library() -> ResponseReturnValue:
    here = house()
    stock = here.shelf.now()
    choice = Choice.of(request.args, stock)
    found = stock.find(choice.kind, choice.words)
    rows = catalog.choose(found.rows, choice.domain, choice.minutes, choice.topic)
    last = max(1, -(-len(rows) // _ON_A_PAGE))
    number = min(last, whole(request.args.get("page"), _MOST_PAGES) or 1)
    shown = rows[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    looks = {} if choice.kind == "programs" else _first_pages(stock, shown)
    topics = {name: topic.title for name, topic in stock.library.topics.items() if topic.modules}
    return page(
        "library.html",
        choice=choice,
        rows=shown,
        total=len(rows),
        nowhere=found.nowhere,
        looks=looks,
        minutes=_MINUTES,
        topics=sorted(topics.items(), key=lambda pair: pair[1]),
        number=number,
        last=last,
        broken=len(stock.library.all_broken),
    )


def _first_pages(stock: Stock, shown: list[Row]) -> dict[str, Look]:
    """Give how the first pages look; those of the page that somebody looks at now are drawn first, in its order."""
    looks, now = house().looks, time.monotonic()
    return {row["id"]: looks.of(stock, (row["id"], "standard", "small"), asked=now) for row in shown}


def _handout(kind: str, name: str) -> ResponseReturnValue:
    return _show(kind, name, {})


def _handout_post(kind: str, name: str) -> ResponseReturnValue:
    here = house()
    stock = here.shelf.now()
    if not is_known(stock, kind, name):
        abort(404)
    try:
        order = handout_order(stock, name, request.form, here.settings.clock(), here.settings.libraries)
    except BadOrder as error:
        return _show(kind, name, request.form, str(error))
    return deliver(here.jobs.begin(visit(), order))


def _show(kind: str, name: str, told: Mapping[str, str], mistake: str = "") -> ResponseReturnValue:
    here = house()
    stock = here.shelf.now()
    if not is_known(stock, kind, name):
        abort(404, _not_there(stock, kind, name))
    view = request.args.get("view", "standard")
    view = view if view in VIEWS and (kind == "modules" or view != "facilitator") else "standard"
    look = here.looks.of(stock, (name, view, "small"), Rank.SHOWN, here.settings.limits.patience)
    about = _module(stock, name) if kind == "modules" else _worksheet(stock, name)
    return page(
        "module.html" if kind == "modules" else "worksheet.html",
        400 if mistake else 200,
        kind=kind,
        view=view,
        views=[one for one in VIEWS if kind == "modules" or one != "facilitator"],
        look=look,
        told=told,
        mistake=mistake,
        paper=stock.preferences.paper,
        **about,
    )


def _not_there(stock: Stock, kind: str, name: str) -> str:
    """Say that there is none of this name, and why that may be."""
    what = kind.removesuffix("s")
    if name in stock.library.broken:
        return f"The file of this {what} has mistakes, so it cannot be shown. The page Problems says which."
    hint = did_you_mean(name, stock.library.shelf(kind)) if len(name) < _LONGEST_SEARCH else ""
    return f"There is no {what} of this name. {hint}".strip()


def _module(stock: Stock, name: str) -> dict[str, Any]:
    """Give what the page of a module shows."""
    module: Module = stock.library.modules[name].value
    sheets = [
        worksheet_of(stock.library.worksheets[sheet.use].value, sheet) if isinstance(sheet, WorksheetUse) else sheet
        for sheet in module.worksheets
        if not isinstance(sheet, WorksheetUse) or sheet.use in stock.library.worksheets
    ]
    return {
        "item": module,
        "grade": reading_grade(module),
        "sheets": sheets,
        "sources": [stock.library.sources[key] for key in module.evidence if key in stock.library.sources],
        "topics": [stock.library.topics[key].title for key in module.topics if key in stock.library.topics],
        "programs": _programs_with(stock, name),
    }


def _worksheet(stock: Stock, name: str) -> dict[str, Any]:
    """Give what the page of a worksheet shows."""
    sheet: StandingWorksheet = stock.library.worksheets[name].value
    used = [stock.library.modules[key].value for key in stock.row("worksheets", name)["used_by"]]
    example = sheet.example
    people = stock.library.characters
    return {"item": sheet, "used": used, "who": people[example.who].name if example and example.who in people else ""}


def _programs_with(stock: Stock, name: str) -> list[tuple[str, str, list[int]]]:
    """Give the programs that have a module: id, title, and the numbers of the sessions."""
    found = []
    for entry in stock.library.programs.values():
        numbers = [number for number, one in enumerate(entry.value.sessions, 1) if name in one.modules]
        if numbers:
            found.append((entry.value.id, entry.value.title, numbers))
    return found


def _one_page(kind: str, name: str, number: int) -> ResponseReturnValue:
    """Show one page large enough to read."""
    here = house()
    stock = here.shelf.now()
    view = request.args.get("view", "standard")
    if not is_known(stock, kind, name) or view not in VIEWS or (kind == "worksheets" and view == "facilitator"):
        abort(404)
    look = here.looks.of(stock, (name, view, "small"), Rank.SHOWN, here.settings.limits.patience)
    if look.is_there and not 1 <= number <= len(look.pages):
        abort(404)
    large = here.looks.of(stock, (name, view, "large"), Rank.SHOWN, here.settings.limits.patience)
    entry = stock.library.modules.get(name) if kind == "modules" else stock.library.worksheets.get(name)
    return page(
        "page.html", item=entry.value if entry else None, kind=kind, view=view, number=number, look=look, large=large
    )
