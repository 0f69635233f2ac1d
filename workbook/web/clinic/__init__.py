"""The clinic's settings: who it is, its logo, its theme, its crisis lines. ``room.py`` comes first."""
