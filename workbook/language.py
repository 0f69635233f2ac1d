"""The language of a workbook: the words of the templates in it, its dates and numbers, and which way it is written.

A locale is a tag such as ``es-US``. English words are the keys; the others stand in the catalogues of
``templates/locale`` (``make words`` keeps them), which are read as they are: nothing is compiled. Babel is imported
only where it is needed: a build that finds everything in the cache asks for no more than the direction.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from workbook import paths

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog

Direction: TypeAlias = Literal["ltr", "rtl"]

CATALOGUES = paths.TEMPLATES / "locale"
SOURCE = "en"
"""The language that templates are written in: it needs no catalogue."""

_RIGHT_TO_LEFT = frozenset(
    ("apc ar arc bal bgn ckb dv fa he iw ji ks lrc mzn nqo pnb ps rhg sd sdh skr syr trw ug ur yi").split()  # noqa: SIM905 - a list would take a line a language
)
_SCRIPTS_RIGHT_TO_LEFT = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_SCRIPT_LETTERS = 4


@dataclass(frozen=True)
class Language:
    """One language. ``tag`` is the locale as it is written, ``catalogue`` its words, None if nobody has written any."""

    tag: str
    catalogue: Path | None = None
    _words: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)

    def gettext(self, text: str) -> str:
        """Give a word or a sentence of the templates in this language, or in English if there is no translation."""
        return self._words.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Give what goes with a number: ``one`` and ``many`` are the English forms."""
        return self._words.ngettext(one, many, count)

    def date(self, day: dt.date) -> str:
        """Write a day, such as Dec 1, 2026."""
        from babel.dates import format_date  # noqa: PLC0415 - see the top

        return format_date(day, "medium", self.locale)

    def month(self, day: dt.date) -> str:
        """Write a month in numbers, such as 12/2026."""
        from babel.dates import format_skeleton  # noqa: PLC0415 - see the top

        return format_skeleton("yMM", day, locale=self.locale)

    def decimal(self, number: float) -> str:
        """Write a number with one digit after the point."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - see the top

        return str(format_decimal(number, "0.0", self.locale))

    @property
    def direction(self) -> Direction:
        """Which way its lines run."""
        return direction_of(self.tag)

    @cached_property
    def locale(self) -> "Locale":
        """What Babel knows of it; of a language that it does not know, it is that of the templates."""
        return _locale(self.tag) or _locale(SOURCE)  # type: ignore[return-value]

    @cached_property
    def script(self) -> str:
        """The script that it is written in, as four letters (ISO 15924): Latn, Arab, Hebr."""
        script = next((part for part in _parts(self.tag)[1:] if len(part) == _SCRIPT_LETTERS), "")
        if script or is_source(self.tag):
            return script.capitalize() or "Latn"
        from babel.core import get_global  # noqa: PLC0415 - see the top

        likely = get_global("likely_subtags")
        names = ("_".join(_parts(self.tag)[:count]) for count in (2, 1))
        known = next((likely[name] for name in names if name in likely), "und_Latn")
        return known.split("_")[1]

    @cached_property
    def missing(self) -> int:
        """How many messages of the templates are printed in English, as they have no translation, or no certain one."""
        if is_source(self.tag):
            return 0
        wanted = [message for message in _read(CATALOGUES / "workbook.pot") if message.id]
        known = _read(self.catalogue) if self.catalogue else None
        return sum(known is None or not _is_translated(known, message.id) for message in wanted)


@cache
def language_of(tag: str) -> Language:
    """Give the language of a locale such as ``es-US``: with its catalogue, or that of ``es``."""
    parts = _parts(tag)
    names = ("_".join((*parts[:1], *(part.upper() for part in parts[1:count]))) for count in (len(parts), 1))
    files = [CATALOGUES / name / "LC_MESSAGES" / "workbook.po" for name in names]
    found = next((file for file in files if file.is_file()), None)
    return Language(tag, found, _translations(found) if found else NullTranslations())


def is_source(tag: str) -> bool:
    """Tell whether a locale is in the language of the templates."""
    return _parts(tag)[0] == SOURCE


def is_language(tag: str) -> bool:
    """Tell whether a locale is one that is known: its dates can be written."""
    return _locale(tag) is not None


def direction_of(tag: str) -> Direction:
    """Give which way the lines of a locale run. A test holds the list against what Babel knows."""
    name, *rest = _parts(tag)
    script = next((part for part in rest if len(part) == _SCRIPT_LETTERS), "")
    is_rtl = script in _SCRIPTS_RIGHT_TO_LEFT if script else name in _RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


def _parts(tag: str) -> list[str]:
    return tag.lower().replace("_", "-").split("-")


def _locale(tag: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see the top

    parts = _parts(tag)
    for name in ("-".join(parts), parts[0]):  # of a country that it does not know, the language alone
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@cache
def _read(file: Path) -> "Catalog":
    from babel.messages.pofile import read_po  # noqa: PLC0415 - see the top

    with file.open("rb") as stream:
        return read_po(stream, locale=None if file.suffix == ".pot" else file.parent.parent.name)


def _translations(file: Path) -> GNUTranslations:
    """Make a catalogue ready to be asked; what is marked as not certain ("fuzzy") is left out."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - see the top

    compiled = BytesIO()
    write_mo(compiled, _read(file))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _is_translated(catalogue: "Catalog", key: object) -> bool:
    message = catalogue.get(key)  # type: ignore[arg-type]
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)
