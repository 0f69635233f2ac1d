"""The web pages that the tests look at: each is made once."""

from functools import cache
from typing import Literal, TypeAlias

from tests.printing import TODAY, library
from workbook import paths
from workbook.compose import DEFAULT_LOCALE, Workbook
from workbook.edition import Edition
from workbook.model import Crisis
from workbook.order import compose
from workbook.request import BuildRequest
from workbook.samples import sample_section
from workbook.theme import load_theme
from workbook.webpage import to_html

Copy: TypeAlias = Literal["client", "facilitator"]
GROUP = "resilience-group"
BLOCKS = "blocks"
USUAL = "usual-blocks"


def handouts() -> list[str]:
    """Give the ids of all modules and standing worksheets."""
    return sorted([*library().modules, *library().worksheets])


def crisis() -> Crisis:
    """Give the shipped crisis lines."""
    return library().crisis[DEFAULT_LOCALE].value


@cache
def workbook_of(name: str, copy_for: Copy = "client") -> Workbook:
    """Compose a program, all block samples, or handouts (ids with "+" between them)."""
    chosen = Edition(copy_for, "screen")
    if name in {BLOCKS, USUAL}:
        found = sorted(paths.SAMPLES.glob("*.yaml"))
        usual = [path for path in found if not path.stem.endswith(("-smallest", "-largest"))]
        sections = tuple(map(sample_section, found if name == BLOCKS else usual))
        return Workbook("Gallery of blocks", sections, chosen, DEFAULT_LOCALE, folios=True)
    if name in library().programs:
        return compose(library(), BuildRequest(TODAY, program=name, edition=chosen))[0]
    return compose(library(), BuildRequest(TODAY, handouts=tuple(name.split("+")), edition=chosen))[0]


@cache
def html_of(name: str, copy_for: Copy = "client") -> str:
    """Make the page of it."""
    return to_html(workbook_of(name, copy_for), load_theme(), crisis())
