"""In Chromium: a clinic is set up by keys alone, gets a logo and a theme of its own; without JavaScript, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import barriers
from tests.printing import TODAY
from tests.web_browser import DESK, PHONE, Visits
from tests.web_clinic import picture
from tests.web_server import Site, served


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "Workbook"


@pytest.fixture
def server(own: Path, shared_folder: Path) -> Iterator[Site]:
    with served(shared_folder / "cache", own=own) as running:
        yield running


def look(page: Page) -> None:
    """Look for barriers, on a phone and at a desk, by day and by night."""
    size = page.viewport_size
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert not barriers(page), f"{page.url} at {width} pixels, {scheme}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} at {width} pixels"
    assert size
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")


def forget_refusals(visit: Visits) -> None:
    """Leave out what the console says of an answer that was meant to be a refusal."""
    visit.complaints[:] = [told for told in visit.complaints if "status of 40" not in told]


def to(page: Page, name: str) -> None:
    """Go to a field or a button by the Tab key alone."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the Tab key does not lead to {name}")


def test_a_clinic_is_set_up_by_keys_alone(visit: Visits, server: Site, own: Path):
    page = visit(server, bypass_csp=True)  # for axe, which is put into the page
    page.goto(f"{server.address}/clinic")
    expect(page.get_by_text("It will be made when you save")).to_be_visible()
    look(page)
    to(page, "name")
    page.keyboard.type("Harbor Clinic")
    to(page, "footer")
    page.keyboard.type("x" * 51)
    expect(page.locator(".count")).to_have_text("51 of 50")
    to(page, "crisis-0-name")
    page.keyboard.type("On-call line")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#summary li")).to_have_count(4)
    expect(page.locator("#name")).to_have_value("Harbor Clinic")
    expect(page.locator("#footer")).to_have_attribute("aria-invalid", "true")
    assert not own.exists()
    look(page)
    page.get_by_role("link", name="At the foot of each page").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#footer")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Call us at 555-0110")
    for field, text in (("what", "A clinician."), ("phone", "555-0111"), ("hours", "Every day")):
        to(page, f"crisis-0-{field}")
        page.keyboard.type(text)
    to(page, "I have just called it: checked today")
    page.keyboard.press("Enter")
    expect(page.locator("#crisis-0-verified_on")).to_have_value(TODAY.isoformat())
    expect(page.locator("#news")).to_have_text("Checked today. Save to keep it.")
    to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What you print from now on has it.")).to_be_visible()
    text = (own / "clinic.yaml").read_text(encoding="utf-8")
    for one in ("name: Harbor Clinic #", "\nfooter: Call us at 555-0110\n", f"    verified_on: {TODAY.isoformat()}\n"):
        assert one in text
    look(page)
    forget_refusals(visit)


def test_a_logo_and_a_theme(visit: Visits, server: Site, own: Path):
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/clinic")
    page.get_by_label("Name (needed)").fill("Harbor Clinic")
    files = page.locator("#logo")
    files.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b"Dear Ana"})
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("#logo-wrong")).to_contain_text("This is no PNG, JPEG or SVG.")
    files.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": bytes(6 * 2**20)})
    expect(page.locator("#news")).to_contain_text("This picture is too large.")
    files.set_input_files({"name": "ours.gif", "mimeType": "image/gif", "buffer": picture()})
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_alt_text("Your logo as it is now")).to_have_js_property("naturalWidth", 30)
    page.get_by_role("link", name="Make a theme of your own").click()
    look(page)
    page.get_by_role("link", name="Copy “calm” and change it").click()
    look(page)
    page.locator("#soft").fill("#aaaaaa")
    expect(page.locator(".result")).to_have_text("1 color cannot be saved so: Helper text.")
    expect(page.locator("#soft")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#news")).to_contain_text("1 color cannot be saved so")
    look(page)
    page.get_by_label("Name of the file").fill("harbor")
    page.get_by_label("Name (needed)").fill("Harbor")
    page.get_by_role("button", name="Save, and print in it").click()
    expect(page.locator("#summary")).to_contain_text("2.32 to 1 on white paper")
    look(page)
    page.get_by_label("Pick: Helper text").evaluate(
        "field => { field.value = '#224466'; field.dispatchEvent(new Event('input', { bubbles: true })) }"
    )
    expect(page.locator("#soft")).to_have_value("#224466")
    expect(page.locator(".result")).to_have_text("All colors can be read and copied.")
    expect(page.locator("#soft")).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save, and print in it").click()
    expect(page.get_by_text("Your clinic prints in “harbor” from now on.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--soft')").strip() == "#224466"
    assert "\ntheme: harbor\n" in (own / "clinic.yaml").read_text(encoding="utf-8")
    look(page)
    forget_refusals(visit)


def test_without_javascript(visit: Visits, server: Site, own: Path):
    page = visit(server, PHONE, java_script_enabled=False)
    page.goto(f"{server.address}/clinic")
    page.get_by_label("Name (needed)").fill("Harbor Clinic")
    for field, text in (("name", "On-call"), ("what", "Help."), ("phone", "555-0111"), ("hours", "Daily")):
        page.locator(f"#crisis-0-{field}").fill(text)
    page.get_by_role("button", name="checked today").first.click()
    expect(page.locator("#crisis-0-verified_on")).to_have_value(TODAY.isoformat())
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("What you print from now on has it.")).to_be_visible()
    page.get_by_role("button", name="I have just called 988 in Spanish").click()
    page.get_by_role("button", name="Make our own list").click()
    expect(page.get_by_text("The line was checked today.")).to_be_visible()
    assert TODAY.isoformat() in (own / "crisis" / "en-US.yaml").read_text(encoding="utf-8")
    page.goto(f"{server.address}/clinic/theme?of=warm")
    page.locator("#ink").fill("#cccccc")
    page.get_by_role("button", name="Check the colors").click()
    expect(page.locator(".result")).to_contain_text("1 color cannot be saved so: Text.")
    page.locator("#ink").fill("#112233")
    page.get_by_label("Name of the file").fill("harbor")
    page.get_by_label("Name (needed)").fill("Harbor")
    page.get_by_role("button", name="Save only").click()
    assert (own / "themes" / "harbor.yaml").is_file()


def test_a_conflict_and_what_was_not_saved(visit: Visits, server: Site, own: Path):
    own.mkdir()
    file = own / "clinic.yaml"
    file.write_text("name: Harbor # as on the door\nphone: 555-0110\n", encoding="utf-8")
    page = visit(server, bypass_csp=True)
    page.goto(f"{server.address}/clinic")
    page.locator("#name").fill("Cove")
    page.goto(f"{server.address}/help")
    page.goto(f"{server.address}/clinic")
    page.get_by_role("button", name="Take it up again").click()
    expect(page.locator("#name")).to_have_value("Cove")
    file.write_text("name: Harbor # as on the door\nphone: 555-0177\n", encoding="utf-8")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    look(page)
    page.get_by_role("button", name="Go on with mine").click()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("What you print from now on has it.")).to_be_visible()
    assert file.read_text(encoding="utf-8") == "name: Cove # as on the door\nphone: 555-0110\n"
    page.get_by_role("button", name="I have just called 988 in Spanish").click()
    look(page)
    file.write_text("name: &a Harbor\nphone: *a\n", encoding="utf-8")
    page.goto(f"{server.address}/clinic")
    page.get_by_role("button", name="Show the text of the file").last.click()
    expect(page.locator("#text")).to_be_visible()
    look(page)
    forget_refusals(visit)


def test_twice_as_large_letters_fit_the_screen(visit: Visits, server: Site):
    page = visit(server, 640)
    for path in ("/clinic", "/clinic/themes", "/clinic/theme?of=warm"):
        page.goto(f"{server.address}{path}")
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


def test_pages_without_a_place_to_save_have_no_barrier(visit: Visits, shared_folder: Path):
    with served(shared_folder / "cache") as nowhere:
        page = visit(nowhere, bypass_csp=True)
        for path in ("/clinic", "/clinic/theme"):
            page.goto(f"{nowhere.address}{path}")
            look(page)
