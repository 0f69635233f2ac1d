"""What is asked for. It stands alone, so that asking for what is ready costs no more than reading it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from workbook.edition import Edition, Finish

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called when a section has been set, with the number done, the number of all, and its title."""


@dataclass(frozen=True)
class BuildRequest:
    """What to make: a program, or handouts (modules and worksheets), by id or by the path of a YAML file.

    ``sessions`` (numbers from 1) and ``modules`` (ids) choose parts of a program. ``libraries`` are clinics' own
    folders, searched before the shipped content. ``today`` decides whether crisis lines were checked not too long ago.
    ``theme`` is the name of a theme of these folders or a shipped one, or the path of its file.
    ``locale`` is the language of handouts, and chooses their crisis lines; a program names its own.
    ``finish`` says what becomes of the PDF: a file for archives (PDF/A), or a print file with several pages on a sheet.
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
