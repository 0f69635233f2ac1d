"""Themes: those that there are, and an editor for the clinic's own, with the contrast of each color."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.clinic import CLINIC_FILE
from workbook.domains import DOMAINS
from workbook.preferences import preferences
from workbook.theme import THEMES, theme_files
from workbook.tokens import TEXT_CONTRAST
from workbook.web.clinic.fields import FORM
from workbook.web.clinic.theme import COLORS, FACES, LABELS, MEASURES, ThemeDraft, draft, names, told_in
from workbook.web.conflict import show_conflict
from workbook.web.house import House, house
from workbook.web.pages import page
from workbook.web.saving import NEW, Collision, Kept, NotSaved, data_of
from workbook.yamledit import KeptYaml, NotKept

_DEFAULT = "calm"


@dataclass(frozen=True)
class Base:
    """The theme that somebody began with: its name, its text, and whether it is the clinic's own and is changed."""

    name: str
    kept: Kept
    is_own: bool

    @property
    def text(self) -> str:
        """The text, as it is on the disk."""
        return (self.kept.data or b"").decode("utf-8", errors="replace")


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/clinic/themes", "clinic_themes", _list)
    app.add_url_rule("/clinic/theme", "clinic_theme", _theme)
    app.add_url_rule("/clinic/theme", "clinic_theme_post", _theme_post, methods=["POST"])


def _list() -> ResponseReturnValue:
    here = house()
    files = theme_files(here.settings.libraries)
    saved, of = request.args.get("saved", ""), request.args.get("of", "")
    return page(
        "clinic-themes.html",
        own=[name for name, path in sorted(files.items()) if here.folder.holds(path)],
        others=[name for name, path in sorted(files.items()) if not here.folder.holds(path)],
        used=preferences(here.settings.libraries).theme,
        saved=saved if saved in files else "",
        of=of if of in files else saved,
        can_save=here.folder.root is not None,
    )


def _theme() -> ResponseReturnValue:
    here = house()
    base = _base(here, request.args.get("of", _DEFAULT))
    try:
        made = draft(base.text, base.kept.path)
    except NotSaved as wrong:
        return page("clinic-wrong.html", 409, words=str(wrong))
    if not base.is_own:
        made = replace(made, told={**made.told, "name": ""})
    return _show(here, base, made, "" if not base.is_own else base.name, base.kept.digest if base.is_own else NEW)


def _theme_post() -> ResponseReturnValue:
    here, form = house(), request.form
    base = _base(here, form.get("of", ""))
    name = base.name if base.is_own else form.get("id", "").strip()
    was, do = form.get("was", NEW), form.get("do", "")
    told = told_in(form)
    try:
        made = draft(base.text, base.kept.path, told)
    except NotSaved as wrong:
        return page("clinic-wrong.html", 409, words=str(wrong))
    path = _target(here, base, name, made) if do in {"save", "use"} else None
    if do not in {"save", "use"} and not told["name"]:  # nobody has said yet that it is finished
        made.said.wrong.pop("name", None)
    if do not in {"save", "use"} or made.said.wrong or path is None:
        return _show(here, base, made, name, was, 400 if do in {"save", "use"} else 200, is_unsaved=True)
    try:
        here.folder.save(path, data_of(made.text) if was == NEW else made.text.encode(), was)
    except Collision as collision:
        return show_conflict(
            collision,
            made.text,
            title=f"The theme {name}",
            action="/clinic/theme",
            fields=form.items(),
            back=f"/clinic/theme?of={name}" if name in theme_files(here.settings.libraries) else "/clinic/themes",
        )
    except NotSaved as wrong:
        made.said.add(FORM, str(wrong))
        return _show(here, base, made, name, was, 409, is_unsaved=True)
    if do == "use":
        with contextlib.suppress(NotSaved):  # the next page says where to choose it
            _use(here, name)
    return redirect(f"/clinic/themes?saved={name}&of={base.name}", 303)


def _target(here: House, base: Base, name: str, made: ThemeDraft) -> Path | None:
    """Give the file that is written; None, and words at its field, for a name that cannot be."""
    if base.is_own:
        return base.kept.path
    files = theme_files(here.settings.libraries)
    if name in files and not here.folder.holds(files[name]):
        made.said.add("id", "There is a theme of this name in the program. Choose another name.")
        return None
    try:
        return here.folder.path(THEMES, name)
    except NotSaved as wrong:
        made.said.add("id", str(wrong))
        return None


def _use(here: House, name: str) -> None:
    """Have the clinic print in a theme. Raise NotSaved if its file cannot be changed now."""
    if here.folder.root is None:
        return
    now = here.folder.read(here.folder.root / CLINIC_FILE)
    file = KeptYaml.of((now.data or b"").decode(errors="replace"))
    if file is None:
        raise NotSaved("clinic.yaml cannot be changed from here.")
    try:
        file["theme"] = name
        here.folder.save(now.path, file.text().encode(), now.digest)
    except (NotKept, Collision):
        raise NotSaved("clinic.yaml was changed meanwhile.") from None


def _base(here: House, name: str) -> Base:
    files = theme_files(here.settings.libraries)
    if name not in files:
        abort(404, "There is no theme of this name.")
    try:
        kept = here.folder.read(files[name])
    except NotSaved as wrong:
        abort(409, str(wrong))
    return Base(name, kept, here.folder.holds(files[name]))


def _show(  # noqa: PLR0913 - all named
    here: House, base: Base, made: ThemeDraft, name: str, was: str, status: int = 200, *, is_unsaved: bool = False
) -> Response:
    labels: Mapping[str, str] = LABELS
    return page(
        "clinic-theme.html",
        status,
        base=base,
        name=name,
        draft=made,
        told=made.told,
        notes=made.said.sort(["name", "id", *names()]),
        was=was,
        is_unsaved=is_unsaved,
        labels=labels,
        colors=COLORS,
        accents=DOMAINS,
        measures=MEASURES,
        faces=FACES,
        least=TEXT_CONTRAST,
        theme=made.shown,
        shown_folder=here.folder.shown,
        can_save=here.folder.root is not None,
    )
