"""What the program proves of every file that it writes: no fault in what is whole; in what is not, none overlooked."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, String

from tests.commands import run
from tests.damages import DAMAGES, Damage, damaged
from tests.mutations import MUTATIONS, Mutation
from tests.printing import TODAY
from tests.small import Small, names, small_workbook
from tests.test_bind_mutations import placed_for
from workbook import bind as bind_module
from workbook.bind import bind
from workbook.build import BuildRequest, build
from workbook.cache import Cache
from workbook.edition import Edition
from workbook.extract import extract
from workbook.fragment import Fragment
from workbook.pagination import PlacedPart, paginate
from workbook.pdffile import PdfFile
from workbook.verify import NotWhole, faults, prove
from workbook.verify.read import Read, number_of
from workbook.verify.syntax import text_of

Placed = Sequence[PlacedPart]


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


def saved_again(pdf: bytes, **settings: Any) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as file:
        target = BytesIO()
        file.save(target, **settings)
    return target.getvalue()


# --- what is whole has no fault --------------------------------------------------------------------------------------

REQUESTS = {
    "program": BuildRequest(TODAY, program="individual-brief-pack", edition=Edition(paper="a4")),
    "facilitator": BuildRequest(
        TODAY, program="individual-brief-pack", edition=Edition(size="large-print", copy_for="facilitator")
    ),
    "session": BuildRequest(TODAY, program="resilience-group", sessions=(2,)),
    "handouts": BuildRequest(TODAY, handouts=("sleep-diary", "five-senses-grounding", "sleep-diary")),
    "form": BuildRequest(TODAY, handouts=("five-senses-grounding",), edition=Edition(medium="fillable")),
}


@pytest.mark.parametrize("request_for", REQUESTS)
def test_a_build_proves_the_file_that_it_gives(
    request_for: str, shared_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All other files of the test run come out of builds as well, which give none with a fault."""
    proven: list[tuple[bytes, Placed]] = []

    def note(pdf: bytes, placed: Placed) -> None:
        proven.append((pdf, placed))
        prove(pdf, placed)

    monkeypatch.setattr(sys.modules["workbook.build"], "prove", note)
    result = build(REQUESTS[request_for], cache=Cache(shared_folder / "verify-cache"))
    ((pdf, placed),) = proven
    assert pdf == result.pdf
    assert not faults(saved_again(pdf), placed)


def test_there_is_no_fault_in_files_of_any_kind(small: Small) -> None:
    form, part = small.form, small.part("-facilitator")
    for parts in (small.parts, [form], [form, part, form], [part, part], [small.part("cover")]):
        placed = paginate([p for p in parts if p.fragment.id != "contents" or parts is small.parts], small.blank)
        for folios in (True, False):
            pdf = bind("Any", "en-US", placed, folios=folios)
            prove(pdf, placed)
            assert not faults(saved_again(pdf), placed)
            assert not faults(saved_again(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable), placed)


def test_a_file_that_was_saved_again_is_whole_but_not_as_it_was_written(small: Small) -> None:
    again = saved_again(small.whole)
    assert not faults(again, small.placed)
    assert names(faults(again, small.placed, as_written=True)) == {"file_is_as_written"}


def test_titles_of_all_letters_are_read_as_they_were_written(small: Small) -> None:
    letters = "".join(bytes([code]).decode("pdfdoc") for code in range(0x18, 0x100) if code not in {0x7F, 0x9F, 0xAD})
    assert text_of(bytes(String(letters))) == letters
    part = small.part("cover")
    named = replace(part, fragment=replace(part.fragment, title="\u201cA\u201d \u2013 (b) \\ \u0141"))
    placed = paginate([named])
    assert names(faults(bind("x", "en-US", placed), placed)) == {"parts_say_their_titles"}


# --- what is not whole is noticed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_step_of_binding_that_is_done_wrongly_is_noticed(
    mutation: Mutation, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = placed_for(mutation, small)
    with monkeypatch.context() as patch:
        mutation.change(patch)
        wrong = small.bind(placed)
    assert mutation.ours in names(faults(wrong, placed, as_written=True))


@pytest.mark.parametrize(
    ("damage", "invariant"), [(damage, ours) for damage, _, ours in DAMAGES], ids=[d.__name__ for d, *_ in DAMAGES]
)
def test_damage_to_a_finished_file_is_noticed(damage: Damage, invariant: str, small: Small) -> None:
    assert invariant in names(faults(damaged(small.whole, damage), small.placed))


def a_field_is_called_like_another(pdf: pikepdf.Pdf) -> None:
    one, other = list(pdf.Root.AcroForm.Fields)[:2]
    other.T = one.T


def a_field_is_in_the_form_twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.Root.AcroForm.Fields[0])


def a_field_is_not_in_the_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = Array(list(pdf.Root.AcroForm.Fields)[1:])


def a_field_is_on_no_page(pdf: pikepdf.Pdf) -> None:
    page = next(page.obj for page in pdf.pages if "/Annots" in page.obj)
    page.Annots = Array(list(page.Annots)[1:])


def a_button_has_left_its_group(pdf: pikepdf.Pdf) -> None:
    group = next(field for field in pdf.Root.AcroForm.Fields if "/Kids" in field)
    del group.Kids[0].Parent
    group.Kids[0].T = String("alone")


def a_field_is_filled_in(pdf: pikepdf.Pdf) -> None:
    next(field for field in pdf.Root.AcroForm.Fields if "/Kids" not in field).V = String("Somebody")


def a_field_says_something_else(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].TU = String("Your name")


def a_tick_is_drawn_in_another_way(pdf: pikepdf.Pdf) -> None:
    group = next(field for field in pdf.Root.AcroForm.Fields if "/Kids" in field)
    group.Kids[0].AP.N = group.Kids[1].AP.N


def there_is_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=String("app.alert('!')"))


@pytest.mark.parametrize(
    ("damage", "invariant"),
    [
        (a_field_is_called_like_another, "fields_are_whole"),
        (a_field_is_in_the_form_twice, "fields_are_whole"),
        (a_field_is_not_in_the_form, "fields_are_whole"),
        (a_field_is_on_no_page, "links_and_fields_are_those_of_the_parts"),
        (a_button_has_left_its_group, "fields_are_whole"),
        (a_field_is_filled_in, "pages_use_what_was_set"),
        (a_field_says_something_else, "pages_use_what_was_set"),
        (a_tick_is_drawn_in_another_way, "pages_use_what_was_set"),
        (there_is_a_script, "nothing_was_added"),
    ],
)
@pytest.mark.filterwarnings("ignore:This document has .* form widget")
def test_damage_to_a_form_is_noticed(damage: Callable[[pikepdf.Pdf], None], invariant: str, small: Small) -> None:
    placed = paginate([small.form])
    with pikepdf.open(BytesIO(small.bind(placed))) as pdf:
        damage(pdf)
        target = BytesIO()
        pdf.save(target)
    assert invariant in names(faults(target.getvalue(), placed))


def test_a_file_of_other_parts_is_noticed(small: Small) -> None:
    cover, crisis = (paginate([small.part(name)]) for name in ("cover", "crisis"))
    found = names(faults(small.bind(cover), crisis))
    assert {"pages_are_those_of_the_parts", "parts_say_their_titles", "outline_is_whole"} <= found


# --- what is not whole is not delivered ------------------------------------------------------------------------------


def test_all_faults_are_told(small: Small) -> None:
    wrong = damaged(small.whole, lambda pdf, _: [pdf.Root.__delitem__(key) for key in ("/Lang", "/Outlines")])
    with pytest.raises(
        NotWhole, match=r"outline_is_whole(.|\n)*catalog_says_what_it_is: the language is missing"
    ) as told:
        prove(wrong, small.placed)
    assert {"outline_is_whole", "catalog_says_what_it_is"} <= names(list(told.value.faults))


def only_with_several_parts(patch: pytest.MonkeyPatch) -> None:
    """Leave page labels out where parts are joined: a part that is bound alone, to be looked at, is whole."""
    real = bind_module._labels
    patch.setattr(bind_module, "_labels", lambda placed: real(placed) if len(placed) == 1 else b"")


def test_a_file_that_is_not_whole_is_not_delivered(
    tmp_path: Path, shared_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_with_several_parts(monkeypatch)
    (tmp_path / "before.pdf").write_bytes(b"the one from last week")
    cache = ("--cache-dir", shared_folder / "verify-cache")
    for target in ("new.pdf", "before.pdf"):
        result = run("handout", "sleep-diary", "sleep-diary", "-o", tmp_path / target, *cache)
        assert result.exit_code == 4
        assert "Workbook made a file that is not whole, so it was not delivered." in result.stderr
        assert "labels_count_up: the page labels do not begin at the first page" in result.stderr
        assert "Traceback" not in result.output
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("before.pdf", b"the one from last week")
    ]


def test_a_section_that_is_not_whole_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_its_first_words(raw: bytes, section_id: str, title: str) -> Fragment:
        fragment = extract(raw, section_id, title)
        objects = tuple(text.replace(b"/K[0]", b"/K[]", 1) for text in fragment.objects)
        return replace(fragment, objects=objects)

    monkeypatch.setattr("workbook.extract.extract", without_its_first_words)
    cache = Cache(tmp_path)
    with pytest.raises(NotWhole, match="sleep-diary: the tags say"):
        build(BuildRequest(TODAY, handouts=("sleep-diary",)), cache=cache, workers=1)
    assert cache.info().fragments == 0


# --- whatever is read, there is an answer ----------------------------------------------------------------------------


@given(at=st.floats(min_value=0, max_value=1), byte=st.integers(min_value=0, max_value=255))
@settings(max_examples=60, deadline=None)
def test_a_byte_that_is_another_never_ends_in_a_crash(small: Small, at: float, byte: int) -> None:
    placed = paginate([small.part("cover")])
    pdf = bytearray(small.bind(placed))
    pdf[int(at * (len(pdf) - 1))] = byte
    found = faults(bytes(pdf), placed)
    assert all(isinstance(fault, str) for fault in found)


@given(keep=st.floats(min_value=0, max_value=1))
@settings(max_examples=20, deadline=None)
def test_a_file_that_was_cut_off_is_noticed(small: Small, keep: float) -> None:
    pdf = small.whole
    assert faults(pdf[: int(keep * (len(pdf) - 8))], small.placed, as_written=True)


INSTEAD = st.sampled_from(
    [b"null", b"7 0 R", b"999999 0 R", b"-1", b"(x)", b"[]", b"<<>>", b"/Kids", b"", b">>", b"<<"]
)


@given(data=st.data(), instead=INSTEAD)
@settings(max_examples=150, deadline=None)
def test_an_object_that_is_another_never_ends_in_a_crash(small: Small, data: st.DataObject, instead: bytes) -> None:
    placed = paginate([small.part("-facilitator")])
    file = Read(small.bind(placed))
    number = data.draw(st.sampled_from(sorted(file.objects)))
    tokens = file.objects[number].replace(b"/", b" /").split(b" ")
    tokens[data.draw(st.integers(0, len(tokens) - 1))] = instead
    file.objects[number] = b" ".join(tokens)
    found = faults(written(file), placed)
    assert all(isinstance(fault, str) for fault in found)


def written(file: Read) -> bytes:
    """Write the objects of a file as a file."""
    target = PdfFile()
    target.reserve(max(*file.objects, *file.streams))
    for number, body in file.objects.items():
        target.put(number, body)
    for number, (entries, content) in file.streams.items():
        target.put_stream(number, entries, content)
    return target.save(file.root, number_of(file.info))
