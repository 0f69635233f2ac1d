"""Making one copy: its personal sections are set, then all is bound and proven. This runs in processes of any kind.

What goes to another process and comes back shows nothing of itself (no ``repr``): a scheduler may write what it runs
into its log. For the same reason faults come back as codes, not as exceptions that quote a page.
"""

import pickle
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from workbook.build import bind_and_prove
from workbook.edition import Edition
from workbook.fragment import Fragment
from workbook.pagination import Part, count_pages, paginate
from workbook.plan import Plan
from workbook.typeset import Job, Typesetter
from workbook.verify import NotWhole
from workbook.verify.setting import fragment_faults
from workbook.workers import typesetters  # of this process; closed when it is ended

GROWN = "grown"
"""A personal section takes other pages than the shared one: the page numbers of all others have to be set anew."""

NOT_WHOLE = "not-whole"
"""The copy is not what it should be: a mistake of the program."""

_one_at_a_time = Lock()
"""WeasyPrint sets one section at a time in a process; a cluster may run several threads."""


@dataclass(frozen=True, repr=False)
class Package:
    """What copies of one choice share: the parts, the page for notes, and which parts may carry something personal."""

    plan: Plan
    edition: Edition
    parts: tuple[Part, ...]
    blank: Fragment | None
    personal: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Order:
    """One copy to be made: the row, the personal sections by the number of their part, and the file that is there."""

    line: int
    jobs: tuple[tuple[int, Job], ...]
    kept: bytes = b""


@dataclass(frozen=True, repr=False)
class Made:
    """One copy that was made. Without ``pdf`` the file that is there is right, or there is ``trouble`` with a part."""

    line: int
    pdf: bytes = b""
    pages: int = 0
    trouble: str = ""
    part: int = 0


def make_copies(packed: bytes, orders: tuple[Order, ...]) -> tuple[Made, ...]:
    """Make several copies of one package (pickled, as it is shared)."""
    package = _unpacked(packed)
    return tuple(make_copy(package, order) for order in orders)


def try_out(order: Order) -> Made:
    """Set the personal sections of a copy, only to see whether they can be printed."""
    for number, job in order.jobs:
        _, trouble = _set(job)
        if trouble:
            return Made(order.line, trouble=trouble, part=number)
    return Made(order.line)


def make_copy(package: Package, order: Order) -> Made:
    """Make one copy."""
    parts = list(package.parts)
    for number, job in order.jobs:
        fragment, trouble = _set(job)
        if trouble:
            return Made(order.line, trouble=trouble, part=number)
        if fragment.page_count != parts[number].fragment.page_count:
            return Made(order.line, trouble=GROWN)
        parts[number] = replace(parts[number], fragment=fragment)
    placed = paginate(parts, package.blank, package.plan.binding)
    pages = count_pages(placed)
    if order.kept and all(_holds(order.kept, parts[number].fragment) for number in package.personal):
        return Made(order.line, pages=pages)
    try:
        return Made(order.line, bind_and_prove(package.plan, placed, package.edition), pages)
    except NotWhole:
        return Made(order.line, trouble=NOT_WHOLE)


def _holds(pdf: bytes, fragment: Fragment) -> bool:
    """Tell whether the pages of a fragment are in a file as they are: binding writes them byte for byte.

    So a finished copy is itself what a row is compared with, and no digest of a name has to be kept.
    """
    return all(fragment.streams[page.content - fragment.page_count].data in pdf for page in fragment.pages)


def _set(job: Job) -> tuple[Fragment, str]:
    """Set a section and prove it; give it, and a code if it is not as it should be."""
    with _one_at_a_time:
        if not typesetters:
            typesetters.append(Typesetter())
        fragment, complaints = typesetters[0].set(job)
    if complaints:
        return fragment, complaints[0].code
    return fragment, NOT_WHOLE if fragment_faults(fragment, job.html) else ""


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Package:
    """Unpack what copies share, once in a process for many copies."""
    package = pickle.loads(packed)  # noqa: S301 - made by this program, for this run
    assert isinstance(package, Package)  # noqa: S101 - nothing else is sent
    return package
