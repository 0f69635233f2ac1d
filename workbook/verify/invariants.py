"""What must hold in every bound file, one function a property. No validator sees any of these."""

from collections.abc import Callable, Iterator, Sequence

from workbook.pagination import PlacedPart
from workbook.verify import pages, tags
from workbook.verify.read import Read

INVARIANTS: tuple[Callable[[Read, Sequence[PlacedPart]], Iterator[str]], ...] = (
    pages.objects_are_all_there,
    pages.pages_are_those_of_the_parts,
    tags.tags_form_one_tree,
    tags.kinds_are_those_of_the_parts,
    tags.reading_order_is_that_of_the_parts,
    tags.pages_own_their_tags,
    tags.parent_tree_is_in_order,
    tags.annotations_own_their_tags,
    tags.ids_are_unique_and_known,
    pages.links_and_fields_are_those_of_the_parts,
    pages.links_lead_somewhere,
    pages.fields_are_whole,
    pages.labels_count_up,
    pages.outline_is_whole,
    pages.fonts_are_embedded,
    pages.catalog_says_what_it_is,
)
