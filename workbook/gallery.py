"""The gallery: every block type on paper, blank and filled in, from the samples that its tests use."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from workbook import paths
from workbook.blocks import BLOCK_TYPES, AnyBlock
from workbook.build import BuildResult, bind_and_prove
from workbook.cache import Cache
from workbook.catalog import first_sentence
from workbook.compose import DEFAULT_LOCALE, Section, Workbook
from workbook.edition import Edition
from workbook.library import load
from workbook.pagination import count_pages
from workbook.parse import parse, parse_value
from workbook.preparation import set_in_type
from workbook.problems import Problem, ProblemsFound
from workbook.request import Progress
from workbook.source import read
from workbook.theme import load_theme
from workbook.workers import Crew


class Sample(BaseModel):
    """One sample of a block type, and an answer to it if the block asks for something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    block: AnyBlock
    answer: object = None


def build_gallery(
    progress: Progress, edition: Edition | None = None, cache: Cache | None = None, workers: int = 0
) -> BuildResult:
    """Print all samples as one PDF; raise ProblemsFound if a sample is wrong."""
    sections = [sample_section(paths.SAMPLES / f"{name}.yaml") for name in BLOCK_TYPES]
    workbook = Workbook("Gallery of blocks", tuple(sections), edition or Edition(), DEFAULT_LOCALE, folios=True)
    with Crew(workers) as crew:
        crisis = load().crisis[DEFAULT_LOCALE].value
        plan, placed, reused = set_in_type(workbook, crisis, load_theme(), crew, progress, cache)
    pdf = bind_and_prove(plan, placed, workbook.edition)
    return BuildResult(plan.title, pdf, count_pages(placed), reused=reused)


def sample_section(path: Path) -> Section:
    """Read one sample as a section; raise ProblemsFound with what is wrong in it."""
    source = read(path)
    sample, problems = parse(Sample, source)
    if sample is None:
        raise ProblemsFound(problems)
    answer: Any = None
    if sample.answer is not None:
        answer, problems = parse_value(sample.block.answer, sample.answer, source, ("answer",))
        wrong = (
            []
            if problems
            else [
                Problem("schema/answer", source.place(("answer", *where)), message, hint)
                for where, message, hint in sample.block.answer_problems(answer)
            ]
        )
        if problems or wrong:
            raise ProblemsFound([*problems, *wrong])
    block = sample.block
    text = path.read_text(encoding="utf-8")
    about = first_sentence(block.__doc__ or "")
    context = {"block": block, "answer": answer, "yaml": _only_block(text), "about": about}
    return Section(f"block-{path.stem}", path.stem, "sample.html", context, source=source)


def _only_block(text: str) -> str:
    """Give the lines of a sample's block as an author would write them in a list."""
    lines = text.partition("\nanswer:")[0].split("\n")
    inside = [line[2:] for line in lines if line.startswith("  ")]
    return "\n".join(f"{'- ' if i == 0 else '  '}{line}" for i, line in enumerate(inside))
