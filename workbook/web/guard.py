"""The guard: looks at every request before anything else does, and at every answer before it leaves.

A page of somebody else's cannot reach this server by another name (the Host is compared), cannot send forms (Origin,
Sec-Fetch-Site and a token are compared), and cannot show or embed what is here (the headers say so).
"""

from flask import Flask, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from workbook.web.door import is_token
from workbook.web.house import house
from workbook.web.settings import Limits

_OPEN_TO_ALL = frozenset({"static", "enter", "login", "login_post"})
"""What can be asked for without having been let in."""

_READING = frozenset({"GET", "HEAD"})
_FORM = "application/x-www-form-urlencoded"
_UPLOAD = "multipart/form-data"

_LARGER = {
    "copies_post": "roster",
    "clinic_post": "picture",
    "builder_post": "text",
    "write_post": "text",
    "preview": "text",
}
"""Forms that may be larger than others, and the name of their limit."""
_UPLOADS = frozenset({"copies_post", "clinic_post"})
"""Forms that may hold a file."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Pages take all from this server, and run nothing that stands in a page."""

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""For PDFs, which the viewer of a browser shows with a style of its own."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers send Origin: null with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def post_guard(app: Flask) -> None:
    """Have every request and every answer looked at."""
    app.before_request(_before)
    app.after_request(_after)


def _before() -> ResponseReturnValue | None:
    g.visit = None
    settings = house().settings
    if request.headers.get("Host", "") not in settings.hosts:
        abort(400, "This address is not the one that Workbook is served at.")
    _refuse_other_sites()
    if request.method not in _READING:
        _refuse_bodies(settings.limits)
    g.visit = house().door.visit(request.cookies.get(settings.cookie))
    if g.visit is None and request.endpoint not in _OPEN_TO_ALL:
        if settings.password and request.method in _READING:
            return redirect("/login", 303)
        if settings.password:
            abort(403, "You were signed out. Sign in again, then go back to the page you came from.")
        abort(403, "Workbook does not know this browser yet. Open the link that stands in the terminal.")
    if g.visit and request.method not in _READING and not is_token(g.visit, request.form.get("token", "")):
        abort(403, "This form is out of date. Go back, load the page again, and send it once more.")
    return None


def _refuse_other_sites() -> None:
    """Refuse what another site's page has sent; that it shows a link to here is all that it may do."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    reading = request.method in _READING
    follows_link = reading and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if site not in {"same-origin", "none"} and not (
        follows_link and request.headers.get("Sec-Fetch-Dest") == "document"
    ):
        abort(403, "Another site has sent this.")
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"{_scheme()}://{host}" for host in house().settings.hosts}:
        abort(403, "Another site has sent this.")
    if not reading and origin is None and "Sec-Fetch-Site" not in request.headers:
        abort(403, "The browser does not say where this form comes from.")


def _scheme() -> str:
    return "https" if house().settings.is_secure else "http"


def _refuse_bodies(limits: Limits) -> None:
    """Refuse what is too large for its form, and what is no form, before any of it is read."""
    most = getattr(limits, _LARGER.get(request.endpoint or "", "body"))
    if request.content_length is None:
        abort(411)
    if request.content_length > most:
        abort(413)
    if request.mimetype != _FORM and not (request.mimetype == _UPLOAD and request.endpoint in _UPLOADS):
        abort(415)
    request.max_content_length = request.max_form_memory_size = most


def _after(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)
    return response
