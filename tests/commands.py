"""Run the command line in a test as the person at the desk does: in a folder, on a day."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from workbook.cli.app import main

TODAY = str(int(datetime(2026, 12, 1, 12, tzinfo=UTC).timestamp()))
ROOT = Path(__file__).resolve().parents[1]
UPDATE = "WORKBOOK_UPDATE" in os.environ
"""Set it to write the expected texts anew; then read the difference in git."""


def run(*arguments: str | Path) -> Result:
    """Run a command in this process; whatever it does not handle is raised."""
    result = CliRunner(env={"SOURCE_DATE_EPOCH": TODAY}).invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_program(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m workbook`` as a program of its own, in the folder that the test is in."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": TODAY, **settings}
    command = [sys.executable, "-m", "workbook", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120)


def compare(text: str, expected: Path) -> None:
    """Compare a text with the one that is kept, or keep it."""
    if UPDATE:
        expected.write_text(text, encoding="utf-8")
        pytest.skip("the expected text was written anew")
    assert text == expected.read_text(encoding="utf-8")


def plain(path: Path) -> object:
    """Read a YAML file as an editor does: by YAML 1.2, where ``yes`` and ``no`` are words."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Words)


class _Words(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML keeps them
        first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
