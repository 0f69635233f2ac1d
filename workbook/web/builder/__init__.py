"""The program builder: a program of the clinic's own, put together from one that is there. ``room.py`` comes first."""
