"""The naive way to print with WeasyPrint: one long HTML document, its default options, tagged as PDF/UA-1.

python naive.py SOURCE.html OUTPUT.pdf
"""

import sys

from weasyprint import HTML

HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
