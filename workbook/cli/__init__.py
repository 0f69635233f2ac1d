"""The command line: ``main`` is the program ``workbook``.

It imports nothing by itself: the processes that set pages import this package too, and have no use for commands.
"""

from typing import Any


def main(*args: Any, **options: Any) -> Any:
    """Run the program."""
    from workbook.cli.commands import main as program  # noqa: PLC0415 - see the top

    return program(*args, **options)
