"""Pages: a template, with what every page has. Jinja escapes whatever comes from files."""

from typing import Any

from flask import Response, g, request
from markupsafe import Markup

from workbook.domains import DOMAINS
from workbook.environment import environment_of
from workbook.inline import to_html, to_plain
from workbook.problems import count
from workbook.web.hints import in_browser
from workbook.web.house import house
from workbook.web.settings import LOOPBACK
from workbook.web.shelf import KINDS

ROOMS = (
    ("/", "Library"),
    ("/programs", "Programs"),
    ("/copies", "Copies"),
    ("/write", "Write"),
    ("/clinic", "Clinic"),
    ("/problems", "Problems"),
    ("/help", "Help"),
)
"""What stands at the top of each page."""


def page(template: str, status: int = 200, **told: Any) -> Response:  # noqa: ANN401 - whatever the template shows
    """Give a page."""
    here = house()
    text = (
        environment_of()
        .get_template(f"web/{template}")
        .render(
            rooms=ROOMS,
            path=request.path,
            kinds=KINDS,
            domains=DOMAINS,
            static=here.statics.address,
            visit=g.get("visit"),
            has_password=here.settings.password is not None,
            is_local=request.host.rpartition(":")[0].strip("[]") in LOOPBACK,
            said=_said,
            plain=to_plain,
            count=count,
            hint=in_browser,
            **told,
        )
    )
    return Response(text, status, mimetype="text/html")


def _said(text: str) -> Markup:
    """Give the text of a file with its emphasis; what looks like HTML in it was escaped."""
    return Markup(to_html(text, lambda _, words: words))  # noqa: S704 - to_html escapes
