"""The form of a theme: its colors and measures as fields, and what was typed as changes of its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.domains import DOMAINS
from workbook.parse import parse
from workbook.source import Data, SourceFile, read_text
from workbook.syntax import typed
from workbook.theme import check_theme
from workbook.tokens import DARKEST_FILL, Pair, Theme, greyness
from workbook.web.clinic.fields import Told
from workbook.web.saving import NotSaved
from workbook.yamledit import KeptYaml, NotKept

COLORS = {
    "ink": "Text",
    "soft": "Helper text",
    "hand": "Handwriting in examples",
    "rule": "Frames and circles",
    "line": "Lines to write on",
    "tint": "Light fill",
}
"""The colors of a theme, and what they are for."""
MEASURES = {
    "corner": "Round corners, in millimeters",
    "frame": "Frames, in points",
    "hairline": "Thin lines, in points",
}
FACES = {"atkinson-hyperlegible": "Atkinson Hyperlegible", "source-sans": "Source Sans"}
LABELS = {"name": "Name", "font": "Typeface", **COLORS, **MEASURES, **DOMAINS}


def names() -> list[str]:
    """Give the names of all fields of the file."""
    return ["name", *COLORS, *(f"accents-{domain}" for domain in DOMAINS), "font", *MEASURES]


@dataclass(frozen=True)
class Row:
    """A color in the list of what can be read: its contrasts on white paper and on the tint, and the least."""

    name: str
    label: str
    color: str
    pairs: tuple[Pair, ...]

    @property
    def is_enough(self) -> bool:
        """Whether it can be read wherever it is printed."""
        return all(pair.is_enough for pair in self.pairs)


@dataclass(frozen=True)
class ThemeDraft:
    """A theme as it would be written. ``shown`` is a theme to look at: with the old color where one is no color."""

    told: dict[str, str]
    text: str
    said: Told
    shown: Theme | None

    @property
    def rows(self) -> list[Row]:
        """The contrast of each color that must be seen."""
        found: dict[tuple[str, ...], list[Pair]] = {}
        for pair in self.shown.pairs() if self.shown else ():
            found.setdefault(pair.path, []).append(pair)
        return [
            Row("-".join(path), LABELS.get(path[-1], path[-1]), pairs[0].color, tuple(pairs))
            for path, pairs in found.items()
            if pairs[0].color == self.told.get("-".join(path), "").lower()
        ]

    @property
    def grey(self) -> tuple[float, float, bool]:
        """How grey the light fill is on a copy, how grey it may be, and whether that is light enough."""
        found = greyness(self.shown.tint) if self.shown else 0.0
        return found, DARKEST_FILL, found <= DARKEST_FILL


def draft(text: str, path: Path, told: Mapping[str, str] | None = None) -> ThemeDraft:
    """Give the theme of a text, changed by what was typed. Raise NotSaved if the text cannot be changed from here."""
    before = _told_of(_file(text, path))
    asked = before if told is None else dict(told)
    made, source = _written(text, path, asked)
    theme, problems = parse(Theme, source)
    said = Told()
    said.add_problems([*problems, *(check_theme(theme, source) if theme else ())], source, LABELS, names())
    if theme is None:  # what is wrong is shown as it was, so that the rest can be seen
        _, source = _written(text, path, {**asked, **{name: before[name] for name in said.wrong if name in before}})
        theme, _ = parse(Theme, source)
        said.add_problems(check_theme(theme, source) if theme else (), source, LABELS, set(names()) - set(said.wrong))
    return ThemeDraft(asked, made, said, theme)


def _file(text: str, path: Path) -> KeptYaml:
    file = KeptYaml.of(text)
    if file is None:
        raise NotSaved(f"{path.name} was written in a way that is not changed from here. Change it in an editor.")
    return file


def _written(text: str, path: Path, told: Mapping[str, str]) -> tuple[str, SourceFile]:
    """Give the text with what was typed, and what a reader finds in it."""
    file = _file(text, path)
    try:
        _write(file, told)
    except NotKept:
        raise NotSaved(f"{path.name} cannot be changed so from here. Change it in an editor.") from None
    return file.text(), read_text(file.text(), path)


def told_in(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed, by field; a color without its # gets one."""
    told = {name: typed(form.get(name, "")) for name in names()}
    for name, text in told.items():
        if (name in COLORS or name.startswith("accents-")) and text and not text.startswith("#"):
            told[name] = f"#{text}"
    return told


def _told_of(file: KeptYaml) -> dict[str, str]:
    told = {name: _shown(file.get(name)) or _usual(name) for name in ("name", *COLORS, "font", *MEASURES)}
    return told | {f"accents-{domain}": _shown(file.get("accents", domain)) for domain in DOMAINS}


def _write(file: KeptYaml, told: Mapping[str, str]) -> None:
    for name in ("name", *COLORS, "font", *MEASURES):
        text = told.get(name, "")
        if text != (_shown(file.get(name)) or _usual(name)):
            file[name] = text
    for domain in DOMAINS:
        text, old = told.get(f"accents-{domain}", ""), _shown(file.get("accents", domain))
        if text == old:
            continue
        if text and not isinstance(file.get("accents"), dict):
            file["accents"] = {domain: text}
        elif text:
            file["accents", domain] = text
        else:
            del file["accents", domain]


def _usual(name: str) -> str:
    """Give what holds where a file says nothing."""
    default = Theme.model_fields[name].default
    return str(default) if name in {"font", *MEASURES} else ""


def _shown(value: Data) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
