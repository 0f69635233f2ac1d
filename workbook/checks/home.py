"""Where a file is at home: in the shipped content, or in one clinic's own folder. Some rules differ."""

from pathlib import Path

from workbook import paths
from workbook.files import real_path
from workbook.library import Library
from workbook.source import SourceFile


def is_shipped(source: SourceFile) -> bool:
    """Whether a file belongs to the shipped content, whatever way led to it."""
    return source.real.is_relative_to(real_path(paths.CONTENT))


def home_of(library: Library, source: SourceFile) -> Path:
    """Give the folder whose texts a file belongs with: the outermost that the library was loaded from."""
    if is_shipped(source):
        return paths.CONTENT
    roots = {entry.root for entry in library.all_entries}
    around = [root for root in roots if source.real.is_relative_to(real_path(root))]
    return min(around, key=lambda root: len(real_path(root).parts), default=source.path.parent)
