"""Pages as they look: full enough, nothing outside the margins, no heading alone at the foot, not too many."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageOps

from tests.pdf_facts import Mark
from tests.pdf_invariants import LEFT_BLANK
from tests.printing import EDITIONS, Job, Press, Printed, handouts, library, programs
from workbook.compose import sheets_of

PIXELS_PER_MM = 3
POINTS_PER_MM = 72 / 25.4
FACILITATOR = ("FACILITATOR: do not hand out", "Facilitator: do not hand out")
"""Facilitators' pages keep the standard size in large print."""

MARGINS = {"standard": (19, 18, 23, 22), "large-print": (25.4, 25.4, 27, 29.4)}
"""Top, right, bottom and left on a right-hand page, in mm."""
LYING_MARGINS = {"standard": (20, 18, 23, 18), "large-print": (25.4, 25.4, 27, 25.4)}
"""Those of a page that lies, which is not moved for the binding."""
SHIFT = 4
TOLERANCE = 1.6
"""In mm: the tail of a handwritten j at the beginning of a line reaches so far out in large print."""
LEAST_FULL = 1 / 4
MOST_PAGES = 8
DELIBERATE = ("About this sheet", LEFT_BLANK, "Contents", "About this workbook")
"""Pages that may be nearly empty: what a clinician reads about a sheet, the backs of cards, contents and sources."""

JOBS = [*programs(), *handouts()]


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_no_page_is_nearly_empty(job: Job, press: Press) -> None:
    printed = press(job)
    faults = [
        f"page {page.number + 1} ({page.label}) is full to {page.fullness:.0%}"
        for page in Pages(printed).all
        if page.fullness < LEAST_FULL and not says(printed, page.number, DELIBERATE)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_nothing_stands_outside_the_margins(job: Job, press: Press) -> None:
    printed = press(job)
    faults = [
        f"page {page.number + 1} ({page.label}) has ink {side}"
        for page in Pages(printed).all
        for side in page.outside
        if not says(printed, page.number, (LEFT_BLANK,))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_no_heading_is_the_last_thing_on_a_page(job: Job, press: Press) -> None:
    printed = press(job)
    headings: dict[int, list[tuple[float, str]]] = {}
    marks = {
        (leaf.page, leaf.mcid)
        for tag in printed.facts.document.walk()
        if tag.kind in {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
        for _, leaf in tag.leaves()
        if isinstance(leaf, Mark)
    }
    for number, runs in enumerate(printed.facts.runs):
        for run in runs:
            if (number, run.mcid) in marks and not run.artifact:
                headings.setdefault(number, []).append((run.y, run.text))
    faults = []
    for page in Pages(printed).all:
        lowest, words = min(headings.get(page.number, [(float("inf"), "")]))
        if page.lowest_ink > lowest - 3 * POINTS_PER_MM:
            faults.append(f"page {page.number + 1} ({page.label}) ends with the heading {words!r}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("job", [job for job in JOBS if (job.kind, job.edition) == ("module", "standard")], ids=str)
def test_a_module_has_eight_pages_at_most_but_for_longer_sheets(job: Job, press: Press) -> None:
    module = library().modules[job.name].value
    longer = sum(max(0, (sheet.pages or 2) - 2) for sheet in sheets_of(library(), module))
    assert len(press(job).facts.pages) <= MOST_PAGES + 2 * longer


def test_ink_in_the_margin_and_an_empty_page_are_noticed() -> None:
    blank = Image.new("L", (216 * PIXELS_PER_MM, 279 * PIXELS_PER_MM), 255)
    page = Page(0, "1", blank, EDITIONS["standard"].size)
    assert page.fullness == 0
    assert not page.outside
    blank.putpixel((10 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
    blank.putpixel((205 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
    blank.putpixel((100 * PIXELS_PER_MM, 10 * PIXELS_PER_MM), 0)
    blank.putpixel((100 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
    page = Page(0, "1", blank, EDITIONS["standard"].size)
    assert page.outside == ["above the text", "left of the text", "right of the text"]
    assert page.fullness == pytest.approx((100 - 19) / (279 - 19 - 23), abs=0.01)


def test_a_page_that_lies_has_margins_of_its_own_and_is_not_moved() -> None:
    for number in (0, 1):
        lying = Image.new("L", (279 * PIXELS_PER_MM, 216 * PIXELS_PER_MM), 255)
        lying.putpixel((18 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
        lying.putpixel((260 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
        assert not Page(number, "1", lying, EDITIONS["standard"].size).outside
        lying.putpixel((16 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
        lying.putpixel((263 * PIXELS_PER_MM, 100 * PIXELS_PER_MM), 0)
        page = Page(number, "1", lying, EDITIONS["standard"].size)
        assert page.outside == ["left of the text", "right of the text"]


def says(printed: Printed, page: int, beginnings: tuple[str, ...]) -> bool:
    """Tell whether a line of a page begins with one of these words."""
    return any(run.text.startswith(beginnings) for run in printed.facts.runs[page])


@dataclass(frozen=True)
class Page:
    """One page as a grey picture. Sides are those of the text area, which is moved to the left on left-hand pages.

    Pages that lie are not moved.
    """

    number: int
    label: str
    picture: Image.Image
    size: str

    @cached_property
    def _ink(self) -> Image.Image:
        return ImageOps.invert(self.picture).point(lambda value: 255 if value > 10 else 0)

    @property
    def _area(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the text area in mm from the upper left."""
        width, height = (side / PIXELS_PER_MM for side in self.picture.size)
        lies = width > height
        top, right, bottom, left = (LYING_MARGINS if lies else MARGINS)[self.size]
        moved = SHIFT if self.number % 2 and not lies else 0
        return left - moved, top, width - right - moved, height - bottom

    def _found(self, left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int] | None:
        edges = (left * PIXELS_PER_MM, top * PIXELS_PER_MM, right * PIXELS_PER_MM, bottom * PIXELS_PER_MM)
        return self._ink.crop(edges).getbbox()

    @cached_property
    def outside(self) -> list[str]:
        """On which sides there is ink outside the text area; the foot is left out, as it holds the running foot."""
        left, top, right, bottom = self._area
        width = self.picture.size[0] / PIXELS_PER_MM
        zones = {
            "above the text": (0, 0, width, top - TOLERANCE),
            "left of the text": (0, 0, left - TOLERANCE, bottom),
            "right of the text": (right + TOLERANCE, 0, width, bottom),
        }
        return [name for name, zone in zones.items() if self._found(*zone)]

    @cached_property
    def fullness(self) -> float:
        """How far down the text area the lowest ink stands: 0 at its top, 1 at its foot."""
        left, top, right, bottom = self._area
        found = self._found(left, top, right, bottom)
        return found[3] / PIXELS_PER_MM / (bottom - top) if found else 0

    @property
    def lowest_ink(self) -> float:
        """The lowest ink in the text area, in points from the foot of the paper."""
        _, top, _, bottom = self._area
        height = self.picture.size[1] / PIXELS_PER_MM
        return (height - top - self.fullness * (bottom - top)) * POINTS_PER_MM


class Pages:
    """The pages of a printed file."""

    _known: dict[Any, list[Page]] = {}  # noqa: RUF012 - pictures are the same for each test of a file

    def __init__(self, printed: Printed) -> None:
        self._printed = printed

    @property
    def all(self) -> list[Page]:
        """Give all pages, drawn once."""
        if self._printed.path not in self._known:
            self._known.clear()  # one file's pictures at a time
            size = EDITIONS[self._printed.job.edition].size
            labels = self._printed.facts.labels
            with pypdfium2.PdfDocument(self._printed.path) as document:
                self._known[self._printed.path] = [
                    Page(
                        i,
                        labels[i],
                        document[i].render(scale=PIXELS_PER_MM / POINTS_PER_MM).to_pil().convert("L"),
                        "standard" if says(self._printed, i, FACILITATOR) else size,
                    )
                    for i in range(len(document))
                ]
        return self._known[self._printed.path]
