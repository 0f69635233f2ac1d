"""The application: puts the rooms together. Read ``guard.py`` next, then the rooms in any order."""

import sys
from collections.abc import Callable

from flask import Flask

from workbook.cache import Cache
from workbook.environment import keep_compiled
from workbook.web import doorroom, filesroom, guard, helproom, jobroom, libraryroom, problemroom, programroom
from workbook.web.builder import room as builderroom
from workbook.web.clinic import room as clinicroom
from workbook.web.copies import room as copiesroom
from workbook.web.door import Door
from workbook.web.errors import tell_errors
from workbook.web.house import KEY, House
from workbook.web.jobs import Jobs
from workbook.web.looks import Looks
from workbook.web.password import Patience
from workbook.web.saving import Folder
from workbook.web.settings import Settings
from workbook.web.shelf import Shelf
from workbook.web.statics import Statics
from workbook.web.workshop import Workshop
from workbook.web.write import room as writeroom

_ROOMS = (
    doorroom,
    filesroom,
    helproom,
    libraryroom,
    programroom,
    builderroom,
    writeroom,
    copiesroom,
    clinicroom,
    problemroom,
    jobroom,
)
_MOST_FIELDS = 2000


def create_app(settings: Settings, tell: Callable[[str], None] | None = None) -> Flask:
    """Make the application. Close its workshop (``house_of(app).workshop``) at the end.

    ``tell`` is told of mistakes of the program; without it, they go to standard error.
    """
    workshop = Workshop(settings.workers, settings.cache, settings.limits.memory, tell or _tell)
    shelf = Shelf(settings)
    keep_compiled(Cache(settings.cache))
    shelf.now()
    statics = Statics(settings)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.limits.body
    app.config["MAX_FORM_PARTS"] = _MOST_FIELDS
    app.extensions[KEY] = House(
        settings,
        shelf,
        workshop,
        Looks(settings, workshop),
        Jobs(workshop, shelf, settings.limits),
        Door(),
        statics,
        Folder(settings),
        Patience(settings.password) if settings.password else None,
    )
    guard.post_guard(app)
    tell_errors(app)
    for room in _ROOMS:
        room.open_room(app)
    return app


def house_of(app: Flask) -> House:
    """Give what the application has."""
    found = app.extensions[KEY]
    if not isinstance(found, House):
        raise TypeError("the application was not made by create_app")
    return found


def _tell(mistake: str) -> None:
    sys.stderr.write(f"A mistake of the program: {mistake}\n")
