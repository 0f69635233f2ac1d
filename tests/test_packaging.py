"""The wheel holds all that printing needs: installed alone, in an empty folder, without a network, it prints."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.printing import Job, Press

ROOT = Path(__file__).parents[1]
NO_NETWORK = """
import socket


def refuse(*_, **__):
    raise OSError("the network is not to be used")


socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def programs_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment that borrows the other packages, and give the folder of its programs."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(
        [*pip, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)],
        folder,
    )
    (wheel,) = folder.glob("workbook-*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    variables = {"base": str(environment), "platbase": str(environment)}
    bin_folder = Path(sysconfig.get_path("scripts", scheme="venv", vars=variables))
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=variables))
    python = bin_folder / Path(sys.executable).name
    run([*pip, "--python", str(python), "install", "--no-index", "--no-deps", str(wheel)], folder)
    # A path in a .pth file is searched last, and .pth files in there (the editable install) are not followed.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (packages / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return bin_folder


def test_the_installed_program_prints_a_handout_from_an_empty_folder(
    programs_folder: Path, tmp_path: Path, press: Press
) -> None:
    run([str(programs_folder / "workbook"), "handout", "slow-breathing", "-o", "x.pdf"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]
    assert (tmp_path / "x.pdf").read_bytes() == press(Job("module", "slow-breathing")).path.read_bytes()


def test_the_installed_program_is_the_one_in_the_wheel_with_its_content_and_samples(
    programs_folder: Path, tmp_path: Path
) -> None:
    question = "from workbook import paths; print(paths.CONTENT, len(list(paths.SAMPLES.glob('*.yaml'))))"
    said = run([str(programs_folder / "python"), "-c", question], tmp_path)
    content, samples = said.split()
    assert Path(content).is_relative_to(programs_folder.parent)
    assert int(samples) == len(list((ROOT / "tests" / "gallery").glob("*.yaml")))


def run(command: list[str], folder: Path) -> str:
    """Run a program in a folder, with every way to a network closed."""
    poison = dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"
    )
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "WORKBOOK_LIBRARY"}}
    done = subprocess.run(command, cwd=folder, env=kept | poison, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
