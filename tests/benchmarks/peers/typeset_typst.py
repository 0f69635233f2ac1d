"""Typst setting one source, tagged as PDF/UA-1, with no fonts to look for but those given.

python typeset_typst.py SOURCE.typ OUTPUT.pdf FONT_FOLDER...
"""

import sys

import typst

source, output, *fonts = sys.argv[1:]
typst.compile(source, output=output, font_paths=fonts, ignore_system_fonts=True, pdf_standards="ua-1")
