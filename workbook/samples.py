"""Samples of blocks: each type in its usual, its smallest and its largest form, for the gallery and for the tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from workbook import paths
from workbook.blocks import AnyBlock
from workbook.compose import Section
from workbook.parse import parse, parse_value
from workbook.problems import Problem, ProblemsFound
from workbook.source import read

FORMS = {"": "usual form", "-smallest": "smallest form", "-largest": "largest form"}
"""The endings of files, and what the forms are called."""


class Sample(BaseModel):
    """One sample of a block type, how the paper lies, and an answer to it if the block asks for something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    block: AnyBlock
    page: Literal["portrait", "landscape"] = "portrait"
    answer: object = None


def forms_of(block_type: str) -> Iterator[tuple[str, Path]]:
    """Give the forms of a block type that there are samples of: what each is called, and its file."""
    for ending, called in FORMS.items():
        path = paths.SAMPLES / f"{block_type}{ending}.yaml"
        if path.is_file():
            yield called, path


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
    context = {"block": sample.block, "answer": answer, "page": sample.page}
    return Section(f"block-{path.stem}", title_of(path), "sample.html", context, source=source)


def title_of(path: Path) -> str:
    """Give the title of a sample: its type and its form."""
    for ending, called in FORMS.items():
        if ending and path.stem.endswith(ending):
            return f"{path.stem.removesuffix(ending)}, {called}"
    return f"{path.stem}, {FORMS['']}"


def yaml_of(path: Path) -> tuple[str, str]:
    """Give a sample as an author would write it: the block as an item of a list, and its answer by its id, or ""."""
    text = path.read_text(encoding="utf-8")
    block = _inside(text, "block")
    answer = _inside(text, "answer")
    name = next((line.split(":", 1)[1].strip() for line in block if line.startswith("id:")), "")
    listed = "\n".join(f"{'- ' if i == 0 else '  '}{line}" for i, line in enumerate(block))
    if not answer:
        value = next((line.partition(":")[2].strip() for line in text.split("\n") if line.startswith("answer:")), "")
        return listed, f"{name}: {value}" if value else ""
    return listed, "\n".join([f"{name}:", *(f"  {line}" for line in answer)])


def _inside(text: str, key: str) -> list[str]:
    """Give the lines below a key at the left edge, less their common indent; a list may stand at the edge itself."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if start is None:
        return []
    below: list[str] = []
    for line in lines[start + 1 :]:
        if line and not line.startswith((" ", "- ", "#")):
            break
        below.append(line)
    while below and not below[-1].strip():
        below.pop()
    indent = min((len(line) - len(line.lstrip()) for line in below if line.strip()), default=0)
    return [line[indent:] for line in below]
