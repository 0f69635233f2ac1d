"""What every page is made with: the settings, the library, the workshop, and the door."""

from dataclasses import dataclass

from flask import current_app, g

from workbook.web.door import Door, Visit
from workbook.web.jobs import Jobs
from workbook.web.looks import Looks
from workbook.web.password import Patience
from workbook.web.saving import Folder
from workbook.web.settings import Settings
from workbook.web.shelf import Shelf
from workbook.web.statics import Statics
from workbook.web.workshop import Workshop

KEY = "workbook"
"""Where the application keeps it."""


@dataclass(frozen=True)
class House:
    """All that one server has."""

    settings: Settings
    shelf: Shelf
    workshop: Workshop
    looks: Looks
    jobs: Jobs
    door: Door
    statics: Statics
    folder: Folder
    patience: Patience | None


def house() -> House:
    """Give what this server has."""
    found = current_app.extensions[KEY]
    if not isinstance(found, House):
        raise TypeError("the application was not made by create_app")
    return found


def visit() -> Visit:
    """Give who is asking; the guard has let them in."""
    found = g.visit
    if not isinstance(found, Visit):
        raise TypeError("this page can be seen without a visit")
    return found
