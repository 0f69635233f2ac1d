"""What README.md and content/README.md tell authors is true: examples are read and checked, commands exist."""

import re
import shlex
from datetime import date
from pathlib import Path

import click
import pytest
from pydantic import BaseModel, TypeAdapter

from workbook.blocks import BLOCK_TYPES, AnyBlock
from workbook.blocks.base import Block
from workbook.checking import check_paths
from workbook.cli.app import main
from workbook.library import load
from workbook.model import (
    Allow,
    Crisis,
    CrisisLine,
    Example,
    Facilitator,
    Module,
    PlanStep,
    Practice,
    Program,
    Review,
    Session,
    StandingWorksheet,
    WorksheetUse,
)
from workbook.parse import parse, parse_value
from workbook.source import read_text

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
GUIDE = ROOT / "content" / "README.md"
BLOCKS = ROOT / "content" / "blocks.md"
_FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCKS: TypeAdapter[list[Block]] = TypeAdapter(list[AnyBlock])


def fences(path: Path, kind: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [found["text"] for found in _FENCE.finditer(text) if found["kind"] == kind]


def sections() -> dict[str, tuple[list[Block], dict[str, object]]]:
    """Give the blocks of each block fence of the guide, by type, with the answers that follow it."""
    found: dict[str, tuple[list[Block], dict[str, object]]] = {}
    blocks: list[Block] = []
    for fence in _FENCE.finditer(BLOCKS.read_text(encoding="utf-8")):
        source = read_text(fence["text"], Path("guide.yaml"))
        if fence["kind"] == "yaml block":
            assert not source.problems
            blocks = _BLOCKS.validate_python(source.data)
            found[blocks[0].type] = (blocks, {})
        elif fence["kind"] == "yaml answer":
            assert isinstance(source.data, dict)
            found[blocks[0].type] = (blocks, dict(source.data))
    return found


@pytest.mark.parametrize("name", BLOCK_TYPES)
def test_guide_shows_each_block_with_its_answer(name: str):
    blocks, answers = sections()[name]
    assert {block.type for block in blocks} == {name}
    asked = {block.field_id: block for block in blocks if block.answer is not None}
    assert set(answers) == set(asked)
    for field, raw in answers.items():
        answer, problems = parse_value(asked[field].answer, raw, read_text("a: b", Path("guide.yaml")), ())
        assert not problems
        assert not [*asked[field].answer_problems(answer)]


@pytest.mark.parametrize("name", BLOCK_TYPES)
def test_guide_names_each_key_of_a_block(name: str):
    text = BLOCKS.read_text(encoding="utf-8")
    start = text.index(f"\n`{name}`:")
    after = re.compile(r"\n`[a-z-]+`: |\n#").search(text, start + 1)
    part = text[start : after.start() if after else None]
    for key in set(BLOCK_TYPES[name].model_fields) - {"type", "help", "text", "only"}:
        assert re.search(rf"`{key}`|^ *(- )?{key}:", part, re.MULTILINE), key


@pytest.mark.parametrize(
    "model",
    [
        *(Module, StandingWorksheet, WorksheetUse, Program, Session, Practice, Facilitator, PlanStep),
        *(Review, Example, Allow, Crisis, CrisisLine),
    ],
)
def test_guide_names_each_key_of_a_model(model: type[BaseModel]):
    text = GUIDE.read_text(encoding="utf-8")
    for name, field in model.model_fields.items():
        assert re.search(rf"`{field.alias or name}`|^ *(- )?{field.alias or name}:", text, re.MULTILINE), name


def test_guide_shows_crisis_lines_that_can_be_read():
    (text,) = fences(GUIDE, "yaml crisis")
    _, problems = parse(Crisis, read_text(text, Path("en-US.yaml")))
    assert not problems


def test_examples_of_files_pass_the_check(tmp_path: Path):
    for path, kind in ((README, "module"), (README, "program"), (GUIDE, "worksheet")):
        for text in fences(path, f"yaml {kind}"):
            found = re.search(r"^id: (\S+)", text, re.MULTILINE)
            assert found
            file = tmp_path / f"{kind}s" / f"{found[1]}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    today = max(entry.value.checked_on for entry in load().crisis.values())
    count, problems = check_paths([], [tmp_path], today)
    assert not problems
    assert count == 5


@pytest.mark.parametrize("what", ["module", "program"])
def test_skeleton_passes_the_check(what: str, tmp_path: Path):
    file = tmp_path / f"{what}s" / f"new-{what}.yaml"
    file.parent.mkdir()
    text = (ROOT / "seeds" / "skeletons" / f"{what}.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    today: date = max(entry.value.checked_on for entry in load().crisis.values())
    _, problems = check_paths([], [file], today)
    assert not problems


def commands() -> list[str]:
    """Give the commands of both guides that begin with "workbook", without what the shell does."""
    text = "".join(text for path in (README, GUIDE) for text in fences(path, "sh"))
    lines = re.sub(r"\\\n\s*", "", text).splitlines()  # a line that goes on
    plain = [re.split(r" [>|] | #", line)[0] for line in lines]
    return sorted({line for line in plain if line.startswith(("workbook ", ".venv/bin/workbook "))})


@pytest.mark.parametrize("line", commands())
def test_command_is_known(line: str):
    context = main.make_context("workbook", shlex.split(line)[1:], resilient_parsing=False)
    name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("path", [README, GUIDE, BLOCKS], ids=["readme", "guide", "blocks"])
def test_links_lead_somewhere(path: Path):
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith(("http", "mailto", "page:")):
            assert (path.parent / target).exists(), target


def test_readme_names_every_command():
    text = README.read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        assert f"workbook {name}" in text, name
