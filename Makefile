# Everything runs in a virtual environment of its own, .venv; a fresh machine needs Python 3.11+, pip,
# git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
RUNS ?= 100
MINUTES ?= 10

.DEFAULT_GOAL := help
.PHONY: help demo test lint fmt gen eval ablation bench-analysis bench-timex bench-actors bench-store bench-server bench-export soak torture compat clean

help:            ## lists the targets
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dateline needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

# The product alone, as a user installs it.
$(VENV)/server: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[server]'
	@touch $@

# What developing it needs besides; resolved together with the product, since the stub compiler bounds the
# version of protobuf.
$(VENV)/dev: $(VENV)/server
	$(BIN)/python -m pip install --quiet --editable '.[server]' --group gen --group lint --group test
	@touch $@

demo: $(VENV)/server ## starts a server, ingests the sample articles, prints their timeline
	@$(BIN)/dateline demo

test: $(VENV)/dev ## runs the whole test suite
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/dev ## checks style, types, imports and protos; tells known weaknesses of dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python proto/generate.py --check
	$(BIN)/python proto/generate.py --lint
	-@$(BIN)/python -m tests.packaging.audit

fmt: $(VENV)/dev ## formats the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gen: $(VENV)/dev ## writes the Python stubs of the protos
	$(BIN)/python proto/generate.py

eval: $(VENV)/dev ## measures quality on the development sets in $(SHARED)
	$(BIN)/python -m tests.eval.scores --shared $(SHARED)

ablation: $(VENV)/dev ## measures what each part of the event stage brings
	$(BIN)/python -m tests.eval.events_ablation --shared $(SHARED)

bench-analysis: $(VENV)/dev ## times the analysis of articles on one core
	$(BIN)/python -m tests.bench.bench_analysis --shared $(SHARED)

bench-timex: $(VENV)/dev ## compares temporal taggers side by side
	$(BIN)/python -m tests.bench.bench_timex --shared $(SHARED)

bench-actors: $(VENV)/dev ## compares actor recognizers side by side
	$(BIN)/python -m tests.bench.bench_actors --shared $(SHARED)

bench-store: $(VENV)/dev ## times queries beside the same SQL in a bare connection
	$(BIN)/python -m tests.bench.bench_store

bench-export: $(VENV)/dev ## times exports, and shows that memory does not grow with the file
	$(BIN)/python -m tests.bench.bench_export

bench-server: $(VENV)/dev ## times ingestion and questions of a whole server at once
	$(BIN)/python -m tests.bench.bench_server --shared $(SHARED)

soak: $(VENV)/dev ## loads a server for MINUTES and looks for what leaks or is lost
	$(BIN)/python -m tests.bench.soak --minutes $(MINUTES)

torture: $(VENV)/dev ## kills a writing process RUNS times (100), damages its logs, looks for losses
	$(BIN)/python -m tests.torture --runs $(RUNS)

compat: $(VENV)/dev ## runs tests with the oldest and newest dependencies and Pythons
	$(BIN)/python -m pip install --quiet --group compat
	$(BIN)/python -m tests.packaging.compatibility

clean:           ## removes the virtual environment
	rm -rf $(VENV)
