"""What went wrong, as a page: plain words and a way on, never a trace. A programmer finds more on standard error."""

import sys
import traceback
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from workbook.web.jobs import TooMany
from workbook.web.pages import page

_WORDS = {
    400: ("This does not work", "The request cannot be read."),
    403: ("Not open to this browser", "This page is not open to this browser."),
    404: ("Not found", "There is no such page. It may have been renamed, or its file was moved."),
    405: ("This does not work", "This address is not for that."),
    413: ("Too much at once", "What was sent is larger than any form here."),
    415: ("This does not work", "Only the forms of these pages can be sent."),
    429: ("One moment", "There is enough to do already. Wait until a file is ready, or stop one."),
}


def tell_errors(app: Flask) -> None:
    """Turn errors into pages."""
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(TooMany, lambda _: _expected(TooManyRequests()))
    app.register_error_handler(Exception, _unexpected)


def _expected(error: HTTPException) -> Response:
    code = error.code or 500
    title, words = _WORDS.get(code, ("This does not work", "Something is not as it should be."))
    own = error.description if error.description and error.description != type(error).description else words
    response = page("error.html", code, title=title, words=own)
    if code == 405:  # noqa: PLR2004 - the protocol wants the header
        response.headers["Allow"] = "GET, HEAD, POST"
    return response


def _unexpected(error: Exception) -> Response:
    """Say that it is our mistake; on standard error, say where, without a word of what was in the request or files."""
    where = [f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)]
    rule = request.url_rule.rule if request.url_rule else "?"
    sys.stderr.write(f"A mistake of the program at {rule}: {type(error).__name__}; {'; '.join(where[-6:])}\n")
    words = "This is a mistake of the program. Please tell those who make it; the terminal says what they need to know."
    return page("error.html", 500, title="A mistake of the program", words=words)
