"""What the program proves of every file that it writes: no fault in what is whole, and none overlooked in what is not."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.mutations import MUTATIONS, Mutation
from tests.small import Small, names, small_workbook
from tests.test_bind_mutations import placed_for
from workbook.verify import faults


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_step_of_binding_that_is_done_wrongly_is_noticed(
    mutation: Mutation, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = placed_for(mutation, small)
    with monkeypatch.context() as patch:
        mutation.change(patch)
        wrong = small.bind(placed)
    assert mutation.ours in names(faults(wrong, placed, as_written=True))
