"""The clinic's settings: who it is, its logo, its theme, and its lines to call in a crisis."""

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from workbook.checks.safety import FAIL_AFTER_DAYS, WARN_AFTER_DAYS
from workbook.clinic import CLINIC_FILE, RESOURCES_FILE
from workbook.clinicseed import new_clinic
from workbook.files import is_file, is_folder
from workbook.library import CRISIS, Entry
from workbook.model import Crisis
from workbook.parse import parse
from workbook.preferences import Preferences, preferences
from workbook.problems import ProblemsFound, display_path
from workbook.source import read
from workbook.theme import theme_files
from workbook.web.clinic import picture as clinicpicture
from workbook.web.clinic import themeroom as clinicthemeroom
from workbook.web.clinic.draft import Draft, Surroundings, opened, typed
from workbook.web.clinic.fields import FORM
from workbook.web.clinic.form import LABELS, LINE_LABELS, LINES, names, told_in
from workbook.web.clinic.lines import National, age_of
from workbook.web.clinic.picture import NotAPicture
from workbook.web.conflict import show_conflict
from workbook.web.house import House, house
from workbook.web.numbers import whole
from workbook.web.pages import page
from workbook.web.saving import NEW, Collision, Kept, NotSaved, digest_of
from workbook.web.shelf import Stock

_TITLE = "Your clinic"
_BACK = "/clinic"


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    app.add_url_rule("/clinic", "clinic", _clinic)
    app.add_url_rule("/clinic", "clinic_post", _clinic_post, methods=["POST"])
    app.add_url_rule("/clinic/logo", "clinic_logo", _logo)
    app.add_url_rule("/clinic/crisis", "clinic_crisis", _crisis_post, methods=["POST"])
    clinicthemeroom.open_room(app)


def _clinic() -> ResponseReturnValue:
    here = house()
    now = _now(here)
    if now is None:
        return page("clinic-nowhere.html")
    return _show(here, now, opened(now, _around(here)))


def _clinic_post() -> ResponseReturnValue:
    here = house()
    now = _now(here)
    if now is None:
        return page("clinic-nowhere.html", 409)
    form, do = request.form.to_dict(), request.form.get("do", "")
    if do.startswith("today-"):
        form[f"crisis-{do.removeprefix('today-')}-verified_on"] = here.settings.clock().isoformat()
    told = told_in(form)
    around = _around(here)
    told["logo"] = _known_logo(opened(now, around).told.get("logo", ""), form.get("logo", ""))
    if form.get("logo-remove"):
        told["logo"] = ""
    picture = request.files["picture"].read() if "picture" in request.files else b""
    draft = typed(now, told, around, with_logo=not picture)
    suffix = ""
    if picture and do == "save":
        try:
            suffix = clinicpicture.checked(here, picture)
        except NotAPicture as wrong:
            draft.said.add("logo", str(wrong))
    if do != "save" or draft.said.wrong or not draft.is_ours:
        if picture and not draft.said.wrong.get("logo"):
            draft.said.add("logo", "The picture was not kept. Choose it again before you save.", is_error=False)
        status = 400 if do == "save" else 200
        return _show(here, now, draft, status, is_unsaved=True, was=form.get("was", NEW), shows_text=do == "text")
    return _save(here, now, draft, around, (picture, suffix))


def _save(
    here: House, now: Kept, draft: Draft, around: Surroundings, picture: tuple[bytes, str]
) -> ResponseReturnValue:
    """Write the picture, and then the file that names it."""
    was, told = request.form.get("was", NEW), draft.told
    try:
        if was == NEW and _is_bare(here):
            was = _begin(here)
        if picture[0]:
            told["logo"] = clinicpicture.keep(here.folder, around.root, *picture)
            draft = typed(now, told, around, with_logo=True)
        here.folder.save(now.path, draft.data, was)
    except Collision as collision:
        return show_conflict(
            collision, draft.text, title=_TITLE, action=_BACK, fields=_sent({"logo": told["logo"]}), back=_BACK
        )
    except NotSaved as wrong:
        draft.said.add(FORM, str(wrong))
        return _show(here, now, draft, 409, is_unsaved=True, was=request.form.get("was", NEW))
    return redirect("/clinic?saved=yes", 303)


def _is_bare(here: House) -> bool:
    """Whether there is no folder yet, or nothing in it."""
    root = here.folder.root
    return root is not None and (not root.exists() or (is_folder(root) and not any(root.iterdir())))


def _begin(here: House) -> str:
    """Make the clinic's folder as ``workbook new clinic`` does; give the digest of what it says of the clinic."""
    root = here.folder.root
    try:
        if root:
            new_clinic(root)
            return here.folder.read(root / CLINIC_FILE).digest
    except ProblemsFound as found:
        raise NotSaved(found.problems[0].message) from None
    except OSError as error:
        raise NotSaved(f"The folder cannot be made: {error.strerror}. Nothing was saved.") from None
    return NEW


def _show(  # noqa: PLR0913 - all named
    here: House,
    now: Kept,
    draft: Draft,
    status: int = 200,
    *,
    is_unsaved: bool = False,
    was: str | None = None,
    shows_text: bool = False,
) -> Response:
    stock, today = here.shelf.now(), here.settings.clock()
    themes = theme_files(here.settings.libraries)
    national = _national(here, stock)
    told = draft.told
    return page(
        "clinic.html",
        status,
        told=told,
        notes=draft.said.sort(names()),
        draft=draft,
        text=draft.text if shows_text else "",
        now=now,
        was=now.digest if was is None else was,
        is_unsaved=is_unsaved,
        is_saved=request.method == "GET" and request.args.get("saved") == "yes",
        checked=request.args.get("checked", "") if request.method == "GET" else "",
        shown_folder=here.folder.shown,
        has_folder=not _is_bare(here),
        labels=LABELS,
        line_labels=LINE_LABELS,
        lines=range(LINES),
        ages=[age_of(told.get(f"crisis-{number}-verified_on", ""), today) for number in range(LINES)],
        today=today,
        themes={name: here.folder.holds(path) for name, path in sorted(themes.items())},
        locales=sorted(stock.library.crisis),
        has_logo=clinicpicture.shown(here.folder, told.get("logo", "")) is not None,
        national=national,
        national_ages=[age_of(line.verified_on, today) for line in national.crisis.lines] if national else [],
        limits=(WARN_AFTER_DAYS, FAIL_AFTER_DAYS),
        resources=_resources(here, stock),
    )


def _crisis_post() -> ResponseReturnValue:
    """Note that a national line was called today: in the clinic's own copy, which is made after asking."""
    here = house()
    if request.form.get("do") == "show":
        return redirect("/clinic#national", 303)
    national = _national(here, here.shelf.now())
    number = whole(request.form.get("line"), len(national.crisis.lines) - 1) if national else None
    if national is None or number is None:
        abort(404, "There is no such line to call any more. Go back, and load the page again.")
    if not national.is_own and request.form.get("do") != "copy":
        return page("clinic-copy.html", national=national, number=number, line=national.crisis.lines[number])
    try:
        data = national.checked(number, here.settings.clock())
        here.folder.save(national.target, data, request.form.get("was", NEW))
    except Collision as collision:
        return show_conflict(
            collision,
            data.decode(errors="replace"),
            title="Lines to call in a crisis",
            action="/clinic/crisis",
            fields=_sent({}),
            back="/clinic#national",
        )
    except NotSaved as wrong:
        return page("clinic-wrong.html", 409, words=str(wrong))
    return redirect(f"/clinic?checked={int(number)}#line-{int(number)}", 303)


def _logo() -> ResponseReturnValue:
    """Give the picture that ``clinic.yaml`` names, or one that was just sent and is not saved in it yet."""
    here = house()
    now = _now(here)
    saved = opened(now, _around(here)).told.get("logo", "") if now else ""
    name = _known_logo(saved, request.args.get("name", saved))
    found = clinicpicture.shown(here.folder, name)
    if found is None:
        abort(404, "There is no logo in your clinic's folder.")
    response = Response(found[0], mimetype=found[1])
    response.headers["Content-Security-Policy"] = clinicpicture.POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(digest_of(found[0])[:16])
    return response.make_conditional(request)


def _known_logo(saved: str, name: str) -> str:
    """Give a name that a form has sent, if the file says it, or if it is of a picture that the page has written."""
    return name if name == saved or clinicpicture.OWN_NAME.fullmatch(name) else ""


def _now(here: House) -> Kept | None:
    """Give the clinic's file as it is; None if there is no place for one."""
    if here.folder.root is None:
        return None
    try:
        return here.folder.read(here.folder.root / CLINIC_FILE)
    except NotSaved as wrong:
        abort(409, str(wrong))


def _around(here: House) -> Surroundings:
    root = here.folder.root
    if root is None:
        raise TypeError("there is no folder")
    return Surroundings(root, here.shelf.now().library, theme_files(here.settings.libraries), here.settings.clock())


def _national(here: House, stock: Stock) -> National | None:
    """Give the national lines: those of the clinic's own file as it is now, even while the library is read again."""
    root, locale = here.folder.root, preferences(here.settings.libraries).locale
    entry = stock.library.crisis.get(locale) or stock.library.crisis.get(Preferences().locale)
    if root and entry and is_file(root / CRISIS / f"{entry.value.locale}.yaml"):
        source = read(root / CRISIS / f"{entry.value.locale}.yaml")
        own, _ = parse(Crisis, source)
        entry = Entry(own, source, root) if own else entry
    return National.of(entry, here.folder) if entry else None


def _resources(here: House, stock: Stock) -> dict[str, object]:
    """Tell of the places near by: how many, the oldest check, and the file."""
    entry = stock.library.resources
    places = entry.value.resources if entry else ()
    root = here.folder.root
    path = entry.source.path if entry else root / RESOURCES_FILE if root else None
    oldest = min((place.verified_on for place in places), default=None)
    days = (here.settings.clock() - oldest).days if oldest else 0
    return {"number": len(places), "oldest": oldest, "days": days, "file": display_path(path) if path else ""}


def _sent(changed: dict[str, str]) -> list[tuple[str, str]]:
    """Give the form as it was sent, with some answers changed."""
    sent = {**request.form.to_dict(), **changed}
    return [(name, value) for name, value in sent.items() if name != "logo-remove"]
