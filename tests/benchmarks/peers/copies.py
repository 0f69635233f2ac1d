"""Our own personal copies: one process that prints a program once for each of so many people.

python -m tests.benchmarks.peers.copies LIBRARY FOLDER COUNT
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.clinic import PROGRAM
from workbook.batch import build_copies
from workbook.cache import Cache
from workbook.request import BuildRequest


def main(library: Path, folder: Path, count: int) -> None:
    """Print a copy for each of so many people."""
    cache = Cache(Path(os.environ["WORKBOOK_CACHE"]))
    today = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    request = BuildRequest(today, program=PROGRAM, libraries=(library,))
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"Person {number}" for number in range(1, count + 1)]
    for number, result in enumerate(build_copies(request, names, cache=cache), 1):
        (folder / f"copy-{number:02}.pdf").write_bytes(result.pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
