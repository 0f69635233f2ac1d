"""Every PDF that the program can make passes PDF/UA-1, as veraPDF's engine judges it."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from tests.printing import Job, Press, handouts, programs, samples
from tests.verapdf import VeraPdf
from workbook.repair import walk


@pytest.mark.parametrize("job", programs(), ids=str)
def test_a_whole_workbook_is_accessible(job: Job, press: Press, verapdf: VeraPdf) -> None:
    assert_accessible(press(job).path, verapdf)


@pytest.mark.parametrize("job", handouts(), ids=str)
def test_a_handout_is_accessible(job: Job, press: Press, verapdf: VeraPdf) -> None:
    assert_accessible(press(job).path, verapdf)


@pytest.mark.parametrize(("name", "edition"), samples())
def test_a_block_is_accessible_blank_and_filled_in(name: str, edition: str, press: Press, verapdf: VeraPdf) -> None:
    assert_accessible(press(Job("block", name, edition)).path, verapdf)


def test_the_engine_notices_a_figure_without_words_and_a_missing_title(
    press: Press, verapdf: VeraPdf, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.pdf"
    with pikepdf.open(press(Job("module", "slow-breathing")).path) as pdf:
        for element in walk(pdf.Root.StructTreeRoot):
            if element.get("/S") == Name.Figure:
                del element["/Alt"]
        del pdf.Root.ViewerPreferences
        pdf.save(damaged)
    rules = {failure.split(":")[0] for failure in verapdf.check(damaged).failures}
    assert rules == {"7.1-10", "7.3-1"}


def test_the_engine_notices_what_is_no_pdf(verapdf: VeraPdf, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    assert verapdf.check(empty).failures


def assert_accessible(path: Path, verapdf: VeraPdf) -> None:
    verdict = verapdf.check(path)
    assert not verdict.failures, "\n".join(verdict.failures)
    assert verdict.checks > 100
