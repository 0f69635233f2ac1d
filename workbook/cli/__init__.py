"""The command line: ``main`` is the program ``workbook``."""

from workbook.cli.commands import main

__all__ = ["main"]
