"""Workbook in the browser: a thin face on ``build``, the catalog, the search and planning. ``app.py`` comes first.

It imports nothing by itself: the processes that make files import this package too, and have no use for pages.
"""
