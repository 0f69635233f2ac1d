"""A clinic's folder: who it is, on paper and on the screen; places near by; what it prefers; discretion."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.commands import run
from tests.pdf_facts import Facts
from tests.printing import TODAY
from workbook.blocks.resources import Resources
from workbook.build import build
from workbook.clinic import Clinic, Resource
from workbook.compose import compose_handout, compose_program
from workbook.edition import Edition
from workbook.library import Library, load
from workbook.order import compose
from workbook.picturefile import in_grey
from workbook.preferences import Preferences, preferences
from workbook.problems import ProblemsFound
from workbook.render import render
from workbook.request import BuildRequest
from workbook.theme import load_theme

NAME = "Harbor Street Clinic"
CLINIC = f"""\
name: {NAME}
address: 40 Mill Street
phone: 555-0110
after_hours: 555-0111, from 5 p.m.
logo: logo.png
footer: Call us at 555-0110
crisis:
  - name: On-call line
    what: A clinician of our team.
    phone: 555-0111
    hours: Every night.
    verified_on: 2026-10-20
"""
RESOURCES = """\
resources:
  - name: Monday Circle
    kind: support-group
    phone: 555-0161
    web: circle.example
    verified_on: 2026-09-01
  - name: Corner Pantry
    kind: food
    what: Groceries.
    hours: Tue and Fri
    cost: Free.
    verified_on: 2026-10-01
"""


def make(folder: Path, clinic: str = CLINIC, resources: str | None = RESOURCES) -> Path:
    """Make a clinic's folder with a red logo."""
    folder.mkdir()
    (folder / "clinic.yaml").write_text(clinic, encoding="utf-8")
    if resources is not None:
        (folder / "resources.yaml").write_text(resources, encoding="utf-8")
    Image.new("RGB", (300, 100), "#c02030").save(folder / "logo.png")
    return folder


def pages(library: Library, edition: Edition | None = None) -> dict[str, str]:
    """Give the HTML of each section of a shipped program."""
    program = library.programs["individual-brief-pack"].value
    workbook = compose_program(library, program, edition or Edition())
    crisis = library.crisis[program.locale].value
    return {section.id: render(section, workbook, load_theme(), crisis) for section in workbook.sections}


def words(html: str) -> str:
    body = re.sub(r"(?s)<style>.*?</style>", "", html.partition("<body")[2].partition(">")[2])
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make(tmp_path / "clinic")


def test_the_cover_has_the_name_and_the_logo_with_the_name_for_those_who_do_not_see_it(clinic: Path) -> None:
    cover = pages(load([clinic]))["cover"]
    assert f'alt="{NAME}"' in cover
    assert (clinic / "logo.png").resolve().as_uri() in cover
    assert NAME in words(cover)


def test_the_clinic_comes_first_the_national_line_second_the_emergency_third(clinic: Path) -> None:
    library = load([clinic])
    page = words(pages(library)["crisis"])
    crisis = library.crisis["en-US"].value
    told = ["Call 555-0110", "555-0111, from 5 p.m.", "On-call line", crisis.lines[0].name, crisis.emergency]
    assert sorted(told, key=page.index) == told
    assert "Looked up in 10/2026." in page, "the month of the oldest check"


def test_without_a_clinic_there_is_a_line_for_its_number() -> None:
    html = pages(load())
    assert "My clinic, day and after hours" in words(html["crisis"])
    assert "near-you" not in html


def test_the_foot_of_each_page_has_the_clinics_words_after_the_crisis_line(clinic: Path) -> None:
    library = load([clinic])
    foot = f'data-text="{library.crisis["en-US"].value.footer} · Call us at 555-0110"'
    for name, html in pages(library).items():
        assert foot in html or name == "cover", name


def test_a_facilitator_finds_the_clinics_numbers_beside_the_risk(clinic: Path) -> None:
    page = words(pages(load([clinic]), Edition(copy_for="facilitator"))["slow-breathing-facilitator"])
    risk = page[page.index("Risk, and what to do") :]
    assert f"{NAME}, 555-0110." in risk
    assert "On-call line: 555-0111." in risk


def test_places_near_by_are_printed_by_kind_in_the_order_of_the_list(clinic: Path) -> None:
    html = pages(load([clinic]))
    page = words(html["near-you"])
    told = ["Support groups", "Monday Circle", "Food", "Corner Pantry", "Looked up in 9/2026."]
    assert sorted(told, key=page.index) == told
    assert html["contents"].index("workbook:closing") < html["contents"].index("workbook:near-you")
    assert "near-you" not in pages(load([make(clinic.parent / "other", resources="resources: []\n")]))


def test_a_crisis_block_keeps_a_national_line_and_begins_with_the_clinics(clinic: Path) -> None:
    library = load([clinic])
    workbook = compose_handout(library, ["reach-us"], Edition())
    page = words(render(workbook.sections[0], workbook, load_theme(), library.crisis["en-US"].value))
    assert page.index("On-call line") < page.index(library.crisis["en-US"].value.lines[0].name)


def resource(name: str, kind: str) -> Resource:
    return Resource.model_validate({"name": name, "kind": kind, "verified_on": date(2026, 11, 1)})


NEAR = (resource("Pantry", "food"), resource("Circle", "support-group"), resource("Soup", "food"))


def heads(block: Resources, places: tuple[Resource, ...]) -> list[tuple[str, str]]:
    return [(line.head, line.printed.get("place", "")) for line in block.lines(places)]


def test_a_list_of_places_has_a_blank_row_for_a_kind_without_and_more_to_add_to() -> None:
    block = Resources(id="near", label="Near", kinds=("transport", "food"), rows=2)
    blank = [("transport", ""), ("food", "**Pantry**"), ("food", "**Soup**"), ("", ""), ("", "")]
    assert heads(block, NEAR) == blank
    assert heads(block, ()) == [("transport", ""), ("food", ""), ("", ""), ("", "")]


def test_a_list_of_places_without_kinds_has_all_of_them_and_is_never_empty() -> None:
    block = Resources(id="near", label="Near", rows=0)
    assert [name for _, name in heads(block, NEAR)] == ["**Pantry**", "**Soup**", "**Circle**"]
    assert heads(block, ()) == [("", "")]


def test_an_example_is_printed_without_the_clinics_places(clinic: Path) -> None:
    library = load([clinic])
    workbook = compose_handout(library, ["help-near-me"], Edition())
    html = render(workbook.sections[0], workbook, load_theme(), library.crisis["en-US"].value)
    blank, _, example = html.partition('id="help-near-me--help-near-me-example"')
    assert "<strong>Corner Pantry</strong> Groceries." in blank
    assert "<strong>Corner Pantry</strong>" not in example
    assert "Got a bag." in example


def test_a_discreet_clinic_is_named_nowhere_in_the_file(clinic: Path) -> None:
    text = (clinic / "clinic.yaml").read_text(encoding="utf-8")
    (clinic / "clinic.yaml").write_text(text + "discreet: true\n", encoding="utf-8")
    title = load().programs["individual-brief-pack"].value.title
    result = build(BuildRequest(TODAY, program="individual-brief-pack", libraries=(clinic,)))
    facts = Facts(result.pdf)
    text = facts.text_of(facts.document)
    told = "\n".join([text, str(facts.pdf.docinfo), *(mark.title for mark in facts.outline)])
    assert result.title == str(facts.pdf.docinfo.Title) == "My workbook"
    for word in (NAME, title, "Mill Street"):
        assert word not in told
    assert "555-0111" in text, "numbers to call stay"


def test_the_logo_loses_its_color_on_a_grey_copy(clinic: Path) -> None:
    cover = pages(load([clinic]), Edition(ink="grey"))["cover"]
    assert "logo.png?grey" in cover
    data, kind = in_grey((clinic / "logo.png").read_bytes(), "image/png")
    (clinic / "grey.png").write_bytes(data)
    with Image.open(clinic / "grey.png") as picture:
        assert (kind, picture.mode, picture.size) == ("image/png", "L", (300, 100))
    assert in_grey(b"<svg/>", "image/svg+xml") == (b"<svg/>", "image/svg+xml")


def test_a_grey_workbook_with_a_logo_can_be_printed(clinic: Path) -> None:
    request = BuildRequest(TODAY, program="individual-brief-pack", libraries=(clinic,))
    spaces = []
    for ink in ("color", "grey"):
        facts = Facts(build(replace(request, edition=Edition(ink=ink))).pdf)
        streams = [item for item in facts.pdf.objects if isinstance(item, pikepdf.Stream)]
        spaces.append([str(item.ColorSpace) for item in streams if item.get("/Subtype") == "/Image"])
    assert spaces == [["/DeviceRGB"], ["/DeviceGray"]]


def test_a_web_page_has_the_logo_inside(clinic: Path) -> None:
    request = BuildRequest(
        TODAY, program="individual-brief-pack", libraries=(clinic,), edition=Edition(medium="screen")
    )
    html = build(request).html
    assert 'src="data:image/png;base64,' in html
    assert "file://" not in html


def test_another_logo_of_the_same_name_is_printed_anew(clinic: Path, tmp_path: Path) -> None:
    command = ("--library", str(clinic), "build", "individual-brief-pack", "--cache-dir", str(tmp_path / "cache"))
    for name, color in (("one", "#c02030"), ("two", "#2030c0"), ("three", "#2030c0")):
        Image.new("RGB", (300, 100), color).save(clinic / "logo.png")
        assert run(*command, "-o", str(tmp_path / f"{name}.pdf")).exit_code == 0
    one, two, three = ((tmp_path / f"{name}.pdf").read_bytes() for name in ("one", "two", "three"))
    assert one != two == three


def test_what_the_clinic_prefers_is_used_unless_a_command_says_otherwise(clinic: Path, tmp_path: Path) -> None:
    text = (clinic / "clinic.yaml").read_text(encoding="utf-8")
    (clinic / "clinic.yaml").write_text(text + "paper: a4\ntheme: warm\n", encoding="utf-8")
    sizes = {}
    for name, more in (("own", ()), ("asked", ("--paper", "letter", "--theme", "calm"))):
        path = tmp_path / f"{name}.pdf"
        assert run("--library", clinic, "handout", "practice-log", *more, "-o", path).exit_code == 0
        facts = Facts(path.read_bytes())
        sizes[name] = [round(float(side)) for side in list(facts.pdf.pages[0].MediaBox)[2:]]
    assert sizes == {"own": [595, 842], "asked": [612, 792]}


@pytest.mark.parametrize("text", ["", "- a\n", "paper: [a4]\ntheme: {}\n", "paper: a5\n", "name: x: y\n"])
def test_preferences_that_cannot_be_read_are_left_to_the_check(tmp_path: Path, text: str) -> None:
    (tmp_path / "clinic.yaml").write_text(text, encoding="utf-8")
    assert preferences([tmp_path / "none", tmp_path]) == Preferences()


def test_a_clinic_with_mistakes_stops_every_build(clinic: Path) -> None:
    (clinic / "clinic.yaml").write_text("name: Harbor\nlogo: no.png\nfoter: x\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(BuildRequest(TODAY, handouts=("practice-log",), libraries=(clinic,)))
    assert [(p.code, p.place.line) for p in found.value.problems] == [("schema/unknown-key", 3)]


def test_a_line_that_nobody_has_called_for_long_stops_every_build(clinic: Path) -> None:
    text = (clinic / "clinic.yaml").read_text(encoding="utf-8")
    (clinic / "clinic.yaml").write_text(text.replace("2026-10-20", "2026-05-01"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build(BuildRequest(TODAY, handouts=("practice-log",), libraries=(clinic,)))
    assert [p.code for p in found.value.problems] == ["safety/old-crisis-line"]


def logo_problem(clinic: Path) -> list[str]:
    return [problem.code for problem in load([clinic]).problems]


@pytest.mark.parametrize("lenient", [False, True])
def test_a_logo_that_is_no_picture_or_lies_elsewhere_is_refused(
    clinic: Path, tmp_path: Path, lenient: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint does when it is imported
    logo = clinic / "logo.png"
    whole = logo.read_bytes()
    for data in (b"no picture", whole[:-40], b"x" * (21 * 2**20)):
        logo.write_bytes(data)
        assert logo_problem(clinic) == ["file/picture-unusable"], data[:20]
    logo.unlink()
    (tmp_path / "elsewhere.png").write_bytes(whole)
    logo.symlink_to(tmp_path / "elsewhere.png")
    assert logo_problem(clinic) == ["file/picture-outside"]


@pytest.mark.usefixtures("clinic")
def test_the_first_folder_that_says_who_it_is_wins(tmp_path: Path) -> None:
    other = make(tmp_path / "other", CLINIC.replace(NAME, "Other"), RESOURCES.replace("Pantry", "Kitchen"))
    library = load([tmp_path / "clinic", other])
    assert library.clinic
    assert library.clinic.value.name == NAME
    assert library.resources
    assert library.resources.value.resources[1].name == "Corner Pantry"


def test_what_is_shown_of_a_discreet_clinic_has_no_name_and_no_address() -> None:
    clinic = Clinic.model_validate(
        {"name": NAME, "address": "40 Mill Street", "logo": "a.png", "phone": "555-0110", "discreet": True}
    )
    assert (clinic.shown.name, clinic.shown.address, clinic.shown.logo) == ("", None, None)
    assert clinic.shown.phone == "555-0110"


def test_check_looks_at_the_clinic_at_places_and_at_themes(clinic: Path) -> None:
    (clinic / "themes").mkdir()
    (clinic / "themes" / "harbor.yaml").write_text("name: Harbor\n", encoding="utf-8")
    text = (clinic / "clinic.yaml").read_text(encoding="utf-8")
    (clinic / "clinic.yaml").write_text(text + "theme: harbour\nlocale: xx-XX\n", encoding="utf-8")
    result = run("check", clinic)
    assert "3 files checked" in result.output
    for code in ("reference/unknown-theme", "reference/unknown-locale", "schema/missing-key"):
        assert f"[{code}]" in result.output
    assert 'Did you mean "harbor"?' in result.output
    assert "1 file checked" in run("check", clinic / "resources.yaml").output


def test_a_new_clinic_passes_the_check_and_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "our-clinic is ready" in run("new", "clinic", "our-clinic").output
    assert (tmp_path / "our-clinic" / ".gitignore").is_file()
    strict = run("check", "our-clinic", "--strict")
    assert (strict.exit_code, strict.output.partition(".")[0]) == (0, "3 files checked: no errors, no warnings")
    request = BuildRequest(TODAY, program="our-group", libraries=(tmp_path / "our-clinic",))
    workbook, _ = compose(load(request.libraries), request)
    assert workbook.clinic
    assert (workbook.title, workbook.clinic.name) == ("Our group", "Our clinic")
    again = run("new", "clinic", "our-clinic")
    assert again.exit_code == 1
    assert "[file/exists]" in again.output


def test_what_is_commented_out_in_a_new_clinic_can_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "our-clinic"
    run("new", "clinic", folder)
    for name in ("clinic.yaml", "resources.yaml"):
        text = (folder / name).read_text(encoding="utf-8").replace("resources: []", "resources:")
        (folder / name).write_text(
            re.sub(r"(?m)^# ([a-z_]+:(?= |$)|  +- |    +[a-z_]+: )", r"\1", text), encoding="utf-8"
        )
    Image.new("L", (30, 10)).save(folder / "logo.png")
    assert run("check", folder).output.startswith("3 files checked: no errors, no warnings")
    library = load([folder])
    assert library.clinic
    assert set(Clinic.model_fields) == library.clinic.value.model_fields_set
    assert library.resources
    assert len(library.resources.value.resources) == 2


def test_an_empty_folder_is_filled_and_another_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("new", "clinic", tmp_path / "empty").exit_code == 0
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert run("new", "clinic", tmp_path / "file").exit_code == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file"]


def test_doctor_tells_which_folder_is_in_use_and_what_stands_in_for_what(clinic: Path) -> None:
    for name in ("modules/slow-breathing.yaml", "themes/calm.yaml", "templates/print/cover.html"):
        (clinic / name).parent.mkdir(parents=True, exist_ok=True)
    shipped = load().modules["slow-breathing"].source.path
    (clinic / "modules/slow-breathing.yaml").write_bytes(shipped.read_bytes())
    (clinic / "themes/calm.yaml").write_text("name: Calm\n", encoding="utf-8")
    (clinic / "templates/print/cover.html").write_text('{% extends "shipped/print/cover.html" %}', encoding="utf-8")
    told = run("--library", clinic, "doctor").output
    assert f"Clinic's folder {clinic}" in told
    assert f"{NAME} is printed" in told
    for what in ("module slow-breathing", "theme calm", "template print/cover.html"):
        assert f"is used instead of the shipped {what}" in told


def test_a_history_of_a_new_clinic_keeps_no_rosters(tmp_path: Path) -> None:
    run("new", "clinic", tmp_path / "c")
    (tmp_path / "c" / "roster.csv").write_text("name\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path / "c", check=True, capture_output=True)
    listed = subprocess.run(["git", "ls-files"], cwd=tmp_path / "c", check=True, capture_output=True, text=True).stdout
    assert "clinic.yaml" in listed
    assert "roster.csv" not in listed
