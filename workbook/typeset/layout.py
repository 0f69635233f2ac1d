"""A section laid out in pages, and laid out again only where it changes.

WeasyPrint lays out page by page, and can take up again at any page; its own ``render()`` does both in one go. Here the
steps are called one by one: after a first layout some blocks get more room, and only their pages are made again. The
steps are not public, so the version is pinned (>=70,<71) and ``tests/test_layout.py`` holds the result against
``render()``.
"""

import copy
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import tinycss2
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css import ComputedStyle
from weasyprint.css.counters import CounterStyle
from weasyprint.css.validation import preprocess_declarations
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.layout import LayoutContext, initialize_page_maker
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import make_all_pages, make_margin_boxes, remake_page
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

_START, _SIDE, _STATE = 0, 2, 3
"""Places in the entries of WeasyPrint's page maker: where a page begins, whether on the right, its counters."""
_SIDED = frozenset({"left", "right", "recto", "verso"})
_INLINE = (3, inf, (1, 0, 0))
"""The weight of a declaration in a ``style`` attribute: the author's, not important, above any selector."""


class Layout:
    """The pages of one section. ``pages`` are page boxes without their margins until ``finish`` is called."""

    def __init__(self, html: HTML, styles: list[CSS], fonts: FontConfiguration, *, fields: bool) -> None:
        options = DEFAULT_OPTIONS | {"stylesheets": styles, "pdf_forms": fields, "cache": {}}
        self._html = html
        self._fonts = fonts
        self._elements = {e.get("id"): e for e in html.etree_element.iter() if e.get("id")}
        self._counters = CounterStyle()
        self._context = Document._build_layout_context(html, fonts, self._counters, {}, options)  # noqa: SLF001
        root = self._boxes()
        initialize_page_maker(self._context, root)
        self.pages: list[Any] = list(make_all_pages(self._context, root, html, []))
        self._count_pages()

    def _boxes(self) -> Any:
        """Make the boxes of all elements, before they have places."""
        return build_formatting_structure(
            self._html.etree_element,
            self._context.style_for,
            self._context.get_image_from_uri,
            self._html.base_url,
            self._context.target_collector,
            self._counters,
            self._context.footnotes,
        )

    def _count_pages(self) -> None:
        for entry in self._context.page_maker:
            entry[_STATE][1]["pages"] = [len(self.pages)]

    def change(self, rules: Mapping[str, Mapping[str, str]], pages: AbstractSet[int]) -> None:
        """Give elements (by id) other declarations, and make these pages again, and those that then begin elsewhere."""
        old, maker = self.pages, self._context.page_maker
        self._context = self._fresh_context()
        for name, declarations in rules.items():
            restyle(self._context.style_for, self._elements[name], declarations)
        root = self._boxes()
        known = {repr(maker[i][_START]): i for i in range(len(old)) if i not in pages}
        self._context.page_maker = [maker[0]]
        self.pages = []
        while not self.pages or self._context.page_maker[-1][_START] is not None:
            self.pages.append(self._next_page(root, old, maker, known))
        self._count_pages()

    def _next_page(self, root: Any, old: list[Any], maker: list[Any], known: Mapping[str, int]) -> Any:
        """Give the next page: an old one that begins in the same place (and on that side, if need be), or a new one."""
        new = self._context.page_maker
        number = len(self.pages)
        start, wanted, right, _, _ = new[number]
        same = known.get(repr(start))
        if same is None or (maker[same][_SIDE] != right and (wanted["break"] in _SIDED or maker[same][1] != wanted)):
            page, _ = remake_page(number, self._context, root, self._html)
            return page
        after, then, _, state, _ = maker[same + 1]
        state = copy.deepcopy(state)
        state[1]["page"] = [number + 1]
        new.append((after, then, not right, state, _nothing_to_do()))
        return old[same]

    def _fresh_context(self) -> Any:
        """Give a context for another layout with the same styles, which may then change."""
        old = self._context
        styles = copy.copy(old.style_for)
        styles._computed_styles = dict(styles.get_computed_styles())  # noqa: SLF001
        images = old.get_image_from_uri
        words = {name: value for name, value in images.keywords.items() if name != "context"}
        images = partial(images.func, *images.args, **words)
        context = LayoutContext(styles, images, self._fonts, self._counters, old.target_collector)
        context.rendered_notes = []  # there are no footnotes, but the list is expected
        return context

    def copy(self) -> "Memory":
        """Remember the layout as it is, to come back to it."""
        return Memory(self.pages, self._context, list(self._context.page_maker))

    def restore(self, memory: "Memory") -> None:
        """Come back to a layout as it was."""
        self.pages, self._context = memory.pages, memory.context
        self._context.page_maker = list(memory.maker)
        self._count_pages()

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
            _make_whole(page)
            layout_backgrounds(page, context.get_image_from_uri)
        metadata = DocumentMetadata(**get_html_metadata(self._html))
        document = Document(
            [Page(page) for page in self.pages], metadata, self._html.url_fetcher, self._fonts, {}, None
        )
        document._html = self._html  # noqa: SLF001 - as render() does
        document.fonts = _Fonts()
        return document


class _Fonts(dict[Any, Any]):
    """The fonts of a document, left whole: the binder cuts each face down once for a whole workbook."""

    def __setitem__(self, key: Any, font: Any) -> None:
        font.clean = lambda *_: None
        super().__setitem__(key, font)


@dataclass(frozen=True)
class Memory:
    """A layout as it was at one time."""

    pages: list[Any]
    context: Any
    maker: list[Any]


def restyle(style_for: Any, element: Any, declarations: Mapping[str, str]) -> None:
    """Give an element more declarations, as if in its ``style`` attribute, and compute it and all below it anew."""
    computed = style_for.get_computed_styles()
    text = ";".join(f"{name}:{value}" for name, value in declarations.items())
    parsed = preprocess_declarations(None, tinycss2.parse_blocks_contents(text))
    added = {name: (value, _INLINE) for name, value, _ in parsed}
    below = {id(inner) for inner in element.iter()}
    parents = {id(kid): inner for inner in element.iter() for kid in inner}
    keys = [key for key in computed if id(key[0]) in below]
    for inner, pseudo in sorted(keys, key=lambda key: key[1] is not None):  # an element before its ::before
        old = computed[inner, pseudo]
        parent = inner if pseudo else parents.get(id(inner))
        above = computed[parent, None] if parent is not None else old.parent_style
        cascaded = {**old.cascaded, **added} if inner is element and pseudo is None else old.cascaded
        computed[inner, pseudo] = ComputedStyle(
            above, cascaded, pseudo, old.root_style, old.base_url, old.font_config, old.initial_page_sizes
        )


def _make_whole(page: Any) -> None:
    """Give boxes their round corners again that were tried at the foot of a page and then moved over to the next.

    A grid remembers that it was to be split there, though it was not: a side that is really cut off has no border.
    """
    for box in page.descendants():
        sides = getattr(box, "remove_decoration_sides", None)
        if sides:
            whole = {side for side in sides if getattr(box, f"border_{side}_width") or getattr(box, f"padding_{side}")}
            box.remove_decoration_sides = sides - whole


def _nothing_to_do() -> dict[str, Any]:
    return {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}


def _named_strings(page: Any) -> Iterator[tuple[str, str]]:
    """Give the strings that headings set for the running foot."""
    for box in page.descendants():
        if box.string_set and box.string_set != "none":
            yield from box.string_set
