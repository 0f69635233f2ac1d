"""Copies: one workbook for each row of a roster."""

from flask import Flask


def open_room(app: Flask) -> None:
    """Add the addresses of this room."""
    del app
