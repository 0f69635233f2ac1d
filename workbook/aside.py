"""Files that are there whole or not at all: written aside, and then renamed."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PREFIX = ".workbook-"
"""How a file is called while it is written; what is left of it after a crash can be deleted."""


@contextlib.contextmanager
def written_aside(
    target: Path, mode: int | None = None, *, lasting: bool = False, prefix: str = PREFIX
) -> Iterator[IO[bytes]]:
    """Give a stream; what was written to it becomes ``target`` at the end, unless something was raised.

    Only its owner can read the file, unless ``mode`` says otherwise. A ``lasting`` one survives a power cut as well:
    it is on the disk before it gets its name.
    ``prefix`` is what its name begins with until then. Raise OSError if the file cannot be written.
    """
    aside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=prefix, delete=False) as stream:  # mode 0600
            aside = Path(stream.name)
            yield stream
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None:
            aside.chmod(mode)
        aside.replace(target)
    except BaseException:
        if aside:
            with contextlib.suppress(OSError):
                aside.unlink()
        raise


def write_private(target: Path, data: bytes) -> None:
    """Write a file that only its owner can read."""
    with written_aside(target) as stream:
        stream.write(data)


def usual_mode() -> int:
    """Give the mode of new files: what the umask leaves."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
