"""What must hold in every bound file, one function a property. No validator sees any of these."""

from collections.abc import Callable, Iterator, Sequence

from workbook.pagination import PlacedPart
from workbook.verify import fonts, pages, same, tags
from workbook.verify.read import Read

INVARIANTS: tuple[Callable[[Read, Sequence[PlacedPart]], Iterator[str]], ...] = (
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
