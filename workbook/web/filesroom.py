"""Files for the pages: style sheets, scripts, fonts, and the pictures of pages."""

from flask import Flask, Response, abort, request
from flask.typing import ResponseReturnValue

from workbook.web.house import house
from workbook.web.looks import SCALES, VIEWS
from workbook.web.shelf import Stock
from workbook.web.workshop import Rank

_YEAR = "private, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/static/<name>", "static", _static)
    app.add_url_rule("/pictures/<kind>/<name>/<view>/<int:number>.png", "picture", _picture)


def _static(name: str) -> ResponseReturnValue:
    found = house().statics.find(name)
    if found is None:
        abort(404)
    response = Response(found.data, mimetype=found.kind)
    response.set_etag(found.digest)
    response.headers["Cache-Control"] = _YEAR if request.args.get("v") == found.digest else _ASK_AGAIN
    return response.make_conditional(request)


def _picture(kind: str, name: str, view: str, number: int) -> ResponseReturnValue:
    """Give the picture of a page; a blank sheet of its size, not to be kept, until it is there."""
    here = house()
    stock = here.shelf.now()
    scale = request.args.get("scale", "small")
    if not is_known(stock, kind, name) or view not in VIEWS or scale not in SCALES:
        abort(404)
    wanted = (name, view, scale)
    large = scale == "large"
    patience = here.settings.limits.patience if large else 0
    look = here.looks.of(stock, wanted, Rank.SHOWN if large else Rank.LATER, patience)
    if look.is_there and not 1 <= number <= len(look.pages):
        abort(404)
    data = here.looks.picture(look.pages[number - 1]) if look.is_there else None
    if look.is_there and data is None:  # the cache was emptied meanwhile
        here.looks.forget(wanted)
    if data is None:
        blank = here.statics.find("blank.svg")
        return Response(blank.data if blank else b"", mimetype="image/svg+xml")
    response = Response(data, mimetype="image/png")
    response.set_etag(look.pages[number - 1].key)
    response.headers["Cache-Control"] = _ASK_AGAIN
    return response.make_conditional(request)


def is_known(stock: Stock, kind: str, name: str) -> bool:
    """Tell whether the library has a module or worksheet of this name."""
    return kind in {"modules", "worksheets"} and name in stock.library.shelf(kind)
