# `make demo` shows what it does, `make test` tests it, a bare `make` runs everything that CI runs.
# The first run sets up .venv from requirements.lock; later runs start at once.

.DEFAULT_GOAL := all
.PHONY: all demo test torture lint types layers docs docs-check quality fuzz fuzz-check bench bench-check wheel lock clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

all: test lint types layers docs-check quality fuzz-check bench-check wheel

$(READY): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Needs Python 3.11 or later: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p .types && ln -sfn .. .types/malspar
	@touch $@

demo: $(READY)  ## read the sample corpus into out/demo.db and show what is in it
	@rm -rf out/demo.db out/demo.db-wal out/demo.db-shm out/demo.db.sources && mkdir -p out
	$(BIN)/malspar add out/demo.db corpus/demo/documents
	@$(BIN)/python corpus/demo/summary.py out/demo.db

test: $(READY)  ## all tests
	$(BIN)/pytest

torture: $(READY)  ## runs killed at 200 moments, and all else of tests/test_survival.py at full length: half an hour or more
	MALSPAR_KILLS=200 $(BIN)/pytest tests/test_survival.py

lint: $(READY)  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy, strict
	MYPYPATH=.types $(BIN)/mypy -p malspar
	MYPYPATH=.types:tests/quality:tests $(BIN)/mypy bench docs tests/quality
	MYPYPATH=.types $(BIN)/mypy corpus/demo

layers: $(READY)  ## imports only point down
	$(BIN)/lint-imports --no-cache --no-logo

docs: $(READY)  ## write anew what follows from the code: help, tables, JSON Schema, examples and figures of the READMEs
	$(BIN)/python docs/build.py
	$(BIN)/python docs/examples.py
	$(BIN)/python tests/quality/measure.py --write-readme

docs-check: $(READY)  ## what is written down is what the program does and prints
	$(BIN)/python docs/build.py --check
	$(BIN)/python docs/examples.py --check
	$(BIN)/python tests/quality/measure.py --check-readme

quality: $(READY)  ## figures of the sample corpus (and of ../shared, where it lies) against tests/quality/floors.toml
	$(BIN)/python tests/quality/measure.py

FUZZ := PYTHONPATH=tests:tests/quality $(BIN)/python tests/quality/fuzz.py

fuzz: $(READY)  ## 2,000 inputs that nobody would write, at most three minutes; SEED=2 for others, INPUTS=20000 SECONDS=7200 for the long form
	$(FUZZ) --seed $(or $(SEED),1) --inputs $(or $(INPUTS),2000) --seconds $(or $(SECONDS),180)

fuzz-check: $(READY)  ## a short run of the same
	$(FUZZ) --inputs 300 --seconds 40

bench: $(READY)  ## CPU, memory and time against their bounds, written to docs/performance.md; a document more by kind; pages over 51,000 goals
	$(BIN)/python bench/run.py --write
	$(BIN)/python bench/per_document.py
	$(BIN)/python bench/explore.py

bench-check: $(READY)
	$(BIN)/python bench/run.py --check

wheel: $(READY)  ## the built wheel works in an empty environment, away from this folder
	bash tests/wheel.sh $(BIN)/python

lock:  ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --upgrade --output-file requirements.lock

clean:  ## everything that was made
	rm -rf $(VENV) .types build dist out *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
