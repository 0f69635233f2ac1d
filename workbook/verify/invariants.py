"""What must hold in every bound file, one function a property. No validator sees any of these."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from workbook.pagination import PlacedPart
from workbook.verify import fonts, pages, same, tags
from workbook.verify.read import BROKEN, Read

Invariant: TypeAlias = Callable[[Read, Sequence[PlacedPart]], Iterator[str]]

INVARIANTS: tuple[Invariant, ...] = (
    pages.objects_are_all_there,
    pages.pages_are_those_of_the_parts,
    tags.tags_form_one_tree,
    tags.kinds_are_those_of_the_parts,
    tags.reading_order_is_that_of_the_parts,
    tags.parts_say_their_titles,
    tags.elements_say_what_was_set,
    tags.pages_own_their_tags,
    tags.parent_tree_is_in_order,
    tags.annotations_own_their_tags,
    tags.ids_are_unique_and_known,
    pages.links_and_fields_are_those_of_the_parts,
    pages.links_lead_somewhere,
    pages.names_lead_to_their_pages,
    pages.fields_are_whole,
    pages.labels_count_up,
    pages.outline_is_whole,
    same.pages_use_what_was_set,
    fonts.fonts_are_embedded,
    fonts.faces_are_those_of_the_parts,
    fonts.folios_are_the_labels,
    pages.catalog_says_what_it_is,
    pages.nothing_was_added,
)


def broken(invariants: Iterable[Invariant], file: Read, placed: Sequence[PlacedPart]) -> list[str]:
    """Give what breaks these invariants, each with its name."""
    found: list[str] = []
    for invariant in invariants:
        try:
            found += [f"{invariant.__name__}: {fault}" for fault in invariant(file, placed)]
        except BROKEN as error:
            found.append(f"{invariant.__name__}: it cannot be read ({type(error).__name__}: {error})")
    return found
