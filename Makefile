# `make` sets everything up and prints the shipped resilience group; `make help` lists the rest.
# Setting up is in .ci/setup: it installs only what is missing, so a second run starts at once.

SHELL := /bin/sh
.SHELLFLAGS := -euc
.DEFAULT_GOAL := workbook
.PHONY: workbook test lint types contracts pytest proof bench format words clean help program developer

PROGRAM := resilience-group
BENCH :=

workbook: program ## Set everything up and print a workbook: make workbook [PROGRAM=resilience-group]
	@mkdir -p out
	@.venv/bin/workbook build $(PROGRAM) -o out/$(PROGRAM).pdf

test: lint types contracts pytest ## Set everything up and run every check and test

lint: developer ## Look for mistakes and untidy layout in the code (ruff)
	@echo "lint: ruff"
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet

types: developer ## Check the types (mypy, strict)
	@echo "types: mypy"
	@.venv/bin/mypy

contracts: developer ## Check that imports go one way (import-linter)
	@echo "contracts: import-linter"
	@.venv/bin/lint-imports --no-logo

pytest: developer ## Run the tests only
	@sh .ci/setup tests
	@echo "tests: pytest"
	@.venv/bin/pytest -n auto

proof: developer ## Look at everything that is printed in every edition (the tests see each in one, in turn): half an hour
	@sh .ci/setup tests
	@echo "proof: pytest, every edition"
	@WORKBOOK_EVERY_EDITION=1 .venv/bin/pytest -n auto tests/test_quality.py tests/test_bind.py tests/test_pages.py tests/test_pdf_conformance.py tests/test_forms.py tests/test_cache.py tests/test_layout.py tests/test_webpage_in_browser.py

bench: program ## Measure against other ways to print the same: make bench [BENCH="--only W1,W2 --runs 3"]
	@sh .ci/setup bench
	@.venv/bin/python -m tests.benchmarks $(BENCH)

format: developer ## Lay out the code and mend what ruff can mend by itself
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format --quiet

words: developer ## Bring the message catalogues in templates/locale up to date with the templates
	@.venv/bin/python -m tests.words

clean: ## Remove what was printed, packages built and caches (.venv stays; delete it to start afresh)
	@echo "clean: out, dist, build and caches"
	@rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .cache
	@find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

program:
	@sh .ci/setup program

developer: program
	@sh .ci/setup developer
