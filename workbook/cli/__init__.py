"""The command line: ``main`` is the program ``workbook``.

It imports nothing by itself: the processes that set pages import this package too, and have no use for commands.
"""

import sys
from typing import Any

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells know it (128 and the number of the signal)."""


def main(*args: Any, **options: Any) -> Any:
    """Run the program."""
    try:
        from workbook.cli.app import main as program  # noqa: PLC0415 - see the top
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; nothing was written.\n")
        sys.exit(INTERRUPTED)
    return program(*args, **options)
