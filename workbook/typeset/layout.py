"""A section laid out in pages, and laid out again only where it changes.

WeasyPrint lays out page by page, and can take up again at any page; its own ``render()`` does both in one go. Here the
steps are called one by one: after a first layout some blocks get more room, and only their pages are made again. The
steps are not public, so the version is pinned (>=70,<71) and ``tests/test_layout.py`` holds the result against
``render()``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.layout import initialize_page_maker
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import make_all_pages, make_margin_boxes
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

_CHANGED = "content_changed"
_STATE, _REMAKE = 3, 4
"""Places in the entries of WeasyPrint's page maker: the counters of a page, and whether it must be made again."""


class Layout:
    """The pages of one section. ``pages`` are page boxes without their margins until ``finish`` is called."""

    def __init__(self, html: HTML, styles: list[CSS], fonts: FontConfiguration, *, fields: bool) -> None:
        self._html = html
        self._fonts = fonts
        self._options = DEFAULT_OPTIONS | {"stylesheets": styles, "pdf_forms": fields, "cache": {}}
        self._elements = {e.get("id"): e for e in html.etree_element.iter() if e.get("id")}
        self._written = {name: e.get("style", "") for name, e in self._elements.items()}
        self._rules: dict[str, dict[str, str]] = {}
        self._context, root = self._build()
        initialize_page_maker(self._context, root)
        self.pages: list[Any] = list(make_all_pages(self._context, root, html, []))
        self._count_pages()

    def _build(self) -> tuple[Any, Any]:
        """Compute styles and make boxes, before they have places."""
        counters = CounterStyle()
        context = Document._build_layout_context(self._html, self._fonts, counters, {}, self._options)  # noqa: SLF001
        root = build_formatting_structure(
            self._html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            self._html.base_url,
            context.target_collector,
            counters,
            context.footnotes,
        )
        return context, root

    def _count_pages(self) -> None:
        for entry in self._context.page_maker:
            entry[_STATE][1]["pages"] = [len(self.pages)]

    def change(self, rules: Mapping[str, Mapping[str, str]], pages: Iterable[int]) -> None:
        """Give elements (by id) other declarations, and make these pages again, and those that then begin elsewhere."""
        for name, declarations in rules.items():
            self._rules.setdefault(name, {}).update(declarations)
            self._dress(name)
        maker = self._context.page_maker
        self._context, root = self._build()
        self._context.page_maker = maker
        for page in pages:
            maker[page][_REMAKE][_CHANGED] = True
        self.pages = list(make_all_pages(self._context, root, self._html, self.pages))
        self._count_pages()

    def copy(self) -> "Memory":
        """Remember the layout as it is, to come back to it."""
        rules = {name: dict(declarations) for name, declarations in self._rules.items()}
        return Memory(self.pages, self._context, list(self._context.page_maker), rules)

    def restore(self, memory: "Memory") -> None:
        """Come back to a layout as it was."""
        self.pages, self._context = memory.pages, memory.context
        self._context.page_maker = list(memory.maker)
        for name in self._rules.keys() - memory.rules.keys():
            self._elements[name].set("style", self._written[name])
        self._rules = {name: dict(declarations) for name, declarations in memory.rules.items()}
        for name in self._rules:
            self._dress(name)
        self._count_pages()

    def _dress(self, name: str) -> None:
        added = ";".join(f"{key}:{value}" for key, value in self._rules[name].items())
        self._elements[name].set("style", f"{self._written[name]};{added}")

    def finish(self) -> Document:
        """Add the running foot and the backgrounds of all pages, and give what can be written as a PDF."""
        context = self._context
        for number, page in enumerate(self.pages, 1):
            for name, text in _named_strings(page):
                context.string_set[name][number].append(text)
        for number, page in enumerate(self.pages, 1):
            context.current_page = number
            margins = make_margin_boxes(context, page, context.page_maker[number][_STATE])
            page.children = (page.children[0], *margins)
            layout_backgrounds(page, context.get_image_from_uri)
        metadata = DocumentMetadata(**get_html_metadata(self._html))
        document = Document(
            [Page(page) for page in self.pages], metadata, self._html.url_fetcher, self._fonts, {}, None
        )
        document._html = self._html  # noqa: SLF001 - as render() does
        return document


@dataclass(frozen=True)
class Memory:
    """A layout as it was at one time."""

    pages: list[Any]
    context: Any
    maker: list[Any]
    rules: dict[str, dict[str, str]]


def _named_strings(page: Any) -> Iterator[tuple[str, str]]:
    """Give the strings that headings set for the running foot."""
    for box in page.descendants():
        if box.string_set and box.string_set != "none":
            yield from box.string_set
