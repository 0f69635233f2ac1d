"""Steps of binding that are left out or done wrongly, one at a time: the checks of finished files notice every one.

The list of steps is in ``mutations.py``. ``test_verify.py`` shows the same for what the program itself proves.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests import form_checks
from tests.mutations import MUTATIONS, Mutation
from tests.pdf_facts import Facts
from tests.pdf_invariants import faults
from tests.small import Small, names, small_workbook
from workbook.pagination import PlacedPart, paginate


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


def placed_for(mutation: Mutation, small: Small) -> tuple[PlacedPart, ...]:
    part = {"copies": small.part("-facilitator"), "forms": small.form}.get(mutation.files)
    return paginate([part, part], small.blank) if part else small.placed


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_step_of_binding_that_is_done_wrongly_is_noticed(
    mutation: Mutation, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = placed_for(mutation, small)
    with monkeypatch.context() as patch:
        mutation.change(patch)
        wrong = small.bind(placed)
    right = small.bind(placed)
    assert mutation.theirs in found_in(wrong, right, mutation, small)
    assert mutation.theirs not in found_in(right, right, mutation, small)


def found_in(data: bytes, right: bytes, mutation: Mutation, small: Small) -> set[str]:
    """Give the names of all checks that find fault with a file; ``looks`` is how its pages look."""
    found = small.names_of_faults(data) if mutation.files == "small" else names(faults(Facts(data)))
    if mutation.files == "forms":
        with pikepdf.open(BytesIO(data)) as pdf:
            found |= {"form" for _ in form_faults(pdf)}
    if mutation.theirs == "looks" and list(look(data)) != list(look(right)):
        found.add("looks")
    return found


def form_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Give the faults of a form of which the HTML is not at hand."""
    if "/AcroForm" not in pdf.Root:
        yield "there is no form"
        return
    yield from form_checks._one_list_of_fields(pdf)
    yield from form_checks._groups_are_whole(pdf)
    yield from form_checks._states_have_appearances(pdf)
    yield from form_checks._text_has_one_font(pdf)


def look(data: bytes) -> Iterator[bytes]:
    """Draw the first pages."""
    with pypdfium2.PdfDocument(data) as document:
        for index in range(min(len(document), 3)):
            yield bytes(document[index].render(scale=0.5).buffer)
