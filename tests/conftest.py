"""What tests share: the press, which prints each PDF once in a run, the outside check for PDF/UA, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.printing import Press
from tests.verapdf import VeraPdf
from workbook import paths
from workbook.files import real_path
from workbook.source import SourceFile, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web_browser import Visits


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_cache(shared_folder: Path) -> Iterator[None]:
    """Keep finished pages in a folder of this run, also in programs that tests start: never in the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_CACHE", str(shared_folder / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _shipped_files_are_read_once() -> Iterator[None]:
    """Keep the shipped files in memory: nearly all tests load them, and reading YAML is what takes time in that."""
    folders = (real_path(paths.CONTENT), real_path(paths.SEEDS))
    kept: dict[tuple[Path, int], SourceFile] = {}

    def read_once(path: Path) -> SourceFile:
        if not path.is_absolute() or not any(path.is_relative_to(folder) for folder in folders):
            return read(path)
        key = path, path.stat().st_mtime_ns
        if key not in kept:
            kept[key] = read(path)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbook.library.read", read_once)
        yield


@pytest.fixture(scope="session")
def press(shared_folder: Path) -> Press:
    """Prints what a test asks for; see ``printing.py``."""
    return Press(shared_folder)


@pytest.fixture(scope="session")
def verapdf() -> Iterator[VeraPdf]:
    """Checks files against PDF/UA-1 or PDF/A-2a with veraPDF's engine, in one Java process for the whole run."""
    missing = VeraPdf.missing()
    if missing and os.environ.get("CI"):
        pytest.fail(f"PDF/UA cannot be checked, and this is CI: {missing}")
    if missing:
        pytest.skip(f"PDF/UA is not checked: {missing}")
    with VeraPdf() as checker:
        yield checker


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium without a window, for the tests of one file."""
    from tests.browser import running_browser  # noqa: PLC0415 - most tests need none

    with running_browser() as running:
        yield running


@pytest.fixture
def visit(browser: "Browser") -> Iterator["Visits"]:
    """Lets browsers in; at the end, no script may have complained."""
    from tests.web_browser import Visits  # noqa: PLC0415 - as above

    visits = Visits(browser)
    yield visits
    visits.end()
