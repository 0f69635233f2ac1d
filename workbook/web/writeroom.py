"""The editor: a module as YAML, its problems at their lines, and its pages as they will be printed."""

from flask import Flask


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    del app
