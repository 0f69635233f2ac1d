"""Make everything that is measured, before it is: the clinics' folders, the long HTML files, the Typst sources.

python -m tests.benchmarks.prepare FOLDER PAGES SHORT_PAGES
"""

import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import fontpkg_atkinson_hyperlegible
import fontpkg_kalam

from tests.benchmarks.clinic import PROGRAM, SINGLE, make_clinic, make_single
from tests.benchmarks.long_html import for_a_browser, long_html
from tests.benchmarks.typst_source import typst_source
from workbook.build import build
from workbook.compose import DEFAULT_LOCALE
from workbook.library import load
from workbook.order import compose, load_for
from workbook.request import BuildRequest

FONT_FOLDERS = [str(package.ROOT / "files") for package in (fontpkg_atkinson_hyperlegible, fontpkg_kalam)]
_FRONT_AND_BACK = 8
"""About how many pages of a workbook are not of its sessions."""


def prepare(folder: Path, pages: int, short: int) -> None:
    """Write clinics and sources, and ``prepared.json``, which tells the measuring process what it needs to know."""
    library = load()
    today = library.crisis[DEFAULT_LOCALE].value.checked_on
    ids = tuple(sorted(library.modules))
    a_module = _pages_of_a_module(ids, today)
    sizes = {
        "x1": round((pages - _FRONT_AND_BACK) / a_module),
        "short": round((short - _FRONT_AND_BACK) / a_module),
    }
    sizes |= {"changed": sizes["x1"], "x2": sizes["x1"] * 2, "x4": sizes["x1"] * 4}
    clinics = {name: make_clinic(folder / name, size) for name, size in sizes.items()}
    write_sources(
        folder / "single", BuildRequest(today, handouts=(SINGLE,), libraries=(make_single(folder / "single"),))
    )
    for name in ("x1", "short"):
        write_sources(folder / name, BuildRequest(today, program=PROGRAM, libraries=(clinics[name],)))
    told = {
        "today": int(datetime.combine(today, time(12), UTC).timestamp()),
        "fonts": FONT_FOLDERS,
        "modules": sizes,
    }
    (folder / "prepared.json").write_text(json.dumps(told), encoding="utf-8")


def write_sources(stem: Path, request: BuildRequest) -> None:
    """Write what peers print of a request: STEM.html, STEM.browser.html and STEM.typ."""
    workbook, crisis = compose(load_for(request), request)
    html = long_html(workbook, crisis)
    stem.with_suffix(".html").write_text(html, encoding="utf-8")
    stem.with_suffix(".browser.html").write_text(for_a_browser(html), encoding="utf-8")
    stem.with_suffix(".typ").write_text(typst_source(workbook, crisis), encoding="utf-8")


def _pages_of_a_module(ids: tuple[str, ...], today: date) -> float:
    """Print every shipped module once and count; half a session's opening leaf comes on top."""
    return build(BuildRequest(today, handouts=ids)).page_count / len(ids) + 1


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
