"""The editor: a text as YAML, its problems at their lines, its pages beside it. ``room.py`` comes first."""
