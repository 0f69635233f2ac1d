"""Steps of binding, left out or done wrongly: a list, with the checks that must notice each.

Each is a function that changes the program; ``files`` says what is then bound: the small workbook, a part of it twice,
or a form twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import pytest

from workbook import bind as bind_module
from workbook import folios as folios_module
from workbook.faces import Face
from workbook.fragment import Glyph, Page, Stream
from workbook.outline import Bookmark
from workbook.pagination import PlacedPart
from workbook.pdffile import PdfFile
from workbook.pdftext import write_numbers

Files: TypeAlias = Literal["small", "copies", "forms"]
Change: TypeAlias = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Mutation:
    """A change; the check of the tests and the invariant of the program that notice it, and in which file."""

    change: Change
    theirs: str
    ours: str
    files: Files = "small"

    def __str__(self) -> str:
        return self.change.__name__


MUTATIONS: list[Mutation] = []


def noticed_by(theirs: str, ours: str, files: Files = "small") -> Callable[[Change], Change]:
    """Register a change."""

    def register(change: Change) -> Change:
        MUTATIONS.append(Mutation(change, theirs, ours, files))
        return change

    return register


def nothing(*_: object, **__: object) -> None:
    """Stand in for a step that is left out."""


def before(patch: pytest.MonkeyPatch, step: str, act: Callable[[Any], object]) -> None:
    """Do something to the book (the first argument) before a step of binding."""
    real = getattr(bind_module, step)

    def changed(book: Any, *rest: Any) -> Any:
        act(book)
        return real(book, *rest)

    patch.setattr(bind_module, step, changed)


def resolving(patch: pytest.MonkeyPatch, kind: bytes, instead: Callable[[Any, bytes], bytes]) -> None:
    """Turn one kind of mark into something else than it should be."""
    real = bind_module._Relocation._resolve

    def changed(relocate: Any, match: Any) -> bytes:
        return instead(relocate, match[2]) if match[1] == kind else real(relocate, match)

    patch.setattr(bind_module._Relocation, "_resolve", changed)


# --- numbers ---------------------------------------------------------------------------------------------------------


@noticed_by("pages_own_their_tags", "tags_form_one_tree")
def references_lead_to_the_object_before(patch: pytest.MonkeyPatch) -> None:
    resolving(patch, b"\x01", lambda relocate, what: relocate.references[max(int(what) - 1, 0)])


@noticed_by("pages_own_their_tags", "pages_own_their_tags")
def keys_of_pages_are_not_shifted(patch: pytest.MonkeyPatch) -> None:
    resolving(patch, b"\x03", lambda _, what: what)


@noticed_by("parent_tree_is_tight", "parent_tree_is_in_order")
def all_parts_begin_with_the_same_key(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_join", lambda book: setattr(book, "next_key", 0))


@noticed_by("text", "faces_are_those_of_the_parts")
def all_text_is_in_one_face(patch: pytest.MonkeyPatch) -> None:
    real = bind_module._Book.shared
    patch.setattr(
        bind_module._Book, "shared", lambda book, name: real(book, "font:Hand" if name[:5] == "font:" else name)
    )


@noticed_by("ids_are_unique_and_indexed", "ids_are_unique_and_known", "copies")
def copies_have_the_same_ids(patch: pytest.MonkeyPatch) -> None:
    resolving(patch, b"\x06", lambda _, __: b"")


@noticed_by("form", "fields_are_whole", "forms")
def copies_have_the_same_fields(patch: pytest.MonkeyPatch) -> None:
    resolving(patch, b"\x06", lambda _, __: b"")


@noticed_by("tags_form_one_tree", "objects_are_all_there")
def marks_are_left_in_place(patch: pytest.MonkeyPatch) -> None:
    resolving(patch, b"\x01", lambda _, what: b"\x01%b\x02" % what)


# --- pages and streams -----------------------------------------------------------------------------------------------


@noticed_by("left_pages_are_moved_over", "pages_are_those_of_the_parts")
def left_pages_are_not_moved(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(bind_module._SHIFTS, "left", 0.0)


def with_pages(patch: pytest.MonkeyPatch, change: Callable[[Page], Page]) -> None:
    """Write pages that have been changed."""
    real = bind_module._write_page

    def changed(book: Any, place: PlacedPart, *rest: Any) -> None:
        pages = tuple(map(change, place.part.fragment.pages))
        part = replace(place.part, fragment=replace(place.part.fragment, pages=pages))
        real(book, replace(place, part=part), *rest)

    patch.setattr(bind_module, "_write_page", changed)


@noticed_by("looks", "pages_are_those_of_the_parts")
def pages_have_another_size(patch: pytest.MonkeyPatch) -> None:
    with_pages(patch, lambda page: replace(page, width=page.height, height=page.width))


@noticed_by("pages_own_their_tags", "pages_own_their_tags")
def pages_have_lost_their_entries(patch: pytest.MonkeyPatch) -> None:
    with_pages(patch, lambda page: replace(page, entries=b""))


@noticed_by("text", "pages_are_those_of_the_parts")
def pages_of_a_part_have_the_same_content(patch: pytest.MonkeyPatch) -> None:
    with_pages(patch, lambda page: replace(page, content=page.content - page.content % 2))


@noticed_by("form", "pages_use_what_was_set", "forms")
def all_drawings_are_the_first(patch: pytest.MonkeyPatch) -> None:
    real = bind_module._stream_number

    def changed(book: Any, stream: Stream) -> tuple[int, bool]:
        return (next(iter(book.streams.values())), False) if stream.shared and book.streams else real(book, stream)

    patch.setattr(bind_module, "_stream_number", changed)


@noticed_by("folios", "pages_are_those_of_the_parts")
def pages_stand_in_another_order(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_pages", lambda book: book.pages.reverse())


@noticed_by("text", "pages_are_those_of_the_parts")
def a_page_is_lost(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_pages", lambda book: book.pages.pop())


@noticed_by("folios", "folios_are_the_labels")
def no_page_numbers_are_printed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(folios_module.Folios, "content", lambda *_: b"")


@noticed_by("folios", "folios_are_the_labels")
def page_numbers_begin_anew_in_each_part(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PlacedPart, "label", lambda _, offset=0: str(offset + 1))


@noticed_by("margins_are_artifacts", "folios_are_the_labels")
def page_numbers_are_text(patch: pytest.MonkeyPatch) -> None:
    real = folios_module.Folios.content
    artifact = b"/Artifact <</Type/Pagination>> BDC"
    patch.setattr(
        folios_module.Folios, "content", lambda *given: real(*given).replace(artifact, b"/Span <</MCID 0>> BDC")
    )


@noticed_by("folios", "folios_are_the_labels")
def page_numbers_have_no_font(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_join", lambda book: book.shared_numbers.pop("folio", None))


# --- tags ------------------------------------------------------------------------------------------------------------


@noticed_by("text", "tags_form_one_tree")
def the_first_part_is_not_in_the_tree(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: book.roots.pop(0))


@noticed_by("parts_follow_each_other", "reading_order_is_that_of_the_parts")
def parts_are_read_from_the_last(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: book.roots.reverse())


@noticed_by("pages_own_their_tags", "pages_own_their_tags")
def the_parent_tree_is_empty(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: book.parents.clear())


@noticed_by("parent_tree_is_tight", "parent_tree_is_in_order")
def the_next_key_is_taken(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: setattr(book, "next_key", book.next_key - 1))


@noticed_by("ids_are_unique_and_indexed", "ids_are_unique_and_known")
def ids_are_in_no_index(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: book.ids.clear())


@noticed_by("pages_own_their_tags", "parent_tree_is_in_order")
def trees_are_not_in_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "write_numbers", lambda file, pairs: write_numbers(file, pairs[::-1]))


# --- names, outline, labels, fields ----------------------------------------------------------------------------------


@noticed_by("links_lead_somewhere", "links_lead_somewhere")
def no_names_are_collected(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "_collect_names", nothing)


@noticed_by("contents", "names_lead_to_their_pages")
def every_name_leads_to_the_first_page(patch: pytest.MonkeyPatch) -> None:
    def act(book: Any) -> None:
        book.destinations = dict.fromkeys(book.destinations, b"[%d 0 R/Fit]" % book.pages[0])

    before(patch, "_write_tags", act)


@noticed_by("names_lead_somewhere", "names_lead_to_their_pages")
def names_are_not_in_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("workbook.pdftext.sorted", lambda pairs, key: sorted(pairs, key=key)[::-1], raising=False)


@noticed_by("bookmarks_lead_to_their_headings", "outline_is_whole")
def there_are_no_bookmarks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "write_outline", nothing)


@noticed_by("outline", "outline_is_whole")
def bookmarks_are_all_of_one_depth(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "Bookmark", lambda _, title, goal: Bookmark(1, title, goal))


@noticed_by("bookmarks_lead_to_their_headings", "outline_is_whole")
def bookmarks_lead_to_the_first_page(patch: pytest.MonkeyPatch) -> None:
    def act(book: Any) -> None:
        for mark in book.outline:
            mark.goal = b"%d 0 R/Fit" % book.pages[0]

    before(patch, "_write_tags", act)


@noticed_by("folios", "labels_count_up")
def pages_have_no_labels(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "_labels", lambda _: b"")


@noticed_by("folios", "labels_count_up")
def labels_go_on_after_the_front_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "_labels", lambda _: b"0<</S/r/St 1>>")


@noticed_by("form", "fields_are_whole", "forms")
def there_is_no_form(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "_form", lambda _: b"")


@noticed_by("form", "fields_are_whole", "forms")
def the_form_has_half_of_its_fields(patch: pytest.MonkeyPatch) -> None:
    def act(book: Any) -> None:
        book.fields = dict(list(book.fields.items())[::2])

    before(patch, "_write_tags", act)


@noticed_by("form", "faces_are_those_of_the_parts", "forms")
def fields_have_no_font(patch: pytest.MonkeyPatch) -> None:
    before(patch, "_write_tags", lambda book: book.field_fonts.clear())


# --- faces -----------------------------------------------------------------------------------------------------------


@noticed_by("all_text_is_tagged_or_an_artifact", "faces_are_those_of_the_parts")
def faces_have_the_glyphs_of_one_part(patch: pytest.MonkeyPatch) -> None:
    real = Face.use
    patch.setattr(Face, "use", lambda face, glyphs: None if face.glyphs else real(face, glyphs))


@noticed_by("looks", "faces_are_those_of_the_parts")
def faces_are_cut_down_too_far(patch: pytest.MonkeyPatch) -> None:
    real = Face._cut

    def changed(face: Face) -> bytes:
        whole = face.glyphs
        face.glyphs = dict(list(whole.items())[::2])
        data = real(face)
        face.glyphs = whole
        return data

    patch.setattr(Face, "_cut", changed)


@noticed_by("text", "faces_are_those_of_the_parts")
def glyphs_stand_for_the_letter_before(patch: pytest.MonkeyPatch) -> None:
    real = Face._cmap

    def changed(face: Face) -> bytes:
        own = face.glyphs
        face.glyphs = {n: Glyph(g.width, g.text and chr(ord(g.text[0]) - 1)) for n, g in own.items()}
        data = real(face)
        face.glyphs = own
        return data

    patch.setattr(Face, "_cmap", changed)


@noticed_by("looks", "faces_are_those_of_the_parts")
def glyphs_have_another_width(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Face, "_widths", lambda face: b" ".join(b"%d[500]" % n for n in sorted(face.glyphs)))


# --- the file --------------------------------------------------------------------------------------------------------


@noticed_by("metadata_is_plain", "catalog_says_what_it_is")
def there_is_no_metadata(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(bind_module, "_metadata", lambda *_: b"<x/>")


@noticed_by("metadata_is_plain", "catalog_says_what_it_is")
def the_title_is_another(patch: pytest.MonkeyPatch) -> None:
    real = bind_module._write_info
    patch.setattr(bind_module, "_write_info", lambda book, _: real(book, "Another"))


@noticed_by("text", "file_is_as_written")
def an_object_is_packed_under_another_number(patch: pytest.MonkeyPatch) -> None:
    real = PdfFile._pack

    def changed(file: PdfFile, objects: list[tuple[int, bytes]], places: Any) -> Any:
        return real(file, [(1, objects[0][1]), *objects[1:]], places)

    patch.setattr(PdfFile, "_pack", changed)
