"""Our own personal copies: one process that prints a program once for each of so many people.

python -m tests.benchmarks.peers.copies LIBRARY FOLDER COUNT
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.clinic import PROGRAM
from workbook.build import BuildRequest, build
from workbook.cache import Cache


def copies(library: Path, names: Iterable[str]) -> Iterator[bytes]:
    """Print a copy for each name. This is the only place that knows how the product does it."""
    cache = Cache(Path(os.environ["WORKBOOK_CACHE"]))
    today = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    written = (library / "programs" / f"{PROGRAM}.yaml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{PROGRAM}.yaml")
        for name in names:
            lines = (f"for: For {name}" if line.startswith("for:") else line for line in written.splitlines())
            file.write_text("\n".join(lines), encoding="utf-8")
            yield build(BuildRequest(today, program=str(file), libraries=(library,)), cache=cache).pdf


if __name__ == "__main__":
    library, folder, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for number, pdf in enumerate(copies(library, (f"Person {n}" for n in range(1, count + 1))), 1):
        (folder / f"copy-{number:02}.pdf").write_bytes(pdf)
