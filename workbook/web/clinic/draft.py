"""What ``clinic.yaml`` would be with what was typed, read and checked as every command does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workbook.checks.clinics import check_clinic
from workbook.clinic import CLINIC_FILE, Clinic
from workbook.clinicfolder import logo_problem
from workbook.clinicseed import seed_text
from workbook.library import Entry, Library
from workbook.parse import parse
from workbook.source import read_text
from workbook.web.clinic.fields import FORM, Told
from workbook.web.clinic.form import LABELS, LINE_LABELS, names, told_of, write
from workbook.web.saving import Kept, data_of
from workbook.yamledit import KeptYaml, NotKept


@dataclass(frozen=True)
class Surroundings:
    """What a clinic is checked against: its folder, the library, the themes that there are, and the day."""

    root: Path
    library: Library
    themes: Mapping[str, Path]
    today: date


@dataclass(frozen=True)
class Draft:
    """A file as it would be written: its text, the fields of the form, and what there is to say at them.

    ``is_ours`` is False where the file that there is was written in a way that is not changed from the page; the text
    is then one that could take its place.
    """

    told: dict[str, str]
    text: str
    said: Told
    is_ours: bool

    @property
    def data(self) -> bytes:
        """What is written."""
        return self.text.encode()


def opened(now: Kept, around: Surroundings) -> Draft:
    """Give the form of the file as it is. What is wrong in it is said at its fields."""
    text = _text(now)
    source = read_text(text, now.path)
    told = told_of(source.data if isinstance(source.data, dict) else {})
    if now.data is None:
        return Draft({**told, "name": ""}, text, Told(), is_ours=True)
    is_ours = KeptYaml.of(text) is not None
    said = _said(text, told, around, with_logo=True)
    if not is_ours and not said.wrong:
        said.add(FORM, "It has line ends of several kinds, or is written in one line.", is_error=False)
    return Draft(told, text, said, is_ours)


def typed(now: Kept, told: dict[str, str], around: Surroundings, *, with_logo: bool) -> Draft:
    """Give the file with what was typed. ``with_logo`` looks for the picture of the logo, too."""
    file = KeptYaml.of(_text(now))
    is_ours = file is not None
    try:
        if file:
            write(file, told)
    except NotKept:
        file = None
    if file is None:
        is_ours, file = False, KeptYaml.of(seed_text(CLINIC_FILE))
        if file is None:
            raise TypeError("the seed can be kept")
        write(file, told)
    text = data_of(file.text()).decode() if now.data is None else file.text()
    return Draft(told, text, _said(text, told, around, with_logo=with_logo), is_ours)


def _said(text: str, told: Mapping[str, str], around: Surroundings, *, with_logo: bool) -> Told:
    said = Told()
    source = read_text(text, around.root / CLINIC_FILE)
    clinic, problems = parse(Clinic, source)
    found = [*problems]
    if clinic:
        library = replace(around.library, clinic=Entry(clinic, source, around.root), resources=None)
        found += check_clinic(library, around.today)
        wrong = logo_problem(clinic.logo, source, around.root) if clinic.logo and with_logo else None
        found += [wrong] if wrong else []
    said.add_problems(found, source, {**LABELS, **LINE_LABELS}, names())
    if told.get("theme") and told["theme"] not in around.themes:
        said.add("theme", "There is no theme of this name any more. Choose another one.")
    return said


def _text(now: Kept) -> str:
    if now.data is None:
        return seed_text(CLINIC_FILE)
    return now.data.decode("utf-8", errors="replace")
