"""The way in: the link of the terminal, or a password; and the way out."""

from math import ceil

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.web.house import house, visit
from workbook.web.pages import page


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/enter", "enter", _enter)
    app.add_url_rule("/login", "login", _login)
    app.add_url_rule("/login", "login_post", _login_post, methods=["POST"])
    app.add_url_rule("/leave", "leave", _leave, methods=["POST"])
    app.add_url_rule("/link", "link", _link, methods=["POST"])


def _enter() -> ResponseReturnValue:
    """Exchange the key of a link for a cookie, and go on to an address without it."""
    here = house()
    if here.settings.password:
        return redirect("/login", 303)
    if here.door.visit(request.cookies.get(here.settings.cookie)):
        return redirect("/", 303)  # the link was opened twice in one browser
    cookie = here.door.use_link(request.args.get("key", ""))
    if cookie is None:
        abort(403, "This link was used before, or is not right. Stop Workbook in the terminal and start it again.")
    return _with_cookie(cookie)


def _login() -> ResponseReturnValue:
    if house().settings.password is None:
        abort(404)
    return page("login.html", wait=0, wrong=False)


def _login_post() -> ResponseReturnValue:
    here = house()
    if here.patience is None:
        abort(404)
    if here.patience.try_out(request.form.get("password", "")):
        return _with_cookie(here.door.let_in())
    wait = ceil(here.patience.wait())
    response = page("login.html", 429 if wait else 403, wait=wait, wrong=True)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _with_cookie(cookie: str) -> ResponseReturnValue:
    settings = house().settings
    response = redirect("/", 303)
    response.set_cookie(settings.cookie, cookie, httponly=True, samesite="Strict", secure=settings.is_secure, path="/")
    return response


def _leave() -> ResponseReturnValue:
    """End the visit; what was made for it is let go of."""
    here = house()
    here.jobs.forget_all(visit())
    here.door.send_away(visit())
    response = redirect("/login", 303) if here.settings.password else page("left.html")
    response.delete_cookie(here.settings.cookie, path="/", secure=here.settings.is_secure, httponly=True)
    return response


def _link() -> ResponseReturnValue:
    """Give a link for another browser on this computer."""
    here = house()
    if here.settings.password:
        abort(404)
    return page("link.html", link=f"{here.settings.address}/enter?key={here.door.new_link()}")
