"""Therapy worksheets and workbooks from YAML."""
