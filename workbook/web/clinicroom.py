"""The clinic's settings: who it is, its logo, its theme, its crisis lines."""

from flask import Flask


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    del app
