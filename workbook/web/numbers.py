"""Whole numbers as forms and addresses send them."""


def whole(text: str | None, most: int) -> int | None:
    """Read a whole number from 0 to ``most``; None for everything else, however long it is."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
