"""What is printed, written down: the facts of whole workbooks, and the HTML of every block.

``pytest tests/test_snapshots.py --snapshot-update`` writes them down anew; look at the difference before you commit it.
"""

from collections import Counter

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.printing import Job, Press
from workbook import paths
from workbook.blocks import BLOCK_TYPES
from workbook.render import render_block
from workbook.samples import sample_section


@pytest.mark.parametrize(
    "job", [Job("program", "resilience-group"), Job("program", "individual-brief-pack", "large-grey")], ids=str
)
def test_the_facts_of_a_workbook(job: Job, press: Press, snapshot: SnapshotAssertion) -> None:
    facts = press(job).facts
    tags = Counter(tag.kind for tag in facts.document.walk())
    lines = [
        f"title: {facts.pdf.docinfo.Title}",
        f"pages: {len(facts.pages)}, labelled {facts.labels[0]} to {facts.labels[-1]}",
        f"links: {len(facts.annotations)}",
        f"fonts: {', '.join(sorted({str(inside) for _, inside in facts.fonts.values()}))}",
        "tags: " + ", ".join(f"{kind[1:]} {count}" for kind, count in sorted(tags.items())),
        "outline:",
        *(f"{'  ' * mark.depth}{mark.title} … {facts.labels[mark.page or 0]}" for mark in facts.outline),
    ]
    assert "\n".join(lines) == snapshot


@pytest.mark.parametrize("name", BLOCK_TYPES)
def test_the_html_of_a_block(name: str, snapshot: SnapshotAssertion) -> None:
    context = sample_section(paths.SAMPLES / f"{name}.yaml").context
    block, answer = context["block"], context["answer"]
    written = f"<!-- blank -->\n{render_block(block, None, 'blank')}"
    if answer is not None:
        written += f"\n<!-- filled in -->\n{render_block(block, answer, 'answer')}"
    assert "\n".join(line for line in written.splitlines() if line.strip()) == snapshot
