# Everything runs in .venv, which is made on first use; a second run finds it ready.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PYTEST_ARGS ?= --numprocesses auto --dist loadgroup
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

.PHONY: help demo test record lint format types contracts eval eval-live bench startup pictures wheel-check clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/pyvenv.cfg:
	@echo "Setting up $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt summarizer/__init__.py
	@echo "Installing summarizer ..." >&2
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the development tools ..." >&2
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed ## one article and the daily briefing from seeds/, without a key
	@$(BIN)/summarizer article seeds/002-*.txt --engine offline
	@echo
	@$(BIN)/summarizer daily seeds --engine offline --config summarizer.example.toml --store none

test: $(VENV)/.installed-dev ## all tests, offline
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

record: $(VENV)/.installed-dev ## ask a real model anew for the recorded tests (docs/recordings.md)
	@$(BIN)/python -m pytest --record-mode=rewrite tests/test_recorded.py

lint: $(VENV)/.installed-dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## ruff: put both right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## mypy --strict on the package
	@$(BIN)/mypy

contracts: $(VENV)/.installed-dev ## which module may import which
	@$(BIN)/lint-imports --no-cache

eval: $(VENV)/.installed-dev ## quality on the labelled articles, with the floors
	@$(BIN)/python -m benchmarks.evaluate

eval-live: $(VENV)/.installed-dev ## the same with a live model: ARGS="--base-url URL --model NAME"
	@$(BIN)/python -m benchmarks.live $(ARGS)

bench: $(VENV)/.installed-dev ## speed and growth beside other programs, into docs/BENCHMARKS.md
	@$(BIN)/python -m benchmarks.run $(ARGS)

startup: $(VENV)/.installed ## how fast `summarizer --help` starts
	@$(BIN)/python benchmarks/startup.py

pictures: $(VENV)/.installed-dev ## the pictures of the pages in docs/, with chromium
	@$(BIN)/python -m tools.make_pictures

wheel-check: $(VENV)/.installed-dev ## the built wheel, alone in a clean environment
	@.ci/check-wheel $(BIN)/python

clean: ## remove what was made
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
