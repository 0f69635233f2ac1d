"""What the commands have in common: progress, problems on the terminal, exit codes, and files written whole."""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from workbook.problems import CANNOT_READ, Problem, ProblemsFound, Severity, as_text, errors
from workbook.source import is_file, is_folder

if TYPE_CHECKING:
    from workbook.build import BuildResult

CANNOT_READ_OR_WRITE = 3


class Failed(click.ClickException):
    """A command that ends with a message and the exit code 3: something cannot be read or written."""

    exit_code = CANNOT_READ_OR_WRITE


Progress = Callable[[int, int, str], None]


def make(work: Callable[[Progress], "BuildResult"], output: str) -> None:
    """Build, report, and write the file aside and rename it, so that nothing half-written is left."""
    target = None if output == "-" else Path(output)
    if target:
        check_target(target)
    try:
        result = with_progress(work)
    except ProblemsFound as found:
        stop(found.problems)
    report(result.problems)
    deliver(result, target)


def with_progress(work: Callable[[Progress], "BuildResult"]) -> "BuildResult":
    """Show a bar on a terminal, and plain lines elsewhere."""
    if not sys.stderr.isatty():
        return work(lambda done, of, title: click.echo(f"[{done + 1}/{of}] {title}", err=True))
    with click.progressbar(length=100, file=sys.stderr, show_pos=False, item_show_func=lambda t: t or "") as bar:

        def progress(done: int, of: int, title: str) -> None:
            bar.update(int(100 * (done + 1) / of) - bar.pos, title[:40])

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


def deliver(result: "BuildResult", target: Path | None) -> None:
    """Write the PDF to its file, and say where it is and how long; without a file, to standard output."""
    if target is None:
        sys.stdout.buffer.write(result.pdf)
        return
    write_aside(target, result.pdf)
    click.echo(f"{target}: {count(result.page_count, 'page')}", err=True)


def write_aside(target: Path, data: bytes) -> None:
    """Write a file next to its place and rename it: it is there whole, or not at all."""
    name = ""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".workbook-", delete=False) as stream:
            name = stream.name
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Failed(f"{target} cannot be written: {error.strerror}.") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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


def count(number: int, what: str) -> str:
    """Give a number of things in words: no files, 1 file, 2 files."""
    return f"1 {what}" if number == 1 else f"{number or 'no'} {what}s"
