"""Programs: their sessions, minutes and remarks, and all that can be printed of them."""

from collections.abc import Mapping

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from workbook.planning import plan_of, remarks
from workbook.problems import did_you_mean
from workbook.web.builder.wish import in_titles
from workbook.web.house import house, visit
from workbook.web.jobroom import deliver
from workbook.web.orders import BadOrder, program_order
from workbook.web.pages import page


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/programs", "programs", _programs)
    app.add_url_rule("/programs/<name>", "program", _program)
    app.add_url_rule("/programs/<name>", "program_post", _program_post, methods=["POST"])


def _programs() -> ResponseReturnValue:
    return page("programs.html", rows=house().shelf.now().rows["programs"])


def _program(name: str) -> ResponseReturnValue:
    return _show(name, {})


def _program_post(name: str) -> ResponseReturnValue:
    here = house()
    stock = here.shelf.now()
    entry = stock.library.programs.get(name)
    if entry is None:
        abort(404)
    try:
        order = program_order(stock, entry.value, request.form, here.settings.clock(), here.settings.libraries)
    except BadOrder as error:
        return _show(name, request.form, str(error))
    return deliver(here.jobs.begin(visit(), order))


def _show(name: str, told: Mapping[str, str], mistake: str = "") -> ResponseReturnValue:
    stock = house().shelf.now()
    entry = stock.library.programs.get(name)
    if entry is None:
        hint = did_you_mean(name, stock.library.programs) if len(name) < 100 else ""  # noqa: PLR2004 - a name
        broken = "Its file has mistakes; the page Problems says which." if name in stock.library.broken else hint
        abort(404, f"There is no program of this name. {broken}".strip())
    plan = plan_of(stock.library, entry.value)
    return page(
        "program.html",
        400 if mistake else 200,
        item=entry.value,
        plan=plan,
        remarks=[in_titles(remark, stock.library) for remark in remarks(plan)],
        is_own=name in stock.library.own,
        told=told,
        mistake=mistake,
        paper=stock.preferences.paper,
    )
