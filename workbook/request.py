"""What is asked for. It stands alone, so that asking for what is ready costs no more than reading it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from workbook.edition import Edition, Finish

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called when a section has been set, with the number done, the number of all, and its title."""


@dataclass(frozen=True)
class Packet:
    """Papers around a group, in place of a workbook.

    A ``session`` packet has the facilitator's plan, the sign-in sheet, the clients' handouts and feedback slips. For
    ``people`` and ``spare`` copies, what is handed out stands in the file once with a printed count, or as often as it
    is needed (``collate``). A ``neutral`` certificate does not name the program. A ``calendar`` has ``weeks``: one a
    session if this is 0.
    """

    kind: Literal["session", "overview", "calendar", "certificate", "discharge"]
    people: int = 1
    spare: int = 0
    collate: bool = False
    neutral: bool = False
    weeks: int = 0

    @property
    def copies(self) -> int:
        """How many copies of what is handed out are needed."""
        return self.people + self.spare


@dataclass(frozen=True)
class BuildRequest:
    """What to make: a program, or handouts (modules and worksheets), by id or by the path of a YAML file.

    ``sessions`` (numbers from 1) and ``modules`` (ids) choose parts of a program. ``libraries`` are clinics' own
    folders, searched before the shipped content. ``today`` decides whether crisis lines were checked not too long ago.
    ``theme`` is the name of a theme of these folders or a shipped one, or the path of its file.
    ``locale`` is the language of handouts, and chooses their crisis lines; a program names its own.
    ``finish`` says what becomes of the PDF: a file for archives (PDF/A), or a print file with several pages on a sheet.
    ``packet`` asks for papers around a program in place of its workbook.
    """

    today: date
    program: str | None = None
    handouts: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    modules: tuple[str, ...] = ()
    edition: Edition = field(default_factory=Edition)
    libraries: tuple[Path, ...] = ()
    theme: str = "calm"
    locale: str = "en-US"
    finish: Finish = "none"
    packet: Packet | None = None
