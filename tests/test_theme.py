"""Themes: readable, also on a grey copy (WCAG 2.2, 1.4.3 and 1.4.11), and a clinic's own in one file."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import run
from tests.printing import TODAY
from workbook import paths
from workbook.build import BuildRequest, build
from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.problems import ProblemsFound
from workbook.theme import load_theme, theme_files
from workbook.tokens import contrast, greyness

THEMES = sorted(theme_files(()))
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def colors(tokens: dict[str, str]) -> list[str]:
    return [value for value in tokens.values() if value.startswith("#")]


@pytest.mark.parametrize("name", THEMES)
def test_a_shipped_theme_has_a_color_for_every_domain(name: str) -> None:
    assert set(load_theme(name).accents) == set(DOMAINS)


def test_three_themes_are_shipped() -> None:
    assert THEMES == ["calm", "plain", "warm"]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("name", THEMES)
def test_text_and_lines_have_enough_contrast_on_grey_copies_too(name: str, domain: str) -> None:
    tokens = load_theme(name).tokens(Edition(ink="grey"), domain)
    for token in ("ink", "soft", "accent", "hand"):
        assert contrast(tokens[token], "#ffffff") >= 4.5, token
        assert contrast(tokens[token], tokens["tint"]) >= 4.5, f"{token} on the tint"
    for token in ("rule", "line"):
        assert contrast(tokens[token], "#ffffff") >= 3, token
    assert greyness(tokens["tint"]) <= 0.10


@pytest.mark.parametrize("name", THEMES)
def test_a_grey_copy_has_no_color_at_all(name: str) -> None:
    found = colors(load_theme(name).tokens(Edition(ink="grey"), "emotions"))
    assert len(found) == 8
    for color in found:
        assert color[1:3] == color[3:5] == color[5:7]


def test_contrast_is_that_of_the_standard() -> None:
    """Pairs whose contrast is known: black and white, and the lightest greys that pass on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#949494", "#ffffff") == pytest.approx(3.03, abs=0.01)


@given(COLORS, COLORS)
def test_contrast_has_no_direction_and_known_ends(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001
    assert contrast(one, one) == 1


@given(COLORS)
def test_a_theme_is_refused_exactly_where_its_text_is_too_weak(ink: str) -> None:
    theme = load_theme().model_copy(update={"ink": ink})
    refused = any(path == ("ink",) for _, path, _, _ in theme.faults())
    assert refused == (min(contrast(ink, "#ffffff"), contrast(ink, theme.tint)) < 4.5)


def own_theme(folder: Path, **changes: str) -> Path:
    """Write a theme into a clinic's folder: the shipped one with other lines."""
    text = (paths.TEMPLATES / "print" / "themes" / "calm.yaml").read_text(encoding="utf-8")
    lines = [
        f"{key}: {changes[key]}" if (key := line.partition(":")[0]) in changes else line for line in text.split("\n")
    ]
    path = folder / "themes" / "harbor.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_clinic_changes_the_look_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_theme(tmp_path / "clinic", corner="0", frame="1.5", ink='"#102030"')
    monkeypatch.chdir(tmp_path)
    assert load_theme("harbor", [Path("clinic")]).tokens(Edition(), "goals")["ink"] == "#102030"
    for name, output in (("calm", "one.pdf"), ("harbor", "two.pdf")):
        done = run("--library", "clinic", "handout", "practice-log", "--theme", name, "--no-cache", "-o", output)
        assert done.exit_code == 0, done.output
    assert Path("one.pdf").read_bytes() != Path("two.pdf").read_bytes()


def test_a_theme_with_mistakes_is_told_at_its_lines(tmp_path: Path) -> None:
    path = own_theme(tmp_path, corner="80", hand='"blue"')
    with pytest.raises(ProblemsFound) as found:
        load_theme(str(path))
    assert {(p.place.line, p.code) for p in found.value.problems} == {(9, "schema/value"), (11, "schema/out-of-range")}


@pytest.mark.parametrize("name", THEMES)
def test_lines_of_a_shipped_theme_stay_on_a_copy_in_black_and_white(name: str) -> None:
    """A copier without greys keeps what is darker than half."""
    theme = load_theme(name)
    for color in (theme.rule, theme.line, theme.soft, theme.hand, *theme.accents.values()):
        assert greyness(color) > 0.5, color


def test_a_theme_chooses_the_face_of_the_text_on_paper_and_on_screen() -> None:
    request = BuildRequest(TODAY, handouts=("practice-log",), theme="warm")
    with pikepdf.open(BytesIO(build(request).pdf)) as pdf:
        fonts = {str(font.BaseFont).rpartition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts == {"SourceSans3-Regular", "SourceSans3-Bold", "Kalam-Regular"}
    page = build(replace(request, edition=Edition(medium="screen"))).html
    assert page != build(replace(request, edition=Edition(medium="screen"), theme="calm")).html
