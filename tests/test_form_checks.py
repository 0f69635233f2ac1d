"""The checks of forms notice what they are for: each repair undone, and each kind of damage."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.form_checks import form_faults, widgets
from tests.form_pages import form, page, unrepaired


def test_without_the_repairs_the_form_is_faulty() -> None:
    faults = " ".join(form_faults(unrepaired("checklist"), [page("checklist")]))
    faults += " ".join(form_faults(unrepaired("rating"), [page("rating")]))
    for fault in (
        "has drawings for",
        "no simple font",
        "/NeedAppearances",
        "name or type of its own",
        "fields are called",
    ):
        assert fault in faults


def list_a_button(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(radio(pdf))


def name_a_button(pdf: pikepdf.Pdf) -> None:
    radio(pdf).T = String("again")


def give_two_buttons_one_state(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = radio(pdf).Parent.Kids
    second.AP = first.AP


def split_a_group(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array([radio(pdf)])


def forget_off(pdf: pikepdf.Pdf) -> None:
    del radio(pdf).AP.N["/Off"]


def choose(pdf: pikepdf.Pdf) -> None:
    radio(pdf).AS = Name("/0")


def ask_for_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def say_nothing(pdf: pikepdf.Pdf) -> None:
    text(pdf).TU = String("")


def say_nothing_of_a_group(pdf: pikepdf.Pdf) -> None:
    del radio(pdf).Parent.TU


def name_two_fields_alike(pdf: pikepdf.Pdf) -> None:
    fields = pdf.Root.AcroForm.Fields
    fields[1].T = fields[0].T


def part_a_name(pdf: pikepdf.Pdf) -> None:
    text(pdf).T = String("one.two")


def turn_the_tab_key_around(pdf: pikepdf.Pdf) -> None:
    annotations = next(page.Annots for page in pdf.pages if len(page.get("/Annots", [])) > 1)
    annotations[0], annotations[1] = annotations[1], annotations[0]


def lose_a_field(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    page.Annots = Array(list(page.Annots)[:-1])


def lose_a_tag(pdf: pikepdf.Pdf) -> None:
    text(pdf).StructParent = 9999


def leave_the_tab_key_alone(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Tabs = Name.R


def type_in_another_font(pdf: pikepdf.Pdf) -> None:
    text(pdf).DA = String("/Helv 12 Tf 0 g")


def use_a_composite_font(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.DR.Font["/Field"] = next(iter(pdf.pages[0].Resources.Font.values()))


def write_a_value(pdf: pikepdf.Pdf) -> None:
    text(pdf).V = String("x")


def hide_from_paper(pdf: pikepdf.Pdf) -> None:
    text(pdf).F = 0


def run_a_script(pdf: pikepdf.Pdf) -> None:
    text(pdf).AA = Dictionary(F=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def lay_over_another(pdf: pikepdf.Pdf) -> None:
    pair = next(list(page.Annots) for page in pdf.pages if len(page.get("/Annots", [])) > 1)
    pair[0].Rect = pair[1].Rect


def turn_a_place_over(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, above = text(pdf).Rect
    text(pdf).Rect = Array([left, above, right, bottom])


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (list_a_button, "lists other fields"),
        (name_a_button, "name or type of its own"),
        (give_two_buttons_one_state, "has the states"),
        (split_a_group, "goes over a page break"),
        (forget_off, "has drawings for"),
        (choose, "is on"),
        (ask_for_appearances, "the form has /NeedAppearances"),
        (say_nothing, "words=''"),
        (say_nothing_of_a_group, "group=''"),
        (name_two_fields_alike, "2 fields are called"),
        (part_a_name, "the dot in"),
        (turn_the_tab_key_around, "read in another order"),
        (lose_a_field, "the PDF None"),
        (lose_a_tag, "not in a form element"),
        (leave_the_tab_key_alone, "the tab key does not follow"),
        (type_in_another_font, "has the look"),
        (use_a_composite_font, "no simple font"),
        (write_a_value, "is not empty"),
        (hide_from_paper, "has the flags 0"),
        (run_a_script, "does something"),
        (lay_over_another, "lie on each other"),
        (turn_a_place_over, "has the place"),
    ],
)
def test_damage_to_a_form_is_noticed(damage: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    name = "pause-before-acting"
    target = BytesIO()
    with pikepdf.open(BytesIO(form(name))) as pdf:
        damage(pdf)
        pdf.save(target)
    assert [found for found in form_faults(target.getvalue(), [page(name)]) if fault in found]


def text(pdf: pikepdf.Pdf) -> Any:
    return next(widget for _, widget in widgets(pdf) if widget.get("/FT") == Name.Tx)


def radio(pdf: pikepdf.Pdf) -> Any:
    return next(widget for _, widget in widgets(pdf) if "/Parent" in widget)
