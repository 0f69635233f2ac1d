"""Sensitive material is led by a clinician, and is not in the sets that are shipped ready to use."""

from collections.abc import Iterator
from typing import Any

from workbook.checks.home import is_shipped
from workbook.library import Entry, Library
from workbook.model import Module, Program, WorksheetUse
from workbook.problems import Problem, Severity
from workbook.source import DataPath


def check(library: Library, entry: Entry[Any]) -> Iterator[Problem]:
    """Check who leads a module, and what a shipped program holds."""
    if isinstance(entry.value, Module):
        yield from _led(library, entry)
    elif isinstance(entry.value, Program) and is_shipped(entry.source):
        yield from _default_set(library, entry)


def _led(library: Library, entry: Entry[Module]) -> Iterator[Problem]:
    """A module that is highly sensitive, or uses a sheet that a clinician leads, is led by a clinician."""
    module = entry.value
    if module.clinician_led:
        return
    hint = "Add the line  clinician_led: true"
    if module.sensitivity == "high":
        place = entry.source.place(("sensitivity",))
        message = "This module is highly sensitive, and not led by a clinician."
        yield Problem("safety/not-clinician-led", place, message, hint)
    for i, sheet in enumerate(module.worksheets):
        used = library.worksheets.get(sheet.use) if isinstance(sheet, WorksheetUse) else None
        if used and used.value.clinician_led:
            place = entry.source.place(("worksheets", i, "use"))
            message = f'The worksheet "{used.value.id}" is led by a clinician, and this module is not.'
            yield Problem("safety/not-clinician-led", place, message, f"{hint}, or use another worksheet.")


def _default_set(library: Library, entry: Entry[Program]) -> Iterator[Problem]:
    """A shipped program is a set to start from: what may stir up a lot is chosen by a clinician, person by person."""
    program = entry.value
    named: list[tuple[DataPath, str]] = [
        (("sessions", i, "modules", j), name)
        for i, session in enumerate(program.sessions)
        for j, name in enumerate(session.modules)
    ]
    named += [(("discharge", i), name) for i, name in enumerate(program.discharge)]
    for path, name in named:
        why = _why(library, name)
        if why:
            message = f'"{name}" {why}, and a shipped program is a set to start from.'
            hint = "Leave it out; or allow this, and say who leads it and how it is prepared."
            yield Problem("safety/in-default-set", entry.source.place(path), message, hint, Severity.WARNING)


def _why(library: Library, name: str) -> str:
    module, sheet = library.modules.get(name), library.worksheets.get(name)
    if module and module.value.sensitivity == "high":
        return "can stir up strong feelings (sensitivity: high)"
    return "is led by a clinician" if sheet and sheet.value.clinician_led else ""
