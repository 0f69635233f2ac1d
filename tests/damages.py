"""Ways to damage a finished file, each with the checks that must notice it."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.pdf_facts import Facts

Damage = Callable[[pikepdf.Pdf, Facts], object]
DAMAGES: list[tuple[Damage, tuple[str, ...], str]] = []
"""Ways to damage a file, the checks of the tests that must notice each, and the invariant of the program that must."""


def noticed_by(*checks: str, ours: str) -> Callable[[Damage], Damage]:
    """Register a way to damage a finished file."""

    def register(damage: Damage) -> Damage:
        DAMAGES.append((damage, checks, ours))
        return damage

    return register


def damaged(whole: bytes, damage: Damage) -> bytes:
    """Damage a file, and save it again."""
    with pikepdf.open(BytesIO(whole)) as pdf:
        damage(pdf, Facts(whole))
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


def edit_page(pdf: pikepdf.Pdf, number: int, pattern: bytes, instead: bytes) -> None:
    page = pdf.pages[number]
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes()
    changed, count = re.subn(pattern, instead, content, count=1)
    assert count == 1
    page.obj.Contents = pdf.make_stream(changed)


def all_of(pdf: pikepdf.Pdf, facts: Facts, kind: str) -> list[Any]:
    return [pdf.get_object(tag.key) for tag in facts.document.walk() if tag.kind == kind]


def first_of(pdf: pikepdf.Pdf, facts: Facts, kind: str) -> Any:
    return all_of(pdf, facts, kind)[0]


def links_of(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page in pdf.pages for note in page.obj.get("/Annots", [])]


def list_in_parent_tree(pdf: pikepdf.Pdf, page: int) -> Any:
    key = int(pdf.pages[page].obj.StructParents)
    for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids:
        for i in range(0, len(leaf.Nums), 2):
            if leaf.Nums[i] == key:
                return leaf.Nums[i + 1]
    raise AssertionError


@noticed_by("pages_own_their_tags", ours="pages_are_those_of_the_parts")
def a_mark_is_opened_twice(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/MCID 1\b", b"/MCID 0")


@noticed_by("pages_own_their_tags", ours="pages_own_their_tags")
def two_entries_of_the_parent_tree_are_swapped(pdf: pikepdf.Pdf, _: Facts) -> None:
    entries = list_in_parent_tree(pdf, 2)
    entries[0], entries[1] = entries[1], entries[0]


@noticed_by("pages_own_their_tags", ours="pages_own_their_tags")
def two_pages_have_swapped_their_tags(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = pdf.pages[1].obj, pdf.pages[2].obj
    one.StructParents, other.StructParents = other.StructParents, one.StructParents


@noticed_by("pages_own_their_tags", ours="pages_own_their_tags")
def a_page_has_lost_its_tags(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.pages[2].obj["/StructParents"]


@noticed_by("parent_tree_is_tight", ours="parent_tree_is_in_order")
def the_next_key_is_taken(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


@noticed_by("pages_own_their_tags", "parent_tree_is_tight", ours="parent_tree_is_in_order")
def the_limits_of_the_parent_tree_are_wrong(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Kids[0].Limits = Array([0, 1])


@noticed_by("pages_own_their_tags", "text", ours="tags_form_one_tree")
def an_element_is_lost_from_the_tree(pdf: pikepdf.Pdf, facts: Facts) -> None:
    section = first_of(pdf, facts, "/Sect")
    section.K = Array(list(section.K)[1:])


@noticed_by("pages_own_their_tags", "text", ours="reading_order_is_that_of_the_parts")
def an_element_names_another_page(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for tag in facts.document.walk():
        if tag.kind == "/H1":
            for inner in tag.walk():
                pdf.get_object(inner.key).Pg = pdf.pages[0].obj


@noticed_by("tags_form_one_tree", ours="tags_form_one_tree")
def an_element_hangs_on_two_parents(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/Sect")[:2]
    other.K.append(one.K[0])


@noticed_by("tags_form_one_tree", ours="tags_form_one_tree")
def an_element_names_another_parent(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/Sect")[:2]
    one.K[0].P = other


@noticed_by("tags_form_one_tree", ours="tags_form_one_tree")
def a_child_is_null(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Sect").K.append(pikepdf.Object.parse(b"null"))


@noticed_by("tags_form_one_tree", ours="kinds_are_those_of_the_parts")
def a_tag_is_unknown(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/P").S = Name.Box


@noticed_by("tags_form_one_tree", ours="tags_form_one_tree")
def there_are_two_documents(pdf: pikepdf.Pdf, _: Facts) -> None:
    root = pdf.Root.StructTreeRoot
    root.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())))


@noticed_by("text", ours="reading_order_is_that_of_the_parts")
def paragraphs_are_read_in_another_order(pdf: pikepdf.Pdf, facts: Facts) -> None:
    section = first_of(pdf, facts, "/Sect")
    section.K = Array(list(reversed(list(section.K))))


@noticed_by("parts_follow_each_other", "text", ours="reading_order_is_that_of_the_parts")
def two_parts_are_in_another_order(pdf: pikepdf.Pdf, facts: Facts) -> None:
    document = first_of(pdf, facts, "/Document")
    parts = list(document.K)
    document.K = Array([parts[1], parts[0], *parts[2:]])


@noticed_by("parts_follow_each_other", ours="parts_say_their_titles")
def a_part_has_no_title(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del first_of(pdf, facts, "/Part")["/T"]


@noticed_by("annotations_own_their_tags", ours="annotations_own_their_tags")
def two_links_have_swapped_their_elements(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = links_of(pdf)[:2]
    one.StructParent, other.StructParent = other.StructParent, one.StructParent


@noticed_by("annotations_own_their_tags", "parent_tree_is_tight", ours="links_and_fields_are_those_of_the_parts")
def a_link_is_taken_off_its_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    page = next(page.obj for page in pdf.pages if "/Annots" in page.obj)
    page.Annots = Array(list(page.Annots)[1:])


@noticed_by("annotations_own_their_tags", "links", ours="annotations_own_their_tags")
def a_link_is_in_no_element(pdf: pikepdf.Pdf, facts: Facts) -> None:
    link = first_of(pdf, facts, "/Link")
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)])


@noticed_by("annotations_own_their_tags", ours="annotations_own_their_tags")
def a_link_names_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].P = pdf.pages[0].obj


@noticed_by("annotations_own_their_tags", ours="pages_are_those_of_the_parts")
def the_tab_key_goes_its_own_way(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.pages[3].obj["/Tabs"]


@noticed_by("links", ours="annotations_own_their_tags")
def a_link_is_a_mere_span(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Link").S = Name.Span


@noticed_by("links_lead_somewhere", "contents", ours="links_lead_somewhere")
def a_link_leads_to_no_name(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].Dest = String("nowhere")


@noticed_by("contents", ours="pages_use_what_was_set")
def a_link_leads_to_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = links_of(pdf)[2:4]
    one.Dest, other.Dest = other.Dest, one.Dest


@noticed_by("links_lead_somewhere", ours="pages_use_what_was_set")
def a_link_does_not_say_where_it_goes(pdf: pikepdf.Pdf, _: Facts) -> None:
    del links_of(pdf)[0]["/Contents"]


@noticed_by("links_lead_somewhere", ours="pages_use_what_was_set")
def a_link_is_not_printed(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].F = 0


@noticed_by("names_lead_somewhere", "links_lead_somewhere", ours="names_lead_to_their_pages")
def the_page_of_a_name_is_gone(pdf: pikepdf.Pdf, _: Facts) -> None:
    for leaf in pdf.Root.Names.Dests.Kids:
        for i in range(1, len(leaf.Names), 2):
            leaf.Names[i][0] = pikepdf.Object.parse(b"null")


@noticed_by("names_lead_somewhere", ours="names_lead_to_their_pages")
def names_are_not_in_order(pdf: pikepdf.Pdf, _: Facts) -> None:
    leaf = pdf.Root.Names.Dests.Kids[0]
    flat = list(leaf.Names)
    leaf.Names = Array([*flat[2:4], *flat[:2], *flat[4:]])


@noticed_by("ids_are_unique_and_indexed", ours="kinds_are_those_of_the_parts")
def a_header_cell_is_a_data_cell(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for cell in all_of(pdf, facts, "/TH"):
        cell.S = Name.TD


@noticed_by("ids_are_unique_and_indexed", ours="ids_are_unique_and_known")
def a_cell_names_a_header_that_is_not_there(pdf: pikepdf.Pdf, facts: Facts) -> None:
    cell = next(cell for cell in all_of(pdf, facts, "/TD") if "/A" in cell)
    for entry in cell.A if isinstance(cell.A, Array) else [cell.A]:
        entry.Headers = Array([String("nobody")])


@noticed_by("cells_have_headers", ours="elements_say_what_was_set")
def a_cell_names_no_header(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del next(cell for cell in all_of(pdf, facts, "/TD") if "/A" in cell)["/A"]


@noticed_by("ids_are_unique_and_indexed", ours="ids_are_unique_and_known")
def an_id_is_there_twice(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/TH")[:2]
    other.ID = one.ID


@noticed_by("ids_are_unique_and_indexed", ours="ids_are_unique_and_known")
def the_index_of_ids_is_gone(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root.StructTreeRoot["/IDTree"]


@noticed_by("list_items_are_whole", ours="kinds_are_those_of_the_parts")
def a_list_item_has_no_body(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/LBody").S = Name.P


@noticed_by("headings_descend", ours="kinds_are_those_of_the_parts")
def a_heading_skips_a_level(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for heading in all_of(pdf, facts, "/H2"):
        heading.S = Name.H3


@noticed_by("headings_descend", ours="kinds_are_those_of_the_parts")
def a_part_begins_without_its_heading(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/H1").S = Name.P


@noticed_by("figures_speak", ours="elements_say_what_was_set")
def a_figure_is_silent(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del first_of(pdf, facts, "/Figure")["/Alt"]


@noticed_by("figures", ours="kinds_are_those_of_the_parts")
def a_figure_is_a_mere_span(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Figure").S = Name.Span


@noticed_by("margins_are_artifacts", "text", ours="pages_are_those_of_the_parts")
def text_is_marked_as_an_artifact(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Span\s*<<\s*/MCID 1\s*>>\s*BDC", b"/Artifact BMC")


@noticed_by("all_text_is_tagged_or_an_artifact", ours="pages_are_those_of_the_parts")
def text_is_not_marked(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Span\s*<<\s*/MCID 1\s*>>\s*BDC", b"/Span BMC")


@noticed_by("margins_are_artifacts", ours="pages_are_those_of_the_parts")
def a_foot_is_text(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Artifact\s*<<\s*/Type /Pagination\s*>>\s*BDC", b"/Span << /MCID 0 >> BDC")


@noticed_by("text", ours="faces_are_those_of_the_parts")
def letters_are_read_as_others(pdf: pikepdf.Pdf, _: Facts) -> None:
    for font in pdf.pages[2].obj.Resources.Font.values():
        if "/ToUnicode" in font:
            table = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(table.replace(b"<0065>", b"<0078>"))


@noticed_by("all_text_is_tagged_or_an_artifact", ours="fonts_are_embedded")
def letters_cannot_be_read(pdf: pikepdf.Pdf, _: Facts) -> None:
    for font in pdf.pages[2].obj.Resources.Font.values():
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


@noticed_by("labels_count_up", "contents", "folios", ours="labels_count_up")
def labels_begin_late(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.PageLabels.Nums[3].St = 2


@noticed_by("labels_count_up", ours="labels_count_up")
def the_front_matter_ends_late(pdf: pikepdf.Pdf, _: Facts) -> None:
    numbers = pdf.Root.PageLabels.Nums
    numbers[2] = int(numbers[2]) + 1


@noticed_by(
    "parts_follow_each_other", "folios", "bookmarks_lead_to_their_headings", ours="pages_are_those_of_the_parts"
)
def two_leaves_are_in_another_order(pdf: pikepdf.Pdf, _: Facts) -> None:
    pages = list(pdf.pages)[4:6]
    del pdf.pages[4:6]
    pdf.pages.extend(pages)


@noticed_by("bookmarks_lead_to_their_headings", ours="outline_is_whole")
def a_bookmark_leads_to_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    item = pdf.Root.Outlines.First
    item.Dest = Array([pdf.pages[3].obj, Name.Fit])


@noticed_by("outline", ours="outline_is_whole")
def a_bookmark_is_lost(pdf: pikepdf.Pdf, _: Facts) -> None:
    item = pdf.Root.Outlines.First
    item.Next = item.Next.Next


@noticed_by("outline", ours="outline_is_whole")
def bookmarks_are_all_of_one_depth(pdf: pikepdf.Pdf, _: Facts) -> None:
    def lift(item: Any) -> Iterator[Any]:
        while item is not None:
            yield item
            yield from lift(item.get("/First"))
            item = item.get("/Next")

    items = list(lift(pdf.Root.Outlines.First))
    for item, following in zip(items, [*items[1:], None], strict=True):
        for key in ("/First", "/Next"):
            if key in item:
                del item[key]
        if following is not None:
            item.Next = following


@noticed_by("left_pages_are_moved_over", ours="pages_are_those_of_the_parts")
def a_page_has_another_size(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.pages[2].obj.MediaBox = Array([0, 0, 595, 842])


@noticed_by("fonts_are_ours", ours="fonts_are_embedded")
def a_font_is_not_embedded(pdf: pikepdf.Pdf, _: Facts) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            del item["/FontFile2"]
            return


@noticed_by("fonts_are_ours", ours="pages_use_what_was_set")
def a_font_comes_from_the_system(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.pages[0].obj.Resources.Font.F0 = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


@noticed_by("metadata_is_plain", ours="catalog_says_what_it_is")
def there_is_no_language(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root["/Lang"]


@noticed_by("metadata_is_plain", ours="catalog_says_what_it_is")
def there_is_a_date(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.docinfo.CreationDate = String("D:20261122000000Z")


@noticed_by("metadata_is_plain", ours="catalog_says_what_it_is")
def there_is_an_author(pdf: pikepdf.Pdf, _: Facts) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["Somebody"]


@noticed_by("metadata_is_plain", ours="nothing_was_added")
def there_is_a_path(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(From=String("/home/somebody/workbook/content"))


@noticed_by("metadata_is_plain", ours="catalog_says_what_it_is")
def the_title_is_not_shown(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root["/ViewerPreferences"]
