"""In Chromium: a group in twenty minutes, and a client on a phone; also by keys, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import barriers
from tests.pdf_facts import Facts
from tests.web_browser import PHONE, Visits
from tests.web_server import Site, served
from workbook.web.settings import Limits

MODULE = "slow-breathing"


@pytest.fixture(scope="module")
def server(shared_folder: Path) -> Iterator[Site]:
    with served(shared_folder / "cache") as running:
        yield running


def test_group_in_twenty_minutes(visit: Visits, server: Site):
    page = visit(server)
    page.get_by_label("Find").fill("panic")
    page.get_by_role("button", name="Search").click()  # the first click
    expect(page.get_by_role("status").first).to_contain_text("for “panic”")
    card = page.locator(".card", has_text="Slow breathing")
    expect(card).to_contain_text("50 minutes · reads at grade")
    card.get_by_role("link").click()  # the second
    expect(page.locator(".pages-grid img").first).to_be_visible()
    expect(page.get_by_role("heading", name="For the facilitator")).to_be_visible()
    page.get_by_label("Large print").check()
    page.get_by_label("Grey").check()
    with page.expect_download() as first:
        page.get_by_role("button", name="Download").click()  # the third
    assert first.value.suggested_filename == f"{MODULE}-large-print-grey.pdf"
    with page.expect_download() as warm:
        page.get_by_role("button", name="Download").click()
    facts = Facts(Path(warm.value.path()).read_bytes())
    assert len(facts.labels) > 5
    assert "key=" not in page.url


def test_a_client_on_a_phone(visit: Visits, server: Site):
    page = visit(server, PHONE)
    page.goto(f"{page.url}worksheets/sleep-diary")
    for label, name in (("PDF to fill in", "sleep-diary-fillable.pdf"), ("Web page for a phone", "sleep-diary.html")):
        page.get_by_label(label).check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.suggested_filename == name
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "<textarea" in text
    assert "form-action 'none'" in text.replace("&#39;", "'")


def test_all_of_it_by_keys(visit: Visits, server: Site):
    page = visit(server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Find")).to_be_focused()
    page.keyboard.type("panic")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=panic**")
    page.locator(".card a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/modules/*")
    page.get_by_label("Standard").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Large print")).to_be_checked()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith("-large-print.pdf")


def test_all_of_it_without_javascript(visit: Visits, server: Site):
    page = visit(server, java_script_enabled=False)
    page.get_by_label("Find").fill("panic")
    page.get_by_role("button", name="Search").click()
    page.locator(".card", has_text="Slow breathing").get_by_role("link").click()
    page.get_by_text("Grey").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == f"{MODULE}-grey.pdf"
    page.goto(f"{server.address}/programs/individual-brief-pack")
    page.get_by_text("One session", exact=True).click()
    with page.expect_download() as session:
        page.get_by_role("button", name="Download").click()
    assert session.value.suggested_filename == "individual-brief-pack-session-1.pdf"


@pytest.mark.parametrize("script", [True, False])
def test_a_job_shows_how_far_it_is_and_is_ready_by_itself(
    script: bool,  # noqa: FBT001
    visit: Visits,
    shared_folder: Path,
):
    with served(shared_folder / "cache", limits=Limits(patience=0)) as hasty:
        page = visit(hasty, java_script_enabled=script, bypass_csp=True)
        page.goto(f"{hasty.address}/worksheets/sleep-diary")
        page.get_by_text("Large print").first.click()
        page.get_by_role("button", name="Download").click()
        page.wait_for_url("**/jobs/*")
        assert not script or not barriers(page)
        expect(page.locator("#job .state")).to_have_text("Ready", timeout=60_000)
        if script:
            expect(page.locator("#news")).to_contain_text("Ready")
            assert not barriers(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == "sleep-diary-large-print.pdf"
