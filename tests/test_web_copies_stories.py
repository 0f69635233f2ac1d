"""In Chromium: thirty workbooks (six here), from a pasted roster to a zip; also by keys, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import barriers
from tests.pdf_facts import Facts
from tests.web_browser import DESK, PHONE, Visits
from tests.web_copies import clinic, members
from tests.web_server import Site, served
from workbook.outbox import INDEX
from workbook.web.settings import Limits

NAMES = ("Quirina", "Ottoline", "Rumpel", "Zenobia", "Ysolde", "Pat")
RIGHT = "number\tname\tedition\n" + "".join(f"{number}\t{name}\t\n" for number, name in enumerate(NAMES, 1))
WRONG = RIGHT.replace("Ottoline\t", "Ottoline\tlarge").replace("5\tYsolde", "4\tYsolde")
MANY = "number,goals\n" + "".join(f"{number},Walk\n" for number in range(1, 201))
"""As many as there may be: making them takes long enough to look around."""
PATIENCE = 60_000


@pytest.fixture(scope="module")
def server(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(shared_folder / "cache", clinic(tmp_path_factory.mktemp("copies") / "clinic")) as running:
        yield running


def fits(page: Page) -> bool:
    """Tell whether nothing is a barrier or scrolls sideways, on a phone and on a desk, in light and dark."""
    for width, scheme in ((PHONE, "dark"), (DESK, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert not barriers(page), f"at {width} pixels, {scheme}"
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, f"at {width} pixels"
    return True


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as found:
        page.get_by_role("link", name="Download").click()
    assert found.value.suggested_filename == name
    return Path(found.value.path()).read_bytes()


def cover(data: bytes) -> str:
    return " ".join(run.text for run in Facts(data).runs[0])


def are_the_copies(data: bytes) -> bool:
    files = members(data)
    assert list(files) == [*(f"{number}.pdf" for number in range(1, 7)), INDEX]
    return all(name in cover(files[f"{number}.pdf"]) for number, name in enumerate(NAMES, 1))


def test_thirty_workbooks(visit: Visits, server: Site):
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/programs/tuesday")
    page.get_by_role("link", name="Copies for a roster").click()
    expect(page.get_by_label("Program")).to_have_value("tuesday")
    assert fits(page)
    page.get_by_label("The table").fill(WRONG)
    page.get_by_role("button", name="Look").click()
    title = page.get_by_role("heading", name="2 things to mend")
    expect(title).to_be_focused()
    expect(page.get_by_role("row", name="3 edition")).to_contain_text("Did you mean")
    expect(page.get_by_role("row", name="6 number")).to_contain_text("the same as in row 5")
    assert fits(page)
    page.get_by_role("row", name="6 number").get_by_role("link").click()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert page.get_by_label("The table").evaluate(chosen) == "4\tYsolde\t"
    page.keyboard.type("5\tYsolde\t".replace("\t", ","))  # a tab would leave the field
    table = page.get_by_label("The table").input_value().replace("5,Ysolde,", "5\tYsolde\t")
    page.get_by_label("The table").fill(table.replace("Ottoline\tlarge", "Ottoline\t"))
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="6 rows, and nothing to mend")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Make the copies").click()
    page.wait_for_url("**/jobs/*", timeout=PATIENCE)
    expect(page.locator("#job .state")).to_have_text("Ready", timeout=PATIENCE)
    assert fits(page)
    assert are_the_copies(download(page, "tuesday-copies.zip"))
    page.get_by_role("link", name="Make others from the same table").click()
    expect(page.get_by_label("The table")).to_have_value(RIGHT)
    page.get_by_label("One print file").check()
    page.get_by_role("button", name="Make the copies").click()
    page.wait_for_url("**/jobs/*", timeout=PATIENCE)
    expect(page.locator("#job .state")).to_have_text("Ready", timeout=PATIENCE)
    facts = Facts(download(page, "tuesday-copies-print.pdf"))
    covers = [" ".join(run.text for run in runs) for runs in facts.runs]
    assert [next(n for n, text in enumerate(covers) if name in text) for name in NAMES] == sorted(
        n for n, text in enumerate(covers) if any(name in text for name in NAMES)
    )
    page.get_by_role("button", name="Throw away now").click()
    expect(page.get_by_text("Thrown away.")).to_be_visible()
    expect(page.get_by_role("link", name="A small group, zip")).to_be_visible()
    assert fits(page)


def test_a_job_survives_a_reload_and_a_closed_page_and_can_be_stopped(visit: Visits, server: Site):
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/copies?program=tuesday")
    page.get_by_label("How many?").fill("3")
    expect(page.get_by_label("A number of copies")).to_be_checked()
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="3 copies, and nothing to mend")).to_be_visible()
    jobs = len(server.house.jobs._jobs)
    page.get_by_label("The table").fill(MANY)
    expect(page.get_by_label("For the people in a table")).to_be_checked()
    page.get_by_role("button", name="Make the copies").dblclick()
    page.wait_for_url("**/jobs/*", timeout=PATIENCE)
    assert len(server.house.jobs._jobs) == jobs + 1
    address = page.url
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(page.locator("#job")).to_contain_text("of 200 copies made", timeout=PATIENCE)
    assert fits(page)
    page.reload()
    expect(bar).to_be_visible()
    expect(page.locator("#news")).to_contain_text("percent", timeout=PATIENCE)
    page.goto(f"{server.address}/copies")
    page.get_by_role("link", name="A small group, zip").first.click()
    assert page.url == address
    expect(bar).to_be_visible()
    page.get_by_role("button", name="Stop and throw away").press("Enter")
    expect(page.get_by_text("Thrown away.")).to_be_visible()
    assert len(server.house.jobs._jobs) == jobs


def test_a_file_is_mended_in_the_form_and_one_that_is_too_large_is_told_of_at_once(visit: Visits, server: Site):
    page = visit(server, PHONE)
    page.goto(f"{server.address}/copies?program=tuesday")
    file = page.get_by_label("Or a file")
    file.set_input_files({"name": "all.csv", "mimeType": "text/csv", "buffer": b"number\n" * 100_000})
    page.get_by_role("button", name="Look").click()
    assert "too large for a roster" in file.evaluate("e => e.validationMessage")
    assert page.url.endswith("/copies?program=tuesday")
    file.set_input_files(
        {"name": "roster.csv", "mimeType": "text/csv", "buffer": b"number;name\r\n1;Quirina\r\n1;Pat\r\n"}
    )
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("heading", name="1 thing to mend")).to_be_visible()
    expect(page.get_by_label("The table")).to_have_value("number;name\n1;Quirina\n1;Pat\n")
    page.get_by_role("row", name="3 number").get_by_role("link").press("Enter")
    expect(page.get_by_label("The table")).to_be_focused()
    page.keyboard.type("2;Pat")
    page.keyboard.press("Tab")
    expect(file).to_be_focused()
    page.get_by_role("button", name="Look").press("Enter")
    expect(page.get_by_role("heading", name="2 rows, and nothing to mend")).to_be_visible()
    stored = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "Quirina" not in stored


def test_all_of_it_without_javascript(visit: Visits, shared_folder: Path, tmp_path: Path):
    with served(shared_folder / "cache", clinic(tmp_path / "clinic"), limits=Limits(patience=0)) as plain:
        page = visit(plain, java_script_enabled=False)
        page.goto(f"{plain.address}/copies?program=tuesday")
        page.get_by_label("The table").fill(WRONG)
        page.get_by_role("button", name="Look").click()
        expect(page.get_by_role("heading", name="2 things to mend")).to_be_visible()
        page.get_by_label("The table").fill(RIGHT)
        page.get_by_role("button", name="Make the copies").click()
        page.wait_for_url("**/jobs/*", timeout=PATIENCE)
        expect(page.locator("#job .state")).to_have_text("Ready", timeout=PATIENCE)
        assert are_the_copies(download(page, "tuesday-copies.zip"))
        page.get_by_role("button", name="Throw away now").click()
        expect(page.get_by_text("Thrown away.")).to_be_visible()


def test_a_mistake_in_the_form_is_at_its_field(browser, server: Site):
    page = browser.new_page(bypass_csp=True)
    page.goto(server.link())
    page.goto(f"{server.address}/copies?program=tuesday")
    page.get_by_label("How many?").fill("many")
    page.get_by_role("button", name="Make the copies").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a whole number of copies from 1 to 200.")
    field = page.get_by_label("How many?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("many")
    expect(field).to_have_accessible_description(
        "Not yet. Write a whole number of copies from 1 to 200. From 1 to 200."
    )
    assert fits(page)
    page.context.close()
