"""The library's sheet as one HTML file: tables, each with a chart beside it, in the look of a theme.

Nothing in it is fetched and nothing runs. A chart is a drawing of its table: it says nothing that the table does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from workbook.domains import DOMAINS
from workbook.edition import Edition
from workbook.environment import environment_of
from workbook.report import ModuleFacts, Report
from workbook.tokens import Theme
from workbook.typefaces import DESIGNS, FONTS
from workbook.webfonts import data_uri, script_uri

AIM = 6
"""The reading grade that clients' pages keep to."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, how long it is (from 0 to 1), and the number at its end."""

    label: str
    share: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Bars one below the other; ``mark`` is a line at a value that matters, and what it is."""

    id: str
    title: str
    about: str
    bars: tuple[Bar, ...]
    mark: tuple[float, str] | None = None


def as_page(found: Report, theme: Theme) -> str:
    """Give the whole page."""
    page = environment_of().get_template("report/report.html")
    return page.render(
        report=found,
        domains=DOMAINS,
        charts={chart.id: chart for chart in _charts(found)},
        paged=any(module.pages is not None for module in found.modules),
        tokens=theme.tokens(Edition(), "orientation"),
        fonts=[Markup(address) for address in _fonts(theme)],  # noqa: S704 - our own fonts, as data
        totals=[(name.replace("_", " "), number) for name, number in found.totals.items()],
    )


def _fonts(theme: Theme) -> Iterator[str]:
    """Give the upright faces of a theme, regular and bold, as data."""
    if theme.font in DESIGNS:
        faces = dict(zip((name for name in FONTS if name.startswith("body")), DESIGNS[theme.font].faces, strict=True))
        yield from (script_uri(faces[name]) for name in ("body-regular", "body-bold"))
    else:
        yield from (data_uri(FONTS[name], FONTS["body-regular"]) for name in ("body-regular", "body-bold"))


def _charts(found: Report) -> Iterator[Chart]:
    modules = found.modules
    grades = [(module.title, module.reading_grade or 0.0, f"{module.reading_grade}") for module in modules]
    about = "School grade of what clients read, by module."
    yield _chart("grades", "Reading grade", about, grades, (AIM, f"the aim: grade {AIM}"))
    words = [(module.title, float(module.words), str(module.words)) for module in modules]
    yield _chart("words", "Words", "Words that clients read in each module, with its sheets and examples.", words)
    domains = [(DOMAINS[name], _of(modules, name)) for name in DOMAINS]
    rows = [(title, float(number), str(number)) for title, number in domains]
    yield _chart("domains", "Domains", "Modules in each domain.", rows)
    works = [(design.design, float(design.works), str(design.works)) for design in found.evidence]
    yield _chart("evidence", "Evidence", "Works that modules cite, by design.", works)


def _of(modules: Sequence[ModuleFacts], domain: str) -> int:
    return sum(module.domain == domain for module in modules)


def _chart(
    name: str, title: str, about: str, rows: Sequence[tuple[str, float, str]], mark: tuple[float, str] | None = None
) -> Chart:
    most = max([1.0, *(value for _, value, _ in rows), *([mark[0]] if mark else [])])
    top = ceil(most) if mark else most
    bars = tuple(Bar(label, value / top, text) for label, value, text in rows)
    return Chart(name, title, about, bars, (mark[0] / top, mark[1]) if mark else None)
