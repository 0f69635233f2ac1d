"""The JSON Schemas in content/ are those of the models, and every shipped file points to its own."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.commands import plain
from workbook import catalog, paths
from workbook.library import KINDS

WHAT = {kind: kind.removesuffix("s") for kind in KINDS}
SHIPPED = [path for kind in KINDS for path in sorted((paths.CONTENT / kind).rglob("*.yaml"))]


def kind_of(path: Path) -> str:
    return WHAT[path.relative_to(paths.CONTENT).parts[0]]


@cache
def validator(what: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(catalog.schema(what)))


@pytest.mark.parametrize("what", WHAT.values())
def test_schema_is_current(what: str):
    written = (paths.CONTENT / f"{what}.schema.json").read_text(encoding="utf-8")
    renew = f"renew it:  workbook schema {what} > content/{what}.schema.json"
    assert json.loads(written) == json.loads(catalog.schema(what)), renew


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_file_points_to_its_schema(path: Path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found, "the first line names the schema, for editors"
    assert (path.parent / found[1]).resolve() == paths.CONTENT / f"{kind_of(path)}.schema.json"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_editor_finds_no_mistake_in_shipped_file(path: Path):
    # Through JSON, as an editor sees it: the lengths of a plan are keys, so they are text.
    data = json.loads(json.dumps(plain(path), default=str))
    validator(kind_of(path)).validate(data)


def test_a_program_that_extends_another_fits_the_schema_too():
    own = {"id": "ours", "extends": "resilience-group", "changes": [{"remove": "slow-breathing"}]}
    assert validator("program").is_valid(own)
    assert not validator("program").is_valid(own | {"changes": [{"remove": 7}]})
    assert not validator("program").is_valid({"id": "ours"})


@pytest.mark.parametrize(
    ("what", "path"),
    [("clinic", "clinic.yaml"), ("resources", "resources.yaml"), ("program", "programs/our-group.yaml")],
)
def test_a_new_clinics_files_fit_their_schemas(what: str, path: str):
    data = json.loads(json.dumps(plain(paths.SEEDS / "clinic" / path), default=str))
    validator(what).validate(data)


@pytest.mark.parametrize("theme", ["calm", "plain", "warm"])
def test_shipped_themes_fit_their_schema(theme: str):
    validator("theme").validate(plain(paths.TEMPLATES / "print" / "themes" / f"{theme}.yaml"))


@pytest.mark.parametrize("what", ["module", "program"])
def test_skeleton_fits_the_schema(what: str):
    text = (paths.SEEDS / "skeletons" / f"{what}.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../{what}.schema.json\n")
    validator(what).validate(json.loads(json.dumps(yaml.safe_load(text))))
