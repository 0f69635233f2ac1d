"""The finished file is whole: tags, links, names, outline and labels of every part are its own; it is always the same.

The checks are in ``pdf_invariants.py`` and know nothing of how files are bound. That each of them can fail is shown at
the end: steps of binding are left out, finished files are damaged, and every time a fault is found.
"""

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

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
from tests.printing import NOTES, TODAY, Job, Press, blocks, handouts, library, once, programs, set_part
from workbook import bind as bind_module
from workbook import folios as folios_module
from workbook import repair as repair_module
from workbook import typeset as typeset_module
from workbook.bind import Part, PlacedPart, bind, paginate
from workbook.build import BuildRequest, build
from workbook.compose import Section, Workbook, compose_program, sheets_of
from workbook.folios import roman
from workbook.edition import Edition
from workbook.model import Crisis
from workbook.render import FONTS, render
from workbook.theme import load_theme

SAMPLES = [Job("block", name, edition) for name in blocks() for edition in ("standard", "large-a4-grey-facilitator")]
HANDOUTS = handouts("standard", "large-grey", "a4-facilitator")


# --- every file that the program makes -------------------------------------------------------------------------------


@pytest.mark.parametrize("job", programs(), ids=str)
def test_a_workbook_is_whole_and_says_what_its_sections_say(job: Job, press: Press) -> None:
    printed = press(job)
    workbook, _ = job.source()
    modules = [section.title for section in workbook.sections if section.id in library().modules]
    found = against_source(printed.facts, printed.sections())
    found += contents_are_right(printed.facts)
    found += folios_are_printed(printed.facts)
    found += begins_on_right_hand_pages(printed.facts, modules)
    found += outline_is(printed.facts, meant_outline(workbook, printed.sections()))
    assert not found, "\n".join(found)
    assert len(modules) == sum(len(s.modules) for s in library().programs[job.name].value.sessions)


@pytest.mark.parametrize("job", HANDOUTS, ids=str)
def test_a_handout_is_whole_and_says_what_its_sections_say(job: Job, press: Press) -> None:
    printed = press(job)
    found = against_source(printed.facts, printed.sections())
    workbook, _ = job.source()
    found += begins_on_right_hand_pages(printed.facts, [s.title for s in workbook.sections if s.id == job.name])
    assert not found, "\n".join(found)
    entry = library().modules.get(job.name) or library().worksheets[job.name]
    assert str(printed.facts.pdf.docinfo.Title) == entry.value.title


@pytest.mark.parametrize("job", SAMPLES, ids=str)
def test_a_block_is_whole_and_says_what_its_html_says(job: Job, press: Press) -> None:
    printed = press(job)
    found = against_source(printed.facts, printed.sections())
    assert not found, "\n".join(found)


def test_a_facilitators_handout_lists_both_parts_side_by_side(press: Press) -> None:
    outline = press(Job("module", "slow-breathing", "a4-facilitator")).facts.outline
    assert [mark.depth for mark in outline[:2]] == [1, 1]


def test_another_process_gives_the_same_bytes(press: Press, tmp_path: Path) -> None:
    job = Job("program", "individual-brief-pack", "a4-facilitator")
    command = [
        sys.executable,
        "-m",
        "workbook",
        "build",
        job.name,
        "--paper",
        "a4",
        "--copy",
        "facilitator",
        "-o",
        "x.pdf",
    ]
    root = str(Path(__file__).parents[1])
    changes = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": root, "HOME": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, env=os.environ | changes, check=True, capture_output=True)
    assert (tmp_path / "x.pdf").read_bytes() == press(job).path.read_bytes()


def test_binding_twice_gives_the_same_bytes(small: "Small") -> None:
    assert small.bind() == small.bind()


def test_a_link_to_a_part_that_is_not_there_is_refused(small: "Small") -> None:
    lone = [part for part in small.parts if part.id == "contents"]
    with pytest.raises(ValueError, match="which is in no part"):
        bind("x", "en-US", paginate(lone, small.blank), folios=False)


def test_two_parts_with_one_anchor_are_refused(small: "Small") -> None:
    module = next(part for part in small.parts if part.id in library().modules)
    other = replace(module, id="other", pdf=module.pdf + b"\n")
    with pytest.raises(ValueError, match=f"in two parts, {module.id} and other"):
        bind("x", "en-US", paginate([module, other], small.blank), folios=False)


def test_two_copies_of_a_sheet_are_bound_whole(press: Press) -> None:
    alone, twice = (build(BuildRequest(TODAY, handouts=("sleep-diary",) * n)) for n in (1, 2))
    assert press(Job("worksheet", "sleep-diary")).path.read_bytes() == alone.pdf
    facts = Facts(twice.pdf)
    assert not faults(facts)
    assert [str(part.object["/T"]) for part in facts.parts if str(part.object["/T"]) != NOTES] == ["Sleep diary"] * 2


def test_a_notes_page_of_two_pages_is_refused(small: "Small") -> None:
    with pytest.raises(ValueError, match="one page"):
        paginate(small.parts, replace(small.blank, page_count=2))


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_mean_their_number(number: int) -> None:
    values = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
    digits = [values[letter] for letter in roman(number)]
    assert sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True)) == number
    assert not re.search(r"([ivxlcdm])\1{3}", roman(number))


# --- any order of parts ----------------------------------------------------------------------------------------------


@given(
    order=st.permutations(range(16)),
    count=st.integers(min_value=1, max_value=5),
    sides=st.lists(st.sampled_from(["right", "any"]), min_size=5, max_size=5),
    folios=st.booleans(),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_choice_and_order_of_parts_is_bound_whole(
    small: "Small", order: list[int], count: int, sides: list[Literal["right", "any"]], *, folios: bool
) -> None:
    free = [part for part in small.parts if part.id != "contents"]
    chosen = [free[i] for i in order if i < len(free)][:count]
    chosen.sort(key=lambda part: part.matter == "body")
    parts = [replace(part, side=side) for part, side in zip(chosen, sides, strict=False)]
    placed = paginate(parts, small.blank)
    assert [place.part for place in placed if place.part.title != NOTES] == parts
    assert all(place.first % 2 == 0 for place in placed if place.part.side == "right" and place.part.title != NOTES)
    assert [place.first for place in placed[1:]] == [place.first + place.part.page_count for place in placed[:-1]]
    for matter in ("front", "body"):
        numbers = [place.number for place in placed if place.part.matter == matter]
        assert numbers == sorted(set(numbers))
    facts = Facts(bind("Any order", "en-US", placed, folios=folios))
    html = dict(zip([part.id for part in small.parts], small.sections, strict=True))
    found = against_source(facts, [html[part.id] for part in parts])
    found += folios_are_printed(facts) if folios else ()
    assert not found, "\n".join(found)
    assert facts.labels == [
        replace(place, number=place.number + i).label for place in placed for i in range(place.part.page_count)
    ]


# --- the checks can fail ---------------------------------------------------------------------------------------------


def nothing(*_: object, **__: object) -> None:
    """Stand in for a step that is left out."""


def keys_not_shifted(binding: Any, tree: Any, pages: Any) -> None:
    binding.next_key = 0
    _RENUMBER(binding, tree, pages)


def ids_not_prefixed(binding: Any, tree: Any, prefix: bytes) -> None:
    del prefix
    _PREFIX(binding, tree, b"")


def every_name_on_the_first_page(binding: Any) -> None:
    for name, goal in binding.destinations.items():
        binding.destinations[name] = Array([binding.pdf.pages[0].obj, *list(goal)[1:]])
    _LINK(binding)


def folio_as_text(font: Any, page: Any, label: str, right: float) -> None:
    _PRINT_ON(font, page, label, right)
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes()
    at = content.rindex(b"/Artifact <</Type /Pagination>> BDC")
    page.obj.Contents.write(
        content[:at] + content[at:].replace(b"/Artifact <</Type /Pagination>> BDC", b"/Span BMC", 1)
    )


_RENUMBER, _PREFIX, _LINK = bind_module._renumber, bind_module._prefix_ids, bind_module._link
_PRINT_ON = folios_module.FolioFont.print_on

STEPS: list[tuple[Any, str, Any, str]] = [
    (bind_module, "_prefix_ids", nothing, "ids_are_unique_and_indexed"),
    (bind_module, "_renumber", nothing, "pages_own_their_tags"),
    (bind_module, "_renumber", keys_not_shifted, "parent_tree_is_tight"),
    (bind_module, "_collect_outline", nothing, "bookmarks_lead_to_their_headings"),
    (bind_module, "_outline", nothing, "bookmarks_lead_to_their_headings"),
    (bind_module, "_link", nothing, "links_lead_somewhere"),
    (bind_module, "_link", every_name_on_the_first_page, "contents"),
    (bind_module, "_number", nothing, "folios"),
    (bind_module, "_shift_left_pages", nothing, "left_pages_are_moved_over"),
    (bind_module, "_labels", nothing, "labels_count_up"),
    (bind_module, "_describe", nothing, "metadata_is_plain"),
    (bind_module, "_share_streams", nothing, "fonts_are_ours"),
    (folios_module.FolioFont, "print_on", folio_as_text, "margins_are_artifacts"),
]


@pytest.mark.parametrize(
    ("where", "step", "instead", "check"), STEPS, ids=[f"{s}-{i.__name__}" for _, s, i, _ in STEPS]
)
def test_a_step_of_binding_that_is_left_out_is_noticed(  # noqa: PLR0913 - one mutation, in full
    where: Any, step: str, instead: Any, check: str, small: "Small", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, step, instead)
    assert check in small.names_of_faults(small.bind())


def test_ids_that_are_not_made_unique_are_noticed(small: "Small", monkeypatch: pytest.MonkeyPatch) -> None:
    part = next(part for part in small.parts if part.id.endswith("-facilitator"))
    copies = paginate([part, part], small.blank)
    assert "ids_are_unique_and_indexed" not in names(faults(Facts(bind("x", "en-US", copies, folios=False))))
    monkeypatch.setattr(bind_module, "_prefix_ids", ids_not_prefixed)
    assert "ids_are_unique_and_indexed" in names(faults(Facts(bind("x", "en-US", copies, folios=False))))


def test_a_workbook_without_blank_pages_is_noticed(small: "Small") -> None:
    loose = [replace(part, side="any") for part in small.parts]
    found = small.names_of_faults(bind(small.title, "en-US", paginate(loose, small.blank), folios=True))
    assert "right" in found


LIST = "<section id='x'><h1>List</h1><ul><li>One<p>Two</p></li></ul></section>"
TABLE = "<section id='x'><h1>Table</h1><table><tr><th scope='row'>A</th><td>B</td></tr></table></section>"
LINK = "<section id='x'><h1>Link</h1><p><a href='https://example.org'>Example</a></p></section>"
FOOT = "<style>@page { @bottom-left { content: 'Foot' } }</style><section id='x'><h1>Foot</h1></section>"
FINISHING: list[tuple[Any, str, str, str]] = [
    (repair_module, "_fill_body", LIST, "list_items_are_whole"),
    (repair_module, "_release_margins", FOOT, "pages_own_their_tags"),
    (typeset_module, "_finish", TABLE, "cells_have_headers"),
    (typeset_module, "_finish", LINK, "links_lead_somewhere"),
]


@pytest.mark.parametrize(("where", "step", "body", "check"), FINISHING, ids=[c for *_, c in FINISHING])
def test_a_repair_that_is_left_out_is_noticed(  # noqa: PLR0913 - one mutation, in full
    where: Any, step: str, body: str, check: str, small: "Small", monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check not in names(faults(loose_page(small, body)))
    monkeypatch.setattr(where, step, nothing)
    assert check in names(faults(loose_page(small, body)))


def loose_page(small: "Small", body: str) -> Facts:
    html = re.sub(r"(?s)<body.*", lambda _: f"<body>{body}</body></html>", small.sections[0][1])
    fragment = typeset_module.typeset("x", html, "standard", frozenset(FONTS.values()))
    part = Part("x", "Loose", fragment.pdf, fragment.page_count)
    return Facts(bind("Loose", "en-US", [PlacedPart(part, 0, 1)], folios=False))


Damage = Callable[[pikepdf.Pdf, Facts], object]
DAMAGES: list[tuple[str, Damage]] = []


def noticed_by(*checks: str) -> Callable[[Damage], Damage]:
    """Register a way to damage a finished file, with the checks that must notice it."""

    def register(damage: Damage) -> Damage:
        DAMAGES.extend((check, damage) for check in checks)
        return damage

    return register


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


@noticed_by("pages_own_their_tags")
def a_mark_is_opened_twice(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/MCID 1\b", b"/MCID 0")


@noticed_by("pages_own_their_tags")
def two_entries_of_the_parent_tree_are_swapped(pdf: pikepdf.Pdf, _: Facts) -> None:
    entries = list_in_parent_tree(pdf, 2)
    entries[0], entries[1] = entries[1], entries[0]


@noticed_by("pages_own_their_tags")
def two_pages_have_swapped_their_tags(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = pdf.pages[1].obj, pdf.pages[2].obj
    one.StructParents, other.StructParents = other.StructParents, one.StructParents


@noticed_by("pages_own_their_tags")
def a_page_has_lost_its_tags(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.pages[2].obj["/StructParents"]


@noticed_by("parent_tree_is_tight")
def the_next_key_is_taken(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


@noticed_by("pages_own_their_tags", "parent_tree_is_tight")
def the_limits_of_the_parent_tree_are_wrong(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Kids[0].Limits = Array([0, 1])


@noticed_by("pages_own_their_tags", "text")
def an_element_is_lost_from_the_tree(pdf: pikepdf.Pdf, facts: Facts) -> None:
    section = first_of(pdf, facts, "/Sect")
    section.K = Array(list(section.K)[1:])


@noticed_by("pages_own_their_tags", "text")
def an_element_names_another_page(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for tag in facts.document.walk():
        if tag.kind == "/H1":
            for inner in tag.walk():
                pdf.get_object(inner.key).Pg = pdf.pages[0].obj


@noticed_by("tags_form_one_tree")
def an_element_hangs_on_two_parents(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/Sect")[:2]
    other.K.append(one.K[0])


@noticed_by("tags_form_one_tree")
def an_element_names_another_parent(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/Sect")[:2]
    one.K[0].P = other


@noticed_by("tags_form_one_tree")
def a_child_is_null(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Sect").K.append(pikepdf.Object.parse(b"null"))


@noticed_by("tags_form_one_tree")
def a_tag_is_unknown(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Div").S = Name.Box


@noticed_by("tags_form_one_tree")
def there_are_two_documents(pdf: pikepdf.Pdf, _: Facts) -> None:
    root = pdf.Root.StructTreeRoot
    root.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array())))


@noticed_by("text")
def paragraphs_are_read_in_another_order(pdf: pikepdf.Pdf, facts: Facts) -> None:
    section = first_of(pdf, facts, "/Sect")
    section.K = Array(list(reversed(list(section.K))))


@noticed_by("parts_follow_each_other", "text")
def two_parts_are_in_another_order(pdf: pikepdf.Pdf, facts: Facts) -> None:
    document = first_of(pdf, facts, "/Document")
    parts = list(document.K)
    document.K = Array([parts[1], parts[0], *parts[2:]])


@noticed_by("parts_follow_each_other")
def a_part_has_no_title(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del first_of(pdf, facts, "/Part")["/T"]


@noticed_by("annotations_own_their_tags")
def two_links_have_swapped_their_elements(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = links_of(pdf)[:2]
    one.StructParent, other.StructParent = other.StructParent, one.StructParent


@noticed_by("annotations_own_their_tags", "parent_tree_is_tight")
def a_link_is_taken_off_its_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    page = next(page.obj for page in pdf.pages if "/Annots" in page.obj)
    page.Annots = Array(list(page.Annots)[1:])


@noticed_by("annotations_own_their_tags", "links")
def a_link_is_in_no_element(pdf: pikepdf.Pdf, facts: Facts) -> None:
    link = first_of(pdf, facts, "/Link")
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)])


@noticed_by("annotations_own_their_tags")
def a_link_names_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].P = pdf.pages[0].obj


@noticed_by("annotations_own_their_tags")
def the_tab_key_goes_its_own_way(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.pages[3].obj["/Tabs"]


@noticed_by("links")
def a_link_is_a_mere_span(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Link").S = Name.Span


@noticed_by("links_lead_somewhere", "contents")
def a_link_leads_to_no_name(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].Dest = String("nowhere")


@noticed_by("contents")
def a_link_leads_to_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    one, other = links_of(pdf)[2:4]
    one.Dest, other.Dest = other.Dest, one.Dest


@noticed_by("links_lead_somewhere")
def a_link_does_not_say_where_it_goes(pdf: pikepdf.Pdf, _: Facts) -> None:
    del links_of(pdf)[0]["/Contents"]


@noticed_by("links_lead_somewhere")
def a_link_is_not_printed(pdf: pikepdf.Pdf, _: Facts) -> None:
    links_of(pdf)[0].F = 0


@noticed_by("names_lead_somewhere", "links_lead_somewhere")
def the_page_of_a_name_is_gone(pdf: pikepdf.Pdf, _: Facts) -> None:
    for leaf in pdf.Root.Names.Dests.Kids:
        for i in range(1, len(leaf.Names), 2):
            leaf.Names[i][0] = pikepdf.Object.parse(b"null")


@noticed_by("names_lead_somewhere")
def names_are_not_in_order(pdf: pikepdf.Pdf, _: Facts) -> None:
    leaf = pdf.Root.Names.Dests.Kids[0]
    flat = list(leaf.Names)
    leaf.Names = Array([*flat[2:4], *flat[:2], *flat[4:]])


@noticed_by("ids_are_unique_and_indexed")
def a_header_cell_is_a_data_cell(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for cell in all_of(pdf, facts, "/TH"):
        cell.S = Name.TD


@noticed_by("ids_are_unique_and_indexed")
def a_cell_names_a_header_that_is_not_there(pdf: pikepdf.Pdf, facts: Facts) -> None:
    cell = next(cell for cell in all_of(pdf, facts, "/TD") if "/A" in cell)
    for entry in cell.A if isinstance(cell.A, Array) else [cell.A]:
        entry.Headers = Array([String("nobody")])


@noticed_by("cells_have_headers")
def a_cell_names_no_header(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del next(cell for cell in all_of(pdf, facts, "/TD") if "/A" in cell)["/A"]


@noticed_by("ids_are_unique_and_indexed")
def an_id_is_there_twice(pdf: pikepdf.Pdf, facts: Facts) -> None:
    one, other = all_of(pdf, facts, "/TH")[:2]
    other.ID = one.ID


@noticed_by("ids_are_unique_and_indexed")
def the_index_of_ids_is_gone(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root.StructTreeRoot["/IDTree"]


@noticed_by("list_items_are_whole")
def a_list_item_has_no_body(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/LBody").S = Name.P


@noticed_by("headings_descend")
def a_heading_skips_a_level(pdf: pikepdf.Pdf, facts: Facts) -> None:
    for heading in all_of(pdf, facts, "/H2"):
        heading.S = Name.H3


@noticed_by("headings_descend")
def a_part_begins_without_its_heading(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/H1").S = Name.P


@noticed_by("figures_speak")
def a_figure_is_silent(pdf: pikepdf.Pdf, facts: Facts) -> None:
    del first_of(pdf, facts, "/Figure")["/Alt"]


@noticed_by("figures")
def a_figure_is_a_mere_span(pdf: pikepdf.Pdf, facts: Facts) -> None:
    first_of(pdf, facts, "/Figure").S = Name.Span


@noticed_by("margins_are_artifacts", "text")
def text_is_marked_as_an_artifact(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Span\s*<<\s*/MCID 1\s*>>\s*BDC", b"/Artifact BMC")


@noticed_by("all_text_is_tagged_or_an_artifact")
def text_is_not_marked(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Span\s*<<\s*/MCID 1\s*>>\s*BDC", b"/Span BMC")


@noticed_by("margins_are_artifacts")
def a_foot_is_text(pdf: pikepdf.Pdf, _: Facts) -> None:
    edit_page(pdf, 2, rb"/Artifact\s*<<\s*/Type /Pagination\s*>>\s*BDC", b"/Span << /MCID 0 >> BDC")


@noticed_by("text")
def letters_are_read_as_others(pdf: pikepdf.Pdf, _: Facts) -> None:
    for font in pdf.pages[2].obj.Resources.Font.values():
        if "/ToUnicode" in font:
            table = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(table.replace(b"<0065>", b"<0078>"))


@noticed_by("all_text_is_tagged_or_an_artifact")
def letters_cannot_be_read(pdf: pikepdf.Pdf, _: Facts) -> None:
    for font in pdf.pages[2].obj.Resources.Font.values():
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


@noticed_by("labels_count_up", "contents", "folios")
def labels_begin_late(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.Root.PageLabels.Nums[3].St = 2


@noticed_by("labels_count_up")
def the_front_matter_ends_late(pdf: pikepdf.Pdf, _: Facts) -> None:
    numbers = pdf.Root.PageLabels.Nums
    numbers[2] = int(numbers[2]) + 1


@noticed_by("parts_follow_each_other", "folios", "bookmarks_lead_to_their_headings")
def two_leaves_are_in_another_order(pdf: pikepdf.Pdf, _: Facts) -> None:
    pages = list(pdf.pages)[4:6]
    del pdf.pages[4:6]
    pdf.pages.extend(pages)


@noticed_by("bookmarks_lead_to_their_headings")
def a_bookmark_leads_to_another_page(pdf: pikepdf.Pdf, _: Facts) -> None:
    item = pdf.Root.Outlines.First
    item.Dest = Array([pdf.pages[3].obj, Name.Fit])


@noticed_by("outline")
def a_bookmark_is_lost(pdf: pikepdf.Pdf, _: Facts) -> None:
    item = pdf.Root.Outlines.First
    item.Next = item.Next.Next


@noticed_by("outline")
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


@noticed_by("left_pages_are_moved_over")
def a_page_has_another_size(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.pages[2].obj.MediaBox = Array([0, 0, 595, 842])


@noticed_by("fonts_are_ours")
def a_font_is_not_embedded(pdf: pikepdf.Pdf, _: Facts) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            del item["/FontFile2"]
            return


@noticed_by("fonts_are_ours")
def a_font_comes_from_the_system(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.pages[0].obj.Resources.Font.F0 = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


@noticed_by("metadata_is_plain")
def there_is_no_language(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root["/Lang"]


@noticed_by("metadata_is_plain")
def there_is_a_date(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.docinfo.CreationDate = String("D:20261122000000Z")


@noticed_by("metadata_is_plain")
def there_is_an_author(pdf: pikepdf.Pdf, _: Facts) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:creator"] = ["Somebody"]


@noticed_by("metadata_is_plain")
def there_is_a_path(pdf: pikepdf.Pdf, _: Facts) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(From=String("/home/somebody/workbook/content"))


@noticed_by("metadata_is_plain")
def the_title_is_not_shown(pdf: pikepdf.Pdf, _: Facts) -> None:
    del pdf.Root["/ViewerPreferences"]


@pytest.mark.parametrize(("check", "damage"), DAMAGES, ids=[f"{d.__name__}-{c}" for c, d in DAMAGES])
def test_damage_to_a_finished_file_is_noticed(check: str, damage: Damage, small: "Small") -> None:
    with pikepdf.open(BytesIO(small.whole)) as pdf:
        damage(pdf, small.facts)
        target = BytesIO()
        pdf.save(target)
    assert check in small.names_of_faults(target.getvalue())


def test_a_file_that_is_not_damaged_has_no_faults(small: "Small") -> None:
    with pikepdf.open(BytesIO(small.whole)) as pdf:
        target = BytesIO()
        pdf.save(target)
    assert not small.faults_of(target.getvalue())


# --- a small workbook ------------------------------------------------------------------------------------------------


class Small:
    """A workbook of two sessions for a facilitator, its parts set in type once."""

    def __init__(  # noqa: PLR0913 - no dataclass: Hypothesis would write down its megabytes
        self,
        title: str,
        parts: list[Part],
        blank: Part,
        sections: list[tuple[str, str]],
        outline: list[tuple[int, str]],
        modules: list[str],
    ) -> None:
        self.title = title
        self.parts = parts
        self.blank = blank
        self.sections = sections
        self.outline = outline
        self.modules = modules
        self.whole = self.bind()
        self.facts = Facts(self.whole)

    def bind(self) -> bytes:
        return bind(self.title, "en-US", paginate(self.parts, self.blank), folios=True)

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
        return names(self.faults_of(data))


@pytest.fixture(scope="session")
def small(shared_folder: Path) -> Small:
    made = pickle.loads(once(shared_folder / "small.pickle", lambda: pickle.dumps(set_small())).read_bytes())
    return Small(*made)


def set_small() -> tuple[object, ...]:
    program = library().programs["individual-brief-pack"].value
    few = program.model_copy(update={"sessions": (program.sessions[2], program.sessions[0])})
    workbook = compose_program(library(), few, Edition(copy_for="facilitator"))
    crisis = library().crisis[program.locale].value
    blank = set_part(Section("notes", NOTES, "notes.html"), workbook, crisis)
    parts = [set_part(section, workbook, crisis) for section in workbook.sections]
    labels = {place.part.id: place.label for place in paginate(parts, blank)}
    parts = [
        set_part(section, workbook, crisis, labels) if section.needs_folios else part
        for section, part in zip(workbook.sections, parts, strict=True)
    ]
    sections = html_of(workbook, crisis, labels)
    modules = [section.title for section in workbook.sections if section.id in library().modules]
    return workbook.title, parts, blank, sections, meant_outline(workbook, sections), modules


def html_of(workbook: Workbook, crisis: Crisis, labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(s.title, render(s, workbook, load_theme(), crisis, labels)) for s in workbook.sections]


def against_source(facts: Facts, sections: list[tuple[str, str]]) -> list[str]:
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
    return {fault.split(":")[0] for fault in found}
