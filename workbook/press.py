"""The press: sets the sections of a workbook one by one and puts them in their places."""

from collections.abc import Callable
from typing import TypeAlias

from workbook.bind import Part, PlacedPart, paginate
from workbook.compose import Section, Workbook
from workbook.model import Crisis
from workbook.problems import Problem
from workbook.render import FONTS, render
from workbook.theme import Theme
from workbook.typeset import Fragment, typeset

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called before each section with the number done, the number of all, and the title of the next."""


class Press:
    """Sets the sections of a workbook; what needs page numbers (the contents) is set last, when they are known."""

    def __init__(self, workbook: Workbook, crisis: Crisis, theme: Theme) -> None:
        self.workbook = workbook
        self.crisis = crisis
        self.theme = theme
        self.problems: list[Problem] = []

    def run(self, progress: Progress) -> tuple[PlacedPart, ...]:
        """Set every section, and give them in their places."""
        sections = self.workbook.sections
        fragments: dict[str, Fragment] = {}
        for done, section in enumerate(sections):
            progress(done, len(sections) + 1, section.title)
            fragments[section.id] = self._set(section)
        progress(len(sections), len(sections) + 1, "Binding")
        blank = self._blank()
        placed = paginate(self._parts(fragments), blank)
        labels = {place.part.id: place.label for place in placed}
        for section in sections:
            if section.needs_folios:
                fragments[section.id] = self._set(section, labels)
        placed = paginate(self._parts(fragments), blank)
        for fragment in fragments.values():
            self.problems += fragment.problems
        return placed

    def _set(self, section: Section, folios: dict[str, str] | None = None) -> Fragment:
        html = render(section, self.workbook, self.theme, self.crisis, folios)
        edition = self.workbook.edition
        fields = edition.medium == "fillable"
        return typeset(section.id, html, edition.size, frozenset(FONTS.values()), fields=fields)

    def _blank(self) -> Part:
        section = Section("notes", "Notes", "notes.html")
        fragment = self._set(section)
        return Part(section.id, section.title, fragment.pdf, fragment.page_count)

    def _parts(self, fragments: dict[str, Fragment]) -> list[Part]:
        return [
            Part(s.id, s.title, fragments[s.id].pdf, fragments[s.id].page_count, s.matter, s.side, s.depth)
            for s in self.workbook.sections
        ]
