"""Damage to finished files: each kind of check in ``pdf_invariants.py`` can fail, and what is whole has no fault.

The list of damages is in ``damages.py``; ``test_verify.py`` shows the same for what the program itself proves.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.damages import DAMAGES, Damage, damaged
from tests.small import Small, small_workbook
from workbook.pagination import paginate


@pytest.fixture(scope="module")
def small(shared_folder: Path) -> Small:
    return small_workbook(shared_folder)


@pytest.mark.parametrize(
    ("damage", "checks"), [(damage, checks) for damage, checks, _ in DAMAGES], ids=[d.__name__ for d, *_ in DAMAGES]
)
def test_damage_to_a_finished_file_is_noticed(damage: Damage, checks: tuple[str, ...], small: Small) -> None:
    assert set(checks) <= small.names_of_faults(damaged(small.whole, damage))


def test_a_file_that_is_not_damaged_has_no_faults(small: Small) -> None:
    with pikepdf.open(BytesIO(small.whole)) as pdf:
        target = BytesIO()
        pdf.save(target)
    assert not small.faults_of(target.getvalue())


def test_a_workbook_without_blank_pages_is_noticed(small: Small) -> None:
    loose = [replace(part, side="any") for part in small.parts]
    assert "right" in small.names_of_faults(small.bind(paginate(loose, small.blank)))
