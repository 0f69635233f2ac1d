"""Measure Workbook against other ways to print the same pages: ``make bench``, or ``python -m tests.benchmarks``."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.benchmarks import report, web
from tests.benchmarks.measure import ROOT, Cost, NotRun, keep_to_two_cores, run
from tests.benchmarks.works import CHROMIUM, OURS_CACHED, Subject, Work, Workshop, environment, works

OUT = ROOT / "out" / "bench.md"
NAMES = ("W1", "W2", "W3", "W4", "growth", "web")
_WEB_SECONDS = 3
"""How long visitors ask for one kind of page at a time."""


def main() -> int:
    """Prepare, measure in turns, print the tables, and write them to ``out/bench.md``."""
    options = _options()
    cores = keep_to_two_cores()
    with tempfile.TemporaryDirectory(prefix="workbook-bench-") as temporary:
        folder = Path(options.folder or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        _tell("preparing clinics, HTML and Typst sources")
        try:
            shop, today = _prepare(folder, options)
            chosen = [work for work in works(shop) if work.name in options.only]
            bench = Bench(folder, today, options.runs)
            for work in chosen:
                bench.measure(work)
            pages = web.measure(folder, _WEB_SECONDS, options.runs, _tell) if "web" in options.only else []
        except NotRun as problem:
            print(f"\nbench: {problem}", file=sys.stderr)  # noqa: T201
            return 1
        found = report.results(bench.costs, bench.outputs, options.copies)
        _publish(bench, found, pages, [*_notes(shop, chosen, options, cores), *bench.doubts])
    return 1 if options.check and any(result.met is False for result in found) else 0


class Bench:
    """Runs the subjects of works in turns, and keeps what each run cost and which file it wrote."""

    def __init__(self, folder: Path, today: int, runs: int) -> None:
        self.folder = folder
        self.today = today
        self.runs = runs
        self.costs: dict[tuple[str, str], list[Cost]] = {}
        self.outputs: dict[tuple[str, str], Path] = {}
        self.doubts: list[str] = []

    def measure(self, work: Work) -> None:
        """Fill the caches, then let all subjects run in turn, as many times as there are runs."""
        for subject in work.first:
            self._run(work, subject, "filling the cache")
        for number in range(1, self.runs + 1):
            for subject in work.subjects:
                subject.before(number)
                kept = _count(subject)
                cost = self._run(work, subject, f"run {number} of {self.runs}")
                if subject.name.startswith(OURS_CACHED) and kept and _count(subject) != kept:
                    self.doubts.append(
                        f"DOUBTFUL: {work.name}, {subject.name}, run {number} set sections that were cached."
                    )
                self.costs.setdefault((work.name, subject.name), []).append(cost)
                self.outputs[work.name, subject.name] = subject.output

    def _run(self, work: Work, subject: Subject, what: str) -> Cost:
        _tell(f"{work.name}, {subject.name}, {what}")
        subject.output.parent.mkdir(parents=True, exist_ok=True)
        if subject.cache:
            subject.cache.mkdir(parents=True, exist_ok=True)
        subject.output.unlink(missing_ok=True)
        log = self.folder / "said.txt"
        cost = run(subject.command, environment(subject, self.today), log)
        if not subject.output.exists():
            raise NotRun(f"{subject.name} wrote nothing:\n{log.read_text(encoding='utf-8', errors='replace')}")
        _tell(f"{work.name}, {subject.name}, {what}: {cost.seconds:.2f} s")
        return cost


def _count(subject: Subject) -> int:
    """Count what is in the cache of a subject."""
    return sum(path.is_file() for path in subject.cache.rglob("*")) if subject.cache else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default=",".join(NAMES), help="works to measure, such as W1,W2 (W3 is part of W2)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program; medians are compared")
    parser.add_argument("--pages", type=int, default=250, help="about how many pages W2 has")
    parser.add_argument("--copies", type=int, default=50, help="how many personal copies W4 prints")
    parser.add_argument("--check", action="store_true", help="end with 1 when a target is not met")
    parser.add_argument("--folder", help="where to work, and to leave what was printed")
    options = parser.parse_args()
    options.only = {name.strip() for name in options.only.split(",")}
    if unknown := options.only - set(NAMES):
        parser.error(f"there is no work {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    if "W3" in options.only:
        options.only.add("W2")
    if options.runs < 1 or options.copies < 2:
        parser.error("--runs takes at least 1, --copies at least 2")
    return options


def _prepare(folder: Path, options: argparse.Namespace) -> tuple[Workshop, int]:
    """Prepare in a process of its own: what a process uses at its peak includes what its parent had used."""
    command = (sys.executable, "-m", "tests.benchmarks.prepare", str(folder), str(options.pages), "60")
    run(command, os.environ, folder / "said.txt")
    told = json.loads((folder / "prepared.json").read_text(encoding="utf-8"))
    return Workshop(folder, tuple(told["fonts"]), options.copies), told["today"]


def _notes(shop: Workshop, chosen: Sequence[Work], options: argparse.Namespace, cores: int) -> list[str]:
    """Say with what, and how, it was measured."""
    system = f"{platform.system()} on {platform.machine()}, {cores} cores used, Python {platform.python_version()}"
    browsers = {s.command[0] for work in chosen for s in work.subjects if s.name == CHROMIUM}
    versions = [f"{name} {_version(name)}" for name in ("weasyprint", "pikepdf", "typst")]
    for browser in browsers:
        said = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
        versions.append(" ".join(said.stdout.split()[:2]))
    notes = [f"Medians of {options.runs} runs in turns. {system}; {', '.join(versions)}."]
    caches = [subject.cache for work in chosen for subject in work.first if subject.cache]
    if caches and not any(any(cache.iterdir()) for cache in caches):
        notes.append("NOTHING WAS CACHED: the program wrote nothing to WORKBOOK_CACHE, so “cached” means nothing here.")
    return notes + [f"Not measured, as it is not installed: {name}." for name in shop.missing]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _publish(bench: Bench, found: Sequence[report.Result], pages: report.Figures, notes: Sequence[str]) -> None:
    _tell("")
    tables = [report.table_of_targets(found, bench.outputs), report.table_of_all(bench.costs, bench.outputs)]
    tables = [table for table in (*tables, [list(web.HEAD), *pages]) if len(table) > 1]
    print("\n\n".join((*map(report.as_text, tables), "\n".join(notes))))  # noqa: T201
    OUT.parent.mkdir(exist_ok=True)
    text = "\n\n".join(("# Benchmark", *map(report.as_markdown, tables), *notes))
    OUT.write_text(f"{text}\n", encoding="utf-8")


def _tell(what: str) -> None:
    """Show where we are: one line that is written over on a terminal, plain lines elsewhere."""
    end = "" if sys.stderr.isatty() else "\n"
    start = "\r\x1b[2K" if sys.stderr.isatty() else ""
    if what or start:
        print(f"{start}{what}", end=end, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
