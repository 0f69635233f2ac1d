"""What the commands have in common: progress, problems on the terminal, exit codes, and files written whole."""

import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

import click

from workbook.aside import usual_mode, written_aside
from workbook.files import is_file, is_folder
from workbook.problems import CANNOT_READ, MOST, Problem, ProblemsFound, Severity, as_text, count, errors

if TYPE_CHECKING:
    from workbook.build import BuildResult
    from workbook.library import Library
    from workbook.paper import Paper

T = TypeVar("T")
CANNOT_READ_OR_WRITE = 3


class Failed(click.ClickException):
    """A command that ends with a message and the exit code 3: something cannot be read or written."""

    exit_code = CANNOT_READ_OR_WRITE


OWN_MISTAKE = 4
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Delivery:
    """Where a file goes, a folder for pictures of its pages, and how it was finished and on what paper."""

    output: str
    pictures: str | None = None
    finish: str = "none"
    paper: Literal["letter", "a4"] = "letter"


def make(work: Callable[[Progress], "BuildResult"], delivery: Delivery) -> None:
    """Build, report, and write the file aside and rename it, so that nothing half-written is left."""
    from workbook.verify import NotWhole  # noqa: PLC0415 - needed only where something is printed

    target = None if delivery.output == "-" else Path(delivery.output)
    if target:
        check_target(target)
    try:
        result = with_progress(work)
    except ProblemsFound as found:
        stop(found.problems)
    except NotWhole as error:
        stop_on_own_mistake(error.faults)
    report(result.problems)
    deliver(result, target, delivery)


def stop_on_own_mistake(faults: Sequence[str]) -> NoReturn:
    """Tell of a file that Workbook made wrong, and end: it is not delivered."""
    click.echo(
        "Workbook made a file that is not whole, so it was not delivered. This is a mistake of the program.", err=True
    )
    click.echo("Please report it with the YAML that caused it and these lines:", err=True)
    for fault in faults[:MOST]:
        click.echo(f"  {fault}", err=True)
    click.echo("Until it is mended,  --no-cache  may help.", err=True)
    sys.exit(OWN_MISTAKE)


def with_progress(work: Callable[[Progress], T]) -> T:
    """Show a bar on a terminal, and plain lines elsewhere."""
    if not sys.stderr.isatty():
        return work(lambda done, of, title: click.echo(f"[{done}/{of}] {title}", err=True))
    with click.progressbar(length=100, file=sys.stderr, show_pos=False, item_show_func=lambda t: t or "") as bar:

        def progress(done: int, of: int, title: str) -> None:
            bar.update(int(100 * done / of) - bar.pos, title[:40])

        return work(progress)


def check_target(target: Path) -> None:
    """Stop before the work begins if the file cannot be written."""
    folder = target.parent
    if is_folder(target):
        raise Failed(f"{target} is a folder. Name a file in it, such as  -o {target / 'workbook.pdf'}")
    if not is_folder(folder):
        raise Failed(f"There is no folder {folder}. Make it first:  mkdir -p {folder}")
    if not os.access(folder, os.W_OK) or (is_file(target) and not os.access(target, os.W_OK)):
        raise Failed(f"You may not write to {target}. Choose another place with  -o FILE")


def deliver(result: "BuildResult", target: Path | None, delivery: Delivery) -> None:
    """Write the file, and say where it is and how long; without a target, to standard output."""
    data = result.html.encode() if result.html else result.pdf
    if delivery.pictures:
        draw(result.pdf, Path(delivery.pictures))
    if target is None:
        sys.stdout.buffer.write(data)
        return
    write_aside(target, data)
    if result.html:
        click.echo(f"{target}: a page for the screen, {math.ceil(len(data) / 1000)} kB", err=True)
        return
    kept = f" ({count(result.reused, 'section')} kept from before)" if result.reused else ""
    click.echo(f"{target}: {count(result.page_count, 'page')}{kept}", err=True)
    if result.paper:
        click.echo(f"Paper: {_paper(result.paper)}", err=True)
    if advice := advise(result.page_count, delivery):
        click.echo(advice, err=True)


def _paper(paper: "Paper") -> str:
    """Say how many sheets of paper it takes to print what is needed."""
    if paper.two_sided == paper.one_sided:
        return f"{count(paper.one_sided, 'sheet')}."
    return f"{count(paper.two_sided, 'sheet')} if you print on both sides, {paper.one_sided} on one side."


def advise(pages: int, delivery: Delivery) -> str:
    """Say how a print file is to be printed."""
    if delivery.finish in {"none", "archival"}:
        return ""
    from workbook.impose import booklet_advice, n_up_advice  # noqa: PLC0415 - imports pikepdf

    if delivery.finish == "booklet":
        return booklet_advice(pages, delivery.paper)
    return n_up_advice(pages, 2 if delivery.finish == "2-up" else 4, delivery.paper)


def draw(pdf: bytes, folder: Path) -> None:
    """Write pictures of all pages."""
    from workbook.pictures import write_pictures  # noqa: PLC0415 - needed only where pictures are drawn

    try:
        written = write_pictures(pdf, folder)
    except OSError as error:
        raise Failed(f"The pictures cannot be written to {folder}: {error.strerror or error}.") from None
    click.echo(f"{folder}: {count(len(written), 'picture')}", err=True)


def write_aside(target: Path, data: bytes) -> None:
    """Write a file next to its place and rename it: it is there whole, or not at all."""
    try:
        with written_aside(target, usual_mode()) as stream:
            stream.write(data)
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror}.") from None


def need_folders(library: "Library", *, writes: bool = True) -> None:
    """Stop if a clinic's folder that was named is not there."""
    if library.missing_folders:
        stop(library.missing_folders, writes=writes)


def tell_left_out(number: int) -> None:
    """Say that files with mistakes were left out, if any were."""
    if number:
        click.echo(f"{count(number, 'file')} with mistakes left out; see  workbook check", err=True)


def report(problems: Sequence[Problem], *, writes: bool = True) -> None:
    """Print problems to standard error, in color on a terminal."""
    for problem in problems:
        text = as_text(problem)
        word = f" {problem.severity}: "
        color = "red" if problem.severity is Severity.ERROR else "yellow"
        click.echo(text.replace(word, click.style(word, fg=color, bold=True), 1), err=True)
    wrong = len(errors(problems))
    if wrong and writes:
        click.echo(f"{count(wrong, 'mistake')}; nothing was written.", err=True)


def stop(problems: Sequence[Problem], *, writes: bool = True) -> NoReturn:
    """Report problems and end."""
    report(problems, writes=writes)
    sys.exit(exit_code(problems))


def exit_code(problems: Sequence[Problem], *, strict: bool = False) -> int:
    """3 if a file or folder could not be read at all, 1 for mistakes in files (with ``strict``, warnings too)."""
    if any(problem.code in CANNOT_READ for problem in problems):
        return CANNOT_READ_OR_WRITE
    return 1 if errors(problems) or (strict and problems) else 0
