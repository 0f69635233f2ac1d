"""A layout that is made again only in part is the one that WeasyPrint's own ``render()`` makes as a whole."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from weasyprint import HTML
from weasyprint.document import Document

from tests.printing import ALL, EDITIONS, Job, samples
from workbook.extract import extract
from workbook.fragment import Fragment
from workbook.render import render
from workbook.theme import load_theme
from workbook.typefaces import FONTS
from workbook.typeset.closed import ClosedFetcher
from workbook.typeset.elastic import _pages_with, elements, fit
from workbook.typeset.layout import Layout, Memory
from workbook.typeset.setter import _STYLE, Setter, _finish, _Log

SIZES = ["standard", "large-grey"]
MODULES = ["slow-breathing", "weighing-the-evidence", "five-senses-grounding"]
FETCHER = ClosedFetcher(frozenset(FONTS.values()))
Rules = dict[str, dict[str, str]]
SQUARE = "* { border-radius: 0 !important }"
"""WeasyPrint tries to break a grid at the foot of a page and, when it moves it over, forgets to make its corners round
again. A page that is made again has them round, so corners are left out of the comparison."""


@cache
def setter() -> Setter:
    """The fonts and style sheets of this process."""
    return Setter()


class Recorded(Layout):
    """A layout that knows what was changed in it, as declarations by element."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.rules: Rules = {}
        self._memories: dict[int, Rules] = {}
        super().__init__(*arguments, **options)

    def change(self, rules: Mapping[str, Mapping[str, str]], pages: AbstractSet[int]) -> None:
        for name, declarations in rules.items():
            self.rules[name] = {**self.rules.get(name, {}), **declarations}
        super().change(rules, pages)

    def copy(self) -> Memory:
        memory = super().copy()
        self._memories[id(memory)] = dict(self.rules)
        return memory

    def restore(self, memory: Memory) -> None:
        self.rules = dict(self._memories[id(memory)])
        super().restore(memory)

    def grown(self, name: str) -> int:
        """Give the steps that a block has."""
        return int(self.rules.get(name, {}).get("--grow", 0))

    def grow(self, growth: Mapping[str, int]) -> None:
        """Give blocks so many steps of writing space."""
        rules = {name: {"--grow": str(steps)} for name, steps in growth.items()}
        self.change(rules, _pages_with(rules.keys(), self.pages))


class Page:
    """The HTML of one section, to be laid out in either way."""

    def __init__(self, job: Job, *, fields: bool = False) -> None:
        workbook, crisis = job.source()
        text = render(workbook.sections[-1], workbook, load_theme(), crisis)
        head, mark, body = text.partition("</head>")
        self.styles = [setter()._style(sheet, FETCHER, _Log()) for sheet in (*_STYLE.findall(head), SQUARE)]
        self.text = _STYLE.sub("", head) + mark + body
        self.size = EDITIONS[job.edition].size
        self.fields = fields

    def html(self) -> HTML:
        return HTML(string=self.text, url_fetcher=FETCHER)

    def layout(self) -> Recorded:
        """Lay it out page by page, as we do."""
        return Recorded(self.html(), self.styles, setter()._fonts, fields=self.fields)

    def rendered(self, rules: Rules) -> Document:
        """Lay it out afresh by WeasyPrint's public way, with these declarations in the HTML from the start."""
        html = self.html()
        by_id: dict[str, Any] = {e.get("id"): e for e in html.etree_element.iter() if e.get("id")}
        for name, declarations in rules.items():
            added = ";".join(f"{key}:{value}" for key, value in declarations.items())
            by_id[name].set("style", f"{by_id[name].get('style', '')};{added}")
        fonts = setter()._fonts
        return html.render(font_config=fonts, stylesheets=self.styles, pdf_forms=self.fields)

    def fragment(self, document: Document) -> Fragment:
        target = BytesIO()
        document.write_pdf(target, finisher=_finish, pdf_variant="pdf/ua-1", pdf_forms=self.fields)
        return extract(target.getvalue(), "test", "Test")

    def faults(self, layout: Recorded, rules: Rules | None = None) -> str:
        """Say where a layout, set, differs from the page rendered as a whole: pages, tags, links, fields, all of it."""
        made = self.fragment(layout.finish())
        meant = self.fragment(self.rendered(layout.rules if rules is None else rules))
        return "" if made == meant else difference(made, meant)


def difference(made: Fragment, meant: Fragment) -> str:
    if made.page_count != meant.page_count:
        return f"{made.page_count} pages in place of {meant.page_count}"
    for number in range(made.page_count):
        if made.streams[number] != meant.streams[number]:
            return f"page {number + 1} looks different"
    names = (field.name for field in fields(Fragment))
    return " and ".join(name for name in names if getattr(made, name) != getattr(meant, name)) + " differ"


@cache
def module_page(name: str, edition: str) -> Page:
    return Page(Job("module", name, edition))


@pytest.mark.parametrize("edition", SIZES)
@pytest.mark.parametrize("name", MODULES)
def test_a_module_with_its_writing_space_settled_is_the_page_rendered_as_a_whole(name: str, edition: str) -> None:
    page = module_page(name, edition)
    layout = page.layout()
    fit(layout, page.size)
    assert layout.rules, "nothing grows here: the test shows nothing"
    assert not page.faults(layout)


@pytest.mark.parametrize(("name", "edition"), samples()[::5])
def test_a_block_with_its_writing_space_settled_is_the_page_rendered_as_a_whole(name: str, edition: str) -> None:
    page = Page(Job("block", name, edition))
    layout = page.layout()
    fit(layout, page.size)
    assert not page.faults(layout)


def test_form_fields_are_those_of_the_page_rendered_as_a_whole() -> None:
    page = Page(Job("module", "slow-breathing"), fields=True)
    layout = page.layout()
    fit(layout, page.size)
    assert not page.faults(layout)


def growing(layout: Layout) -> list[str]:
    """The ids of what may grow, in the order of the page."""
    found = (e.get("id") for page in layout.pages for e in elements(page) if e.get("data-most") is not None)
    return list(dict.fromkeys(found))


@settings(max_examples=200 if ALL else 6, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.data())
def test_any_growth_in_any_turn_comes_to_the_page_rendered_as_a_whole(data: st.DataObject) -> None:
    """What shrinks could come back to the page before, which nobody makes again: ``fit`` restores a layout instead."""
    page = module_page(data.draw(st.sampled_from(MODULES)), data.draw(st.sampled_from(SIZES)))
    layout = page.layout()
    names = growing(layout)
    for _ in range(data.draw(st.integers(1, 3))):
        more = data.draw(st.dictionaries(st.sampled_from(names), st.integers(1, 9), min_size=1, max_size=4))
        layout.grow({name: layout.grown(name) + steps for name, steps in more.items()})
    assert not page.faults(layout)


@pytest.mark.parametrize("edition", SIZES)
def test_restoring_gives_back_the_layout_as_it_was(edition: str) -> None:
    page = module_page("weighing-the-evidence", edition)
    layout = page.layout()
    before = layout.copy()
    layout.grow(dict.fromkeys(growing(layout), 12))
    assert len(layout.pages) > len(before.pages), "nothing was pushed to another page: the test shows little"
    layout.restore(before)
    assert layout.pages == before.pages
    assert not page.faults(layout, {})


def test_a_layout_can_be_changed_after_it_was_restored() -> None:
    page = module_page("weighing-the-evidence", "standard")
    layout = page.layout()
    names = growing(layout)
    layout.grow({names[0]: 2})
    before = layout.copy()
    for steps in (12, 7):
        layout.grow(dict.fromkeys(names, steps))
        layout.restore(before)
    layout.grow(dict.fromkeys(names[1:], 1))
    grown = {names[0]: 2, **dict.fromkeys(names[1:], 1)}
    assert not page.faults(layout, {name: {"--grow": str(steps)} for name, steps in grown.items()})


def test_a_layout_that_is_not_changed_is_the_page_rendered_as_a_whole() -> None:
    page = module_page("slow-breathing", "standard")
    assert not page.faults(page.layout(), {})
    assert page.faults(page.layout(), {growing(page.layout())[0]: {"--grow": "1"}})
