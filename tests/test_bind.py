"""The finished file is whole: tags, links, names, outline and labels of every part are its own; it is always the same.

The checks are in ``pdf_invariants.py`` and know nothing of how files are bound. That each of them can fail is shown in
``test_bind_mutations.py`` and ``test_pdf_damage.py``.
"""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pdf_facts import Facts
from tests.pdf_invariants import (
    begins_on_right_hand_pages,
    contents_are_right,
    faults,
    folios_are_printed,
    outline_is,
)
from tests.printing import NOTES, TODAY, Job, Press, handouts, library, programs, samples
from tests.small import Small, against_source, meant_outline, small_workbook
from workbook.bind import bind
from workbook.build import BuildRequest, build
from workbook.pagination import paginate, roman

SAMPLES = [Job("block", name, edition) for name, edition in samples()]
HANDOUTS = handouts()


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


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
    command = [sys.executable, "-m", "workbook", "build", job.name, "--no-cache"]
    command += ["--paper", "a4", "--copy", "facilitator", "-o", "x.pdf"]
    root = str(Path(__file__).parents[1])
    changes = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": root, "HOME": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path, env=os.environ | changes, check=True, capture_output=True)
    assert (tmp_path / "x.pdf").read_bytes() == press(job).path.read_bytes()


def test_binding_twice_gives_the_same_bytes(small: Small) -> None:
    assert small.bind() == small.bind()


def test_a_link_to_a_part_that_is_not_there_is_refused(small: Small) -> None:
    with pytest.raises(ValueError, match="which is in no part"):
        small.bind(paginate([small.part("contents")], small.blank))


def test_two_parts_with_one_anchor_are_refused(small: Small) -> None:
    module = small.part("solving-problems")
    other = replace(module, fragment=replace(module.fragment, id="other"))
    with pytest.raises(ValueError, match="in two parts, solving-problems and other"):
        small.bind(paginate([module, other], small.blank))


def test_a_part_in_another_place_than_it_was_given_is_refused(small: Small) -> None:
    with pytest.raises(ValueError, match="would stand in place"):
        small.bind(small.placed[1:])


def test_two_copies_of_a_sheet_are_bound_whole(press: Press) -> None:
    alone, twice = (build(BuildRequest(TODAY, handouts=("sleep-diary",) * n)) for n in (1, 2))
    assert press(Job("worksheet", "sleep-diary")).path.read_bytes() == alone.pdf
    facts = Facts(twice.pdf)
    assert not faults(facts)
    assert [str(part.object["/T"]) for part in facts.parts if str(part.object["/T"]) != NOTES] == ["Sleep diary"] * 2


def test_drawings_of_two_copies_are_kept_once(small: Small) -> None:
    part = small.part("contents")
    alone, twice = (small.bind(paginate([*small.parts, *[part] * n], small.blank)) for n in (0, 1))
    assert len(twice) - len(alone) < sum(len(stream.data) for stream in part.fragment.streams) + 2000


def test_a_notes_page_of_two_pages_is_refused(small: Small) -> None:
    with pytest.raises(ValueError, match="one page"):
        paginate(small.parts, small.part("slow-breathing").fragment)


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
    small: Small, order: list[int], count: int, sides: list[Literal["right", "any"]], *, folios: bool
) -> None:
    free = [part for part in small.parts if part.fragment.id != "contents"]
    chosen = [free[i] for i in order if i < len(free)][:count]
    chosen.sort(key=lambda part: part.matter == "body")
    parts = [replace(part, side=side) for part, side in zip(chosen, sides, strict=False)]
    placed = paginate(parts, small.blank)
    own = [place for place in placed if place.part.fragment != small.blank]
    assert [place.part for place in own] == parts
    assert all(place.first % 2 == 0 for place in own if place.part.side == "right")
    assert [p.first for p in placed[1:]] == [p.first + p.part.fragment.page_count for p in placed[:-1]]
    for matter in ("front", "body"):
        numbers = [place.number for place in placed if place.part.matter == matter]
        assert numbers == sorted(set(numbers))
    facts = Facts(bind("Any order", "en-US", placed, folios=folios))
    html = {part.fragment.id: section for part, section in zip(small.parts, small.sections, strict=True)}
    found = against_source(facts, [html[part.fragment.id] for part in parts])
    found += folios_are_printed(facts) if folios else ()
    assert not found, "\n".join(found)
    assert facts.labels == [place.label(i) for place in placed for i in range(place.part.fragment.page_count)]
