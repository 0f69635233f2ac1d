"""All commands, each registered by the module that it stands in."""

from workbook.cli import authoring, keeping, printing
from workbook.cli.app import main

__all__ = ["authoring", "keeping", "main", "printing"]
