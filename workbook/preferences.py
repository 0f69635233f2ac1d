"""What a clinic's folder says where a command says nothing: theme, paper and the language of handouts.

``clinic.yaml`` is read as text here, without the model and the rest of the library: what is ready is printed in tenths
of a second. What is wrong in the file is told when it is checked, and stops every build.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook.files import is_file

CLINIC_FILE = "clinic.yaml"
"""The file in a clinic's folder that says who it is."""


@dataclass(frozen=True)
class Preferences:
    """What is printed in, unless a command says otherwise."""

    theme: str = "calm"
    paper: str = "letter"
    locale: str = "en-US"


def preferences(folders: Sequence[Path]) -> Preferences:
    """Give the preferences of the first folder that has a ``clinic.yaml``."""
    for folder in folders:
        if is_file(folder / CLINIC_FILE):
            from workbook.source import read  # noqa: PLC0415 - most folders of pages that are ready have no such file

            data = read(folder / CLINIC_FILE).data
            told = data if isinstance(data, dict) else {}
            theme, paper, locale = (told.get(key) for key in ("theme", "paper", "locale"))
            usual = Preferences()
            return Preferences(
                theme if isinstance(theme, str) and theme else usual.theme,
                paper if isinstance(paper, str) and paper in {"letter", "a4"} else usual.paper,
                locale if isinstance(locale, str) and locale else usual.locale,
            )
    return Preferences()
