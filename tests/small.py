"""A small workbook that tests take apart: two sessions for a facilitator, its parts set in type once in a run."""

import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.pdf_facts import Facts
from tests.pdf_invariants import (
    begins_on_right_hand_pages,
    contents_are_right,
    faults,
    figures_are_the_html,
    folios_are_printed,
    links_are_the_html,
    outline_is,
    text_is_the_html,
)
from tests.printing import NOTES, library, once, set_part
from workbook.bind import bind
from workbook.compose import Section, Workbook, compose_program, sheets_of
from workbook.edition import Edition
from workbook.fragment import Fragment
from workbook.model import Crisis
from workbook.pagination import Part, PlacedPart, paginate
from workbook.render import render
from workbook.theme import load_theme


class Small:
    """The workbook: its parts, the notes page, and what it should say: the HTML of sections, outline, modules.

    ``form`` is a module of it to be filled in on a screen.
    """

    def __init__(  # noqa: PLR0913 - no dataclass: Hypothesis would write down its megabytes
        self,
        title: str,
        parts: list[Part],
        blank: Fragment,
        sections: list[tuple[str, str]],
        outline: list[tuple[int, str]],
        modules: list[str],
        form: Part,
    ) -> None:
        self.title = title
        self.parts = parts
        self.blank = blank
        self.sections = sections
        self.outline = outline
        self.modules = modules
        self.form = form
        self.placed = paginate(parts, blank)
        self.whole = self.bind()
        self.facts = Facts(self.whole)

    def bind(self, placed: tuple[PlacedPart, ...] = ()) -> bytes:
        """Bind it, or parts that were placed in another way."""
        return bind(self.title, "en-US", placed or self.placed, folios=True)

    def part(self, ending: str) -> Part:
        """Give the first part whose id ends so."""
        return next(part for part in self.parts if part.fragment.id.endswith(ending))

    def html(self, part: Part) -> str:
        """Give the HTML of a part."""
        return self.sections[self.parts.index(part)][1]

    def faults_of(self, data: bytes) -> list[str]:
        """Give all faults of a file that should be this workbook."""
        facts = Facts(data)
        found = faults(facts)
        sources: dict[str, Callable[[], Iterator[str]]] = {
            "text": lambda: text_is_the_html(facts, self.sections, NOTES),
            "links": lambda: links_are_the_html(facts, self.sections),
            "figures": lambda: figures_are_the_html(facts, self.sections),
            "contents": lambda: contents_are_right(facts),
            "folios": lambda: folios_are_printed(facts),
            "right": lambda: begins_on_right_hand_pages(facts, self.modules),
            "outline": lambda: outline_is(facts, self.outline),
        }
        for name, check in sources.items():
            try:
                found += [f"{name}: {fault}" for fault in check()]
            except (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                found.append(f"{name}: it could not be read ({error!r})")
        return found

    def names_of_faults(self, data: bytes) -> set[str]:
        """Give the names of the checks that find fault."""
        return names(self.faults_of(data))


@cache
def small_workbook(folder: Path) -> Small:
    """Give the small workbook; ``folder`` is shared by all processes of a test run."""
    return Small(*pickle.loads(once(folder / "small.pickle", lambda: pickle.dumps(_set())).read_bytes()))


def _set() -> tuple[object, ...]:
    program = library().programs["individual-brief-pack"].value
    few = program.model_copy(update={"sessions": (program.sessions[2], program.sessions[0])})
    workbook = compose_program(library(), few, Edition(copy_for="facilitator"))
    crisis = library().crisis[program.locale].value
    blank = set_part(Section("notes", NOTES, "notes.html"), workbook, crisis).fragment
    parts = [set_part(section, workbook, crisis) for section in workbook.sections]
    labels = {place.part.fragment.id: place.label() for place in paginate(parts, blank)}
    parts = [
        set_part(section, workbook, crisis, labels) if section.needs_folios else part
        for section, part in zip(workbook.sections, parts, strict=True)
    ]
    sections = html_of(workbook, crisis, labels)
    modules = [section.title for section in workbook.sections if section.id in library().modules]
    module = next(section for section in workbook.sections if section.id == "slow-breathing")
    form = set_part(module, replace(workbook, edition=Edition(medium="fillable")), crisis)
    return workbook.title, parts, blank, sections, meant_outline(workbook, sections), modules, form


def html_of(workbook: Workbook, crisis: Crisis, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Give the title and the HTML of each section."""
    return [(s.title, render(s, workbook, load_theme(), crisis, labels)) for s in workbook.sections]


def against_source(facts: Facts, sections: list[tuple[str, str]]) -> list[str]:
    """Give all faults of a file that should say what these sections say."""
    found = faults(facts)
    found += text_is_the_html(facts, sections, NOTES)
    found += links_are_the_html(facts, sections)
    found += figures_are_the_html(facts, sections)
    return found


def meant_outline(workbook: Workbook, sections: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """Session, module, worksheet: from what the program and its modules say, not from how sections are marked."""
    found: list[tuple[int, str]] = []
    for section, (_, html) in zip(workbook.sections, sections, strict=True):
        heading = re.sub(r"<[^>]*>", "", re.findall(r"(?s)<h1[^>]*>(.*?)</h1>", html)[0])
        entry = library().modules.get(section.id)
        if entry is None:
            found.append((2 if section.id.endswith("-facilitator") else 1, heading))
            continue
        found.append((2, entry.value.title))
        found += [(3, sheet.title) for sheet in sheets_of(library(), entry.value) if sheet.character is None]
        found.append((3, "Until next time"))
    return found


def names(found: list[str]) -> set[str]:
    """Give the names of the checks of faults."""
    return {fault.split(":")[0] for fault in found}
