"""Four visitors for ten minutes: ``python -m tests.benchmarks.soak [MINUTES]``. It tells the memory each minute."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.visitor import Visitor, serving
from tests.benchmarks.web import MODULE, VISITORS

_SHEETS = ("sleep-diary", "weekly-goals")


def main() -> None:
    """Visit until the time is over, and print the memory of the server and its processes each minute."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory(prefix="workbook-soak-") as temporary:
        folder = Path(temporary)
        own = folder / "own"
        own.mkdir()
        with serving(folder / "cache", folder / "said.txt", own) as served:
            first = Visitor(served.link)
            visitors = [first, *(first.invite() for _ in range(VISITORS - 1))]
            until = time.monotonic() + minutes * 60
            with ThreadPoolExecutor(VISITORS) as pool:
                busy = [pool.submit(_visit, visitor, until) for visitor in visitors]
                while time.monotonic() < until:
                    left = int(until - time.monotonic())
                    print(f"{left:5} s left: {served.memory_mb():7.0f} MB", flush=True)  # noqa: T201
                    time.sleep(min(60, max(1, left)))
                print(f"{sum(one.result() for one in busy)} requests", flush=True)  # noqa: T201
            print(f"    at the end: {served.memory_mb():7.0f} MB")  # noqa: T201
        print((folder / "said.txt").read_text(encoding="utf-8"))  # noqa: T201


def _visit(who: Visitor, until: float) -> int:
    """Look, search, print large and small, again and again; give the number of requests."""
    number = 0
    while time.monotonic() < until:
        number += 6
        who.page("/")
        who.page("/?q=worry")
        who.page(f"/modules/{MODULE}")
        who.follow(f"/modules/{MODULE}", {"do": "save", "size": "large-print" if number % 12 else "standard"})
        who.follow(f"/worksheets/{_SHEETS[number // 6 % 2]}", {"do": "save", "form": "html"})
        who.page("/problems")
    return number


if __name__ == "__main__":
    main()
