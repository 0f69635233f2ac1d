"""The file for the archive: PDF/A-2a and PDF/UA-1 in one, as veraPDF's engine judges it, and otherwise unchanged."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.pdf_facts import Facts
from tests.printing import Job, Press
from tests.sample_pdfs import form
from tests.verapdf import VeraPdf
from workbook.archival import archive

JOBS = [
    Job("program", "individual-brief-pack"),
    Job("module", "weighing-the-evidence", "large-a4-grey-facilitator"),
    Job("module", "slow-breathing"),
]


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_an_archival_file_is_both(job: Job, press: Press, verapdf: VeraPdf, tmp_path: Path) -> None:
    target = tmp_path / "archive.pdf"
    target.write_bytes(archive(press(job).path.read_bytes()))
    for verdict in (verapdf.check(target, "PDFA-2A"), verapdf.check(target, "PDFUA-1")):
        assert not verdict.failures, "\n".join(verdict.failures)
        assert verdict.checks > 100


def test_the_engine_notices_what_is_missing_without_this_step(press: Press, verapdf: VeraPdf) -> None:
    rules = {failure.split(":")[0] for failure in verapdf.check(press(JOBS[2]).path, "PDFA-2A").failures}
    assert rules >= {"6.2.4.3-2", "6.6.4-1", "6.6.2.3.1-1"}  # which red, no claim of PDF/A, an unknown property


def test_nothing_else_changes(press: Press) -> None:
    before = press(JOBS[2]).facts
    after = Facts(archive(before.data))
    assert set(after.pdf.Root.keys()) - set(before.pdf.Root.keys()) == {"/OutputIntents"}
    assert [set(page.keys()) for page in after.pages] == [set(page.keys()) for page in before.pages]
    assert after.runs == before.runs
    assert after.outline == before.outline
    assert after.labels == before.labels
    assert after.destinations == before.destinations
    assert [tag.kind for tag in after.document.walk()] == [tag.kind for tag in before.document.walk()]
    assert after.text_of(after.document) == before.text_of(before.document)
    assert dict(after.pdf.docinfo.items()) == dict(before.pdf.docinfo.items())
    assert after.pdf.open_metadata()["dc:title"] == before.pdf.open_metadata()["dc:title"]


def test_the_same_file_gives_the_same_archive_also_the_second_time(press: Press) -> None:
    source = press(JOBS[2]).path.read_bytes()
    once = archive(source)
    assert archive(source) == once
    assert archive(once) == once


def test_the_archive_costs_little(press: Press) -> None:
    source = press(JOBS[0]).path.read_bytes()
    assert len(archive(source)) < len(source) + 6000  # the color profile has 3 kB


def test_its_description_can_be_read_without_unpacking(press: Press) -> None:
    data = archive(press(JOBS[2]).path.read_bytes())
    assert re.search(rb"<pdfaid:part[^>]*>2<", data)
    assert re.search(rb"<pdfaid:conformance[^>]*>A<", data)
    assert data.count(b"<pdfaExtension:schemas>") == 1


def test_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="form fields"):
        archive(form())


def test_a_color_profile_says_what_red_is(press: Press) -> None:
    with pikepdf.open(BytesIO(archive(press(JOBS[2]).path.read_bytes()))) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # the mark of an ICC profile
        assert intent.DestOutputProfile.N == 3
