"""Print quality: what a careful printer would see on the laid-out pages, found by measuring.

Each finding names the element (by the id nearest to it), so that it can be told at the place in the YAML. What loses
words (text that is cut off, runs out of its box or over other text) is an error; all else is a warning, because the
page can still be used. Sizes and distances are those of ``page.css`` and of the guides to legible print.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.typeset import Complaint
from workbook.typeset.quality_items import Item, items

_FAMILY = re.compile(r"@font-face\s*\{[^}]*?font-family:\s*[\"']?([^\"';}]+)")


@dataclass(frozen=True)
class Sheet:
    """The pages of a section, ready to be measured: ``pages`` as they are printed, ``least`` with the least space.

    ``families`` are the fonts that its style sheets bring along.
    """

    pages: tuple[tuple[Item, ...], ...]
    least: tuple[tuple[Item, ...], ...]
    size: str
    families: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """Something to complain of, and how bad it is: of several at one element, the worst is told."""

    complaint: Complaint
    amount: float = 0.0


def measure(pages: Sequence[Any], least: Sequence[Any], html: str, size: str) -> tuple[Complaint, ...]:
    """Give what is wrong with the pages of a section, each kind once for each element."""
    from workbook.typeset import quality_pages, quality_text  # noqa: PLC0415 - they are made of what stands above

    printed = tuple(tuple(items(page)) for page in pages)
    before = printed if least is pages else tuple(tuple(items(page)) for page in least)
    sheet = Sheet(printed, before, size, frozenset(_FAMILY.findall(html)))
    return _worst((*quality_text.findings(sheet), *quality_pages.findings(sheet)))


def _worst(findings: Iterable[Finding]) -> tuple[Complaint, ...]:
    worst: dict[tuple[str, str], Finding] = {}
    for found in findings:
        key = found.complaint.code, found.complaint.element
        if key not in worst or found.amount > worst[key].amount:
            worst[key] = found
    return tuple(found.complaint for found in worst.values())


def printed_text(page: Sequence[Item]) -> Iterator[Item]:
    """Give the pieces of text of a page, with the running foot."""
    return (item for item in page if item.kind == "TextBox" and item.box.text.strip())


def in_foot(item: Item) -> bool:
    """Tell whether something stands in a margin of the page, such as the running foot."""
    return any(outer.kind == "MarginBox" for outer in item.up())
