"""Jobs: how far a file is, stopping it, and the file itself."""

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.web.guard import FILE_POLICY
from workbook.web.house import house, visit
from workbook.web.jobs import Job
from workbook.web.pages import page
from workbook.web.workshop import State

WORDS = {
    State.WAITING: "Waiting for its turn",
    State.WORKING: "Being made",
    State.DONE: "Ready",
    State.PROBLEMS: "Something in the files has to be mended first",
    State.STOPPED: "Stopped",
    State.TIME: "It took too long, and was stopped",
    State.MEMORY: "It was ended, most likely because it needed too much memory",
    State.MISTAKE: "A mistake of the program: nothing was made",
}


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/jobs/<name>", "job", _job)
    app.add_url_rule("/jobs/<name>/stop", "job_stop", _stop, methods=["POST"])
    app.add_url_rule("/jobs/<name>/forget", "job_forget", _forget, methods=["POST"])
    app.add_url_rule("/jobs/<name>/<any(open, save):how>", "job_file", _file)


def deliver(job: Job) -> ResponseReturnValue:
    """Give the file, if it is ready in a moment; else show how far it is."""
    job.ticket.over.wait(house().settings.limits.patience)
    how = "open" if request.form.get("do") == "open" and _opens(job) else "save"
    if job.ticket.state is State.DONE:
        return redirect(f"/jobs/{job.id}/{how}", 303)
    return redirect(f"/jobs/{job.id}", 303)


def _job(name: str) -> ResponseReturnValue:
    job = _find(name)
    return page(job.order.template, job=job, words=WORDS[job.ticket.state], state=job.ticket.state)


def _stop(name: str) -> ResponseReturnValue:
    job = _find(name)
    job.ticket.stop()
    job.ticket.over.wait(2)
    return redirect(f"/jobs/{job.id}", 303)


def _forget(name: str) -> ResponseReturnValue:
    """Throw away what was made, at once."""
    job = _find(name)
    house().jobs.forget(job)
    return redirect(job.order.back, 303)


def _file(name: str, how: str) -> ResponseReturnValue:
    """Give the file. A web page is only ever saved: opened here, it would be a page of this server."""
    job = _find(name)
    pieces = job.file
    if not pieces:
        return redirect(f"/jobs/{job.id}", 303)
    response = Response(pieces, mimetype=job.order.kind)
    response.content_length = sum(map(len, pieces))
    where = "inline" if how == "open" and _opens(job) else "attachment"
    response.headers["Content-Disposition"] = f'{where}; filename="{job.order.name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'" if job.order.is_page else FILE_POLICY
    return response


def _opens(job: Job) -> bool:
    """Tell whether the browser may show the file itself."""
    return job.order.kind == "application/pdf"


def _find(name: str) -> Job:
    job = house().jobs.find(visit(), name)
    if job is None:
        abort(404, "This file is not kept any more. Go back to the page it came from, and ask for it again.")
    return job
