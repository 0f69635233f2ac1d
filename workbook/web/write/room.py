"""The editor: a module or worksheet as YAML, its problems at their lines, and its pages as they will be printed."""

from urllib.parse import quote, urlencode

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.source import MAX_BYTES
from workbook.telling import IS_ID
from workbook.web.conflict import show_conflict
from workbook.web.house import house, visit
from workbook.web.numbers import whole
from workbook.web.pages import page
from workbook.web.saving import NEW, Collision, NotSaved, data_of
from workbook.web.write.desk import Paper, read_only, saved_words, show, written_of
from workbook.web.write.files import (
    KINDS,
    NotYet,
    beneath,
    first_text,
    may_start,
    own_files,
    own_path,
    path_for,
    why_not,
)
from workbook.web.write.help import open_help
from workbook.web.write.previewing import PreviewAll, PreviewPage
from workbook.web.write.previews import Previews

_LONGEST = 200
"""Characters of a name."""
_ADDRESS = "/write/<any(modules, worksheets):kind>/<name>"


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    previews = Previews()
    open_help(app)
    app.add_url_rule("/write", "write", _list)
    app.add_url_rule("/write/new", "write_new", _new)
    app.add_url_rule(_ADDRESS, "write_file", _open)
    app.add_url_rule(_ADDRESS, "write_post", lambda kind, name: _post(previews, kind, name), methods=["POST"])
    app.add_url_rule("/write/preview", "preview", lambda: _preview(previews), methods=["POST"])
    app.add_url_rule(
        "/write/pictures/<token>/<int:number>.png",
        "preview_picture",
        lambda token, number: _picture(previews, token, number),
    )


def _list(kind: str = "", mistake: str = "") -> Response:
    """Show what there is to write, and forms for what is new; a mistake is told at the form of its kind."""
    here = house()
    stock = here.shelf.now()
    return page(
        "write.html",
        400 if mistake else 200,
        own={one: own_files(stock.library, here.folder, one) for one in KINDS},
        known={one: sorted((row["title"], row["id"]) for row in stock.rows[one]) for one in KINDS},
        folder=here.folder.shown,
        wrong_kind=kind,
        mistake=mistake,
        told=request.args,
    )


def _new() -> ResponseReturnValue:
    """Go to the editor of a new file; nothing is written before it is saved."""
    here = house()
    library = here.shelf.now().library
    kind, source = request.args.get("kind", "modules"), request.args.get("from", "")
    title = " ".join(request.args.get("title", "").split())
    if kind not in KINDS:
        abort(404)
    try:
        name = may_start(library, here.folder, kind, title)
        first_text(library, kind, name, source, title)
    except NotYet as error:
        return _list(kind, str(error))
    return redirect(f"/write/{kind}/{name}?" + urlencode({"title": title, "from": source}), 303)


def _open(kind: str, name: str) -> ResponseReturnValue:
    """Open a file of the clinic's own, or a new one; what is shipped can be read."""
    here = house()
    library = here.shelf.now().library
    path = own_path(library, here.folder, kind, name)
    shipped = beneath(library, here.folder, kind, name)
    if path is not None:
        try:
            kept = here.folder.read(path)
        except NotSaved as error:
            abort(404, str(error))
        if why := why_not(kept):
            return read_only(kind, name, kept.text, why)
        saved = saved_words(kind, kept.text, path, stands_before=bool(shipped)) if "saved" in request.args else None
        paper = Paper(kind, name, path, kept.text, kept.digest)
        return show(paper, saved=saved, view=request.args.get("view", ""), line=_line(request.args.get("line")))
    title = " ".join(request.args.get("title", "").split())
    try:
        if shipped and "own" in request.args:
            text = first_text(library, kind, name, name, "")
        elif shipped:
            return read_only(kind, name, shipped.source.text, "")
        elif title and may_start(library, here.folder, kind, title) == name:
            text = first_text(library, kind, name, request.args.get("from", ""), title)
        else:
            abort(404, "There is no file of this name to write in.")
    except NotYet as error:
        return _list(kind, str(error))
    return show(Paper(kind, name, path_for(library, here.folder, kind, name), text, NEW))


def _post(previews: Previews, kind: str, name: str) -> ResponseReturnValue:
    """Save a text, or show it again as it was sent, with its problems and pages."""
    here = house()
    library = here.shelf.now().library
    path = path_for(library, here.folder, kind, name)
    if path is None and not IS_ID.fullmatch(name):
        abort(404)
    text, was = request.form.get("text", ""), request.form.get("was", NEW)
    line, view = _line(request.form.get("line")), request.form.get("view", "")
    paper = Paper(kind, name, path, text, was)
    if request.form.get("do") != "save":
        task = PreviewAll(written_of(paper, view))
        return show(paper, view=view, line=line, seen=previews.ask(here.workshop, visit(), task), is_unsaved=True)
    try:
        kept = here.folder.save(path or here.folder.path(kind, name), data_of(text), was)
    except Collision as collision:
        address = f"/write/{kind}/{name}"
        fields = request.form.items()
        return show_conflict(collision, text, title=paper.title, action=address, fields=fields, back=address)
    except NotSaved as error:
        return show(paper, view=view, line=line, is_unsaved=True, mistake=str(error))
    told = {"saved": "1", "line": str(line), "view": view}
    return redirect(f"/write/{kind}/{quote(kept.path.stem)}?" + urlencode(told), 303)


def _preview(previews: Previews) -> ResponseReturnValue:
    """Give what stands beside the text: problems, and pictures of pages."""
    here = house()
    kind, name = request.form.get("kind", ""), request.form.get("name", "")
    if kind not in KINDS or len(name) > _LONGEST:
        abort(404)
    path = path_for(here.shelf.now().library, here.folder, kind, name)
    paper = Paper(kind, name, path, request.form.get("text", ""), NEW)
    written = written_of(paper, request.form.get("view", ""))
    task = PreviewAll(written) if request.form.get("all") else PreviewPage(written, _line(request.form.get("line")))
    return page("write-seen.html", seen=previews.ask(here.workshop, visit(), task), is_all=isinstance(task, PreviewAll))


def _picture(previews: Previews, token: str, number: int) -> ResponseReturnValue:
    found = previews.picture(visit(), token, number)
    if found is None:
        abort(404)
    return Response(found.data, mimetype="image/png")


def _line(told: str | None) -> int:
    """Give the number of a line; 1 for what is none."""
    return whole(told, MAX_BYTES) or 1
