"""Lines to call in a crisis: how old the check of each is, and the clinic's own copy of the national ones."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workbook.checks.safety import FAIL_AFTER_DAYS, WARN_AFTER_DAYS
from workbook.library import CRISIS, Entry
from workbook.model import Crisis
from workbook.problems import display_path
from workbook.web.saving import NEW, Folder, Kept, NotSaved
from workbook.yamledit import KeptYaml, NotKept


@dataclass(frozen=True)
class Age:
    """How long ago something was checked: in words, and how bad that is ("good", "old", "too-old", "odd")."""

    words: str
    how: str


def age_of(told: str | date, today: date) -> Age | None:
    """Say how old a check is; None for what is no day."""
    try:
        day = told if isinstance(told, date) else date.fromisoformat(told)
    except ValueError:
        return None
    days = (today - day).days
    if days < 0:
        return Age("This day is still to come.", "odd")
    since = {0: "Checked today.", 1: "Checked yesterday."}.get(days, f"Checked {days} days ago.")
    if days > FAIL_AFTER_DAYS:
        return Age(f"{since} Too old: nothing is printed until it is checked again.", "too-old")
    if days > WARN_AFTER_DAYS:
        left = FAIL_AFTER_DAYS - days
        until = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
        return Age(f"{since} Call it again soon: the last day to print with it is {until}.", "old")
    return Age(since, "good")


@dataclass(frozen=True)
class National:
    """The lines of a language and country: the file they stand in, and whether that is the clinic's own."""

    crisis: Crisis
    file: Path
    is_own: bool
    target: Path
    now: Kept

    @classmethod
    def of(cls, entry: Entry[Crisis], folder: Folder) -> "National | None":
        """Give the lines, and where the clinic's own copy lies or would lie; None if nothing can be saved."""
        if folder.root is None:
            return None
        is_own = folder.holds(entry.source.path)
        target = entry.source.path if is_own else folder.root / CRISIS / f"{entry.value.locale}.yaml"
        return cls(entry.value, entry.source.path, is_own, target, folder.read(target))

    @property
    def shown(self) -> str:
        """The name of the clinic's own file, as it is shown to people."""
        return display_path(self.target)

    def checked(self, number: int, today: date) -> bytes:
        """Give the clinic's own file with a line that was checked today. Raise NotSaved if it cannot be written."""
        text = (self.now.data if self.is_own and self.now.data else self.file.read_bytes()).decode(errors="replace")
        file = KeptYaml.of(text)
        if file is None or file.get("lines", number) is None:
            raise NotSaved(f"{self.shown} was written in a way that is not changed from here. Write the date into it.")
        try:
            file["lines", number, "verified_on"] = today
        except NotKept:
            raise NotSaved(f"{self.shown} cannot be changed from here. Write the date into it.") from None
        return file.text().encode()

    @property
    def was(self) -> str:
        """What the page holds on to until it saves."""
        return self.now.digest if self.is_own else NEW
