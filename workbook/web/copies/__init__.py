"""Copies for a roster: one workbook for each row, in one zip or one print file. ``room.py`` comes first."""
