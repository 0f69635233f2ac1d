"""The program builder: a program of the clinic's own, put together from a shipped one."""

from flask import Flask


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    del app
