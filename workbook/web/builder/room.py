"""The program builder: a program of the clinic's own, put together from another. The form holds all of it.

Each button sends the whole form; the page that comes back is made from it. Only saving changes anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.ownfile import Wish, text_for
from workbook.problems import display_path
from workbook.web.builder.moves import Table, done
from workbook.web.builder.shape import Shape, read_shape, shape_of
from workbook.web.builder.texts import groups
from workbook.web.builder.view import View, left_out, news, view_of
from workbook.web.builder.wish import read_wish, without_gaps, without_what_is_the_same
from workbook.web.builder.work import Work, save_new, work_on
from workbook.web.conflict import show_conflict
from workbook.web.house import house
from workbook.web.pages import page
from workbook.web.saving import Collision, NotSaved
from workbook.web.shelf import Row

_FOUND = 12
"""Modules that a search in the builder shows."""
_LONGEST_SEARCH = 200


@dataclass(frozen=True)
class _Said:
    """What a page says besides the form: what was left out of what was sent, what went wrong, what a button did."""

    slips: Sequence[str] = ()
    mistake: str = ""
    news: str = ""
    status: int = 200


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/programs/<name>/change", "builder", _builder)
    app.add_url_rule("/programs/<name>/change", "builder_post", _builder_post, methods=["POST"])
    app.add_url_rule("/programs/<name>/change/saved", "builder_saved", _saved)


def _builder(name: str) -> ResponseReturnValue:
    work = work_on(name)
    shape = shape_of(work.start)
    shape = replace(shape, title="") if work.is_new else shape  # what is new has a name of its own
    return _show(work, shape, _looked_at(work, shape), _Said())


def _builder_post(name: str) -> ResponseReturnValue:
    work = work_on(name)
    library = work.stock.library
    sent, slips = read_shape(request.form, library)
    sent = replace(sent, texts=without_what_is_the_same(library, work.start, sent))
    do = request.form.get("do", "show")
    verb, _, about = do.partition(":")
    if verb in {"save", "copy"}:
        return _save(work, sent, slips, as_copy=verb == "copy")
    if verb == "words" and about in sent.modules:
        return _words(work, sent, about)
    shape = done(Table(library, library.programs[work.start.base].value, request.form), sent, do)
    view = _looked_at(work, shape)
    words, found = _search(work, shape)
    return _show(work, shape, view, _Said(slips, news=news(view, sent, shape, do, library, words, len(found))))


def _looked_at(work: Work, shape: Shape) -> View:
    here = house()
    read = read_wish(work.stock.library, work.start, shape)
    return view_of(work.stock, here.looks, work.start, read, here.settings.clock())


def _search(work: Work, shape: Shape) -> tuple[str, list[Row]]:
    """Give what is searched for, and the modules with these words that are not in the program."""
    words = " ".join(request.form.get("q", "").split())[:_LONGEST_SEARCH]
    found = work.stock.find("modules", words).rows if words else []
    return words, [row for row in found if row["id"] not in shape.modules]


def _show(work: Work, shape: Shape, view: View, said: _Said) -> ResponseReturnValue:
    """Show the form. Mistakes are marked once something was sent: nobody has made any on a page that is new."""
    library = work.stock.library
    words, found = _search(work, shape)
    is_asked = said.status != 200  # noqa: PLR2004 - OK
    mistakes = {name: text for name, text in view.mistakes.items() if is_asked or (name != "title" or shape.title)}
    gone, lost = left_out(library, work.start, shape)
    return page(
        "builder.html",
        said.status,
        work=work,
        shape=shape,
        view=view,
        said_here=said,
        is_told=is_asked or any(name.startswith("text:") for name in mistakes),
        mistakes=mistakes,
        words=words,
        found=found[:_FOUND],
        more=max(0, len(found) - _FOUND),
        add_to=request.form.get("add_to", ""),
        gone=gone,
        lost=lost,
        was=request.form.get("was", work.was),
        is_posted=request.method == "POST",
        folder=house().folder.shown,
    )


def _words(work: Work, shape: Shape, name: str) -> ResponseReturnValue:
    """Show the texts of one module, with the rest of the form carried along."""
    view = _looked_at(work, without_gaps(work.start, shape))
    module = next(planned.module for planned in view.plan.modules if planned.module.id == name)
    ours = (f"text:{name}:", f"text:{name}/", f"note:{name}")
    about = f"In “{module.title}”"
    return page(
        "builder-words.html",
        work=work,
        shape=shape,
        module=module,
        groups=groups(work.stock.library, work.start, name),
        mistakes={key: text for key, text in view.mistakes.items() if key.startswith(ours)},
        problems=[one for one in view.problems if one.startswith(about) or not view.is_right],
        was=request.form.get("was", work.was),
    )


def _save(work: Work, shape: Shape, slips: list[str], *, as_copy: bool) -> ResponseReturnValue:
    """Save, if all is right; else say what is not, with all that was typed."""
    view = _looked_at(work, shape)
    wish = read_wish(work.stock.library, work.start, shape).wish
    is_new = work.is_new or as_copy
    if wish and is_new and _is_taken(work, wish.title):
        view = replace(view, mistakes={"title": "There is a program of this name. Give yours another one."})
    if slips or wish is None or not view.is_right:
        return _show(work, shape, view, _Said(slips, status=400))
    try:
        if is_new:
            return _to_saved(save_new(work, wish), work.name)
        return _save_over(work, wish)
    except NotSaved as error:
        return _show(work, shape, view, _Said(mistake=str(error), status=409))


def _is_taken(work: Work, title: str) -> bool:
    """Tell whether a program is called so: two of one name could not be told apart."""
    titles = (entry.value.title for entry in work.stock.library.programs.values())
    return title.casefold() in {known.casefold() for known in titles}


def _save_over(work: Work, wish: Wish) -> ResponseReturnValue:
    text = text_for(work.stock.library, work.start, wish)
    if text is None:
        raise NotSaved("This cannot be written into the file without changing more of it. Save it as another program.")
    try:
        house().folder.save(work.start.path, text.encode(), request.form.get("was", ""))
    except Collision as collision:
        return show_conflict(
            collision,
            text,
            title=work.start.program.title,
            action=work.address,
            fields=list(request.form.items(multi=True)),
            back=work.address,
        )
    return _to_saved(work.name, work.name)


def _to_saved(name: str, of: str) -> ResponseReturnValue:
    return redirect(f"/programs/{name}/change/saved?of={of}", 303)


def _saved(name: str) -> ResponseReturnValue:
    """Say where it lies now, and what can be done with it."""
    work = work_on(name)
    if work.file is None:
        abort(404)
    of = request.args.get("of", "")
    return page(
        "builder-saved.html",
        work=work,
        item=work.start.program,
        text=work.file.text,
        where=display_path(work.start.path),
        of=of if of in work.stock.library.programs else name,
    )
