"""Help, and what this is."""

from importlib.metadata import version

from flask import Flask
from flask.typing import ResponseReturnValue

from workbook.web.house import house
from workbook.web.pages import page


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/help", "help", _help)
    app.add_url_rule("/about", "about", _about)


def _help() -> ResponseReturnValue:
    return page("help.html")


def _about() -> ResponseReturnValue:
    stock = house().shelf.now()
    today = house().settings.clock()
    crisis = [
        (name, entry.value.checked_on, (today - entry.value.checked_on).days)
        for name, entry in stock.library.crisis.items()
    ]
    unreviewed = sum(row["review"] == "unreviewed" for row in stock.rows["modules"])
    return page(
        "about.html",
        version=version("workbook"),
        numbers={kind: len(rows) for kind, rows in stock.rows.items()},
        unreviewed=unreviewed,
        crisis=sorted(crisis),
        folders=len(house().settings.libraries),
    )
