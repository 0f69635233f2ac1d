"""Therapy worksheets and workbooks from YAML: ``build(BuildRequest(...))`` makes one PDF."""

from workbook.build import BuildRequest, BuildResult, build
from workbook.model import Edition
from workbook.problems import Problem, ProblemsFound

__all__ = ["BuildRequest", "BuildResult", "Edition", "Problem", "ProblemsFound", "build"]
