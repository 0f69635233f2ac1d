"""Copies: one workbook for each row of a roster, as a zip or a print file. No name is kept on a disk."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from workbook.problems import Problem, errors
from workbook.roster import COLUMNS, LONGEST_NAME, MOST_GOALS
from workbook.web.copies.making import CheckRoster
from workbook.web.copies.table import Looked, look
from workbook.web.copies.wanted import MOST_COPIES, CopiesOrder, NotYet, Typed, empty_table, order_of
from workbook.web.house import house, visit
from workbook.web.jobroom import WORDS
from workbook.web.jobs import TooMany
from workbook.web.pages import page
from workbook.web.workshop import Rank, State

WAITS = 30.0
"""Seconds that a table waits to be looked at, while the workshop is busy."""


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/copies", "copies", _copies)
    app.add_url_rule("/copies", "copies_post", _copies_post, methods=["POST"])
    app.add_url_rule("/copies/empty.csv", "copies_empty", _empty)


def _copies() -> ResponseReturnValue:
    """Show the form: empty, or as it was typed for copies that are still kept."""
    job = house().jobs.find(visit(), request.args.get("again", ""))
    if job and isinstance(job.order, CopiesOrder):
        return _show(job.order.typed)
    return _show(Typed({"program": request.args.get("program", "")}, b""))


def _copies_post() -> ResponseReturnValue:
    """Look at the table, or make the copies."""
    upload = request.files.get("file")
    typed = Typed.of(request.form.to_dict(), upload.read() if upload and upload.filename else None)
    here = house()
    try:
        order, found = order_of(typed, here.shelf.now(), here.settings)
        problems = (*found, *_check(order)) if not _is_hopeless(order) else found
        if errors(problems) or request.form.get("do") != "make":
            return _show(typed, looked=look(typed.raw, order.roster, problems))
        job = here.jobs.begin(visit(), order)
    except NotYet as mistake:
        return _show(typed, mistake)
    except TooMany:
        return _show(typed, NotYet("", "There is enough to do already. Wait until a file is ready, or stop one."))
    return Response(status=303, headers={"Location": f"/jobs/{job.id}"})


def _is_hopeless(order: CopiesOrder) -> bool:
    """Tell whether looking closer is of no use: without rows, or with far too many."""
    return not 0 < len(order.roster.rows) <= MOST_COPIES


def _check(order: CopiesOrder) -> tuple[Problem, ...]:
    """Have the workshop compare the table with the program. Raise NotYet if it has no time."""
    here = house()
    task = CheckRoster(order.request, order.roster, here.shelf.stamp())
    ticket = here.workshop.hand_in(task, Rank.SHOWN, here.settings.limits.seconds)
    ticket.over.wait(WAITS)
    if ticket.state is State.DONE and isinstance(ticket.result, tuple):
        return ticket.result
    is_late = not ticket.state.is_over
    here.workshop.withdraw(ticket)
    if is_late:
        raise NotYet("", "Workbook is busy with other files. Choose “Look” once more in a moment.")
    raise NotYet("", "The table could not be compared with the program. The page Problems may say why.")


def _show(typed: Typed, mistake: NotYet | None = None, looked: Looked | None = None) -> Response:
    """Give the page with the form as it was typed."""
    here = house()
    stock = here.shelf.now()
    mine = [job for job in here.jobs.all_of(visit()) if isinstance(job.order, CopiesOrder)]
    return page(
        "copies.html",
        400 if mistake else 200,
        programs=stock.rows["programs"],
        told=typed.answers,
        came_as_file=typed.is_file,
        mistake=mistake,
        looked=looked,
        jobs=mine,
        gone="gone" in request.args,
        words=WORDS,
        columns=COLUMNS,
        most=MOST_COPIES,
        most_bytes=here.settings.limits.roster,
        longest_name=LONGEST_NAME,
        most_goals=MOST_GOALS,
        paper=stock.preferences.paper,
    )


def _empty() -> ResponseReturnValue:
    """Give an empty table to write in."""
    response = Response(empty_table(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="roster.csv"'
    return response
