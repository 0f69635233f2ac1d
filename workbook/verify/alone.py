"""A finished file examined without knowing what it was made of: for files that were kept, sent or changed."""

from collections import Counter
from dataclasses import dataclass

from workbook.verify import fonts, pages, tags
from workbook.verify.invariants import broken
from workbook.verify.read import Read, Unreadable
from workbook.verify.ua import ua_faults

_ALONE = (
    pages.objects_are_all_there,
    tags.tags_form_one_tree,
    tags.pages_own_their_tags,
    tags.parent_tree_is_in_order,
    tags.annotations_own_their_tags,
    fonts.fonts_are_embedded,
    pages.catalog_says_what_it_is,
)
"""The invariants that hold in any tagged file, whatever is in it."""


@dataclass(frozen=True)
class Examined:
    """What was found in a file: one line on what it is, and its faults."""

    summary: str
    faults: tuple[str, ...] = ()


def examine(pdf: bytes) -> Examined:
    """Look at a file, and say what it is and what is wrong with it."""
    try:
        file = Read(pdf)
    except Unreadable:
        return Examined("no PDF that can be read", ("It is not a PDF, or it is damaged.",))
    count = f"{len(file.pages)} pages" if len(file.pages) != 1 else "1 page"
    if not file.documents:
        return Examined(f"{count}, not tagged: a print file, not for reading on a screen")
    found = broken(_ALONE, file, ())
    checked = ua_faults(pdf)
    found += checked or []
    kinds = Counter(tag.kind for tag in file.tags.values())
    told = f"{count}, {kinds['Link']} links, {len(file.fields)} fields"
    ua = "PDF/UA-1 not checked (install page-validation)" if checked is None else "PDF/UA-1"
    return Examined(f"{told}: {f'{len(found)} faults' if found else f'whole, {ua}'}", tuple(found))
