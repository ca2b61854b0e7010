# What a newcomer types. `make run` and `make test` need Python 3.11+, git and make; nothing else.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.ready

.PHONY: run test coverage setup check bench screenshots translations samples clean

run: setup ## Build a book from the sample workbooks, publish from it into out/, open the window
	@$(BIN)/csdesk demo --to out

test: setup ## The whole test suite
	@$(BIN)/python tools/system_libraries.py --test
	@$(BIN)/python -m compileall -q csdesk tests  # hundreds of tests start a process, each of which would compile anew
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder -q

coverage: setup ## How much of reading spreadsheets the tests run, by branch; at least 95%
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto -q --cov=csdesk/intake --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=95 tests/intake tests/app tests/cli

setup: $(STAMP) ## The environment, in .venv

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "CSDesk needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python tools/system_libraries.py
	@touch $(STAMP)

check: setup ## Format, lint, types, and who may import whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## Speed against named peers, as ratios, into out/benchmarks.json
	$(BIN)/python -m benchmarks --to out/benchmarks.json

screenshots: setup ## The pictures of docs/screenshots, from the demo book
	$(BIN)/python tools/system_libraries.py --fonts
	$(BIN)/python tools/screenshots.py docs/screenshots

translations: setup ## Compile the Japanese texts
	$(BIN)/python tools/translations.py

samples: setup ## Make the sample workbooks again
	$(BIN)/python sample_workbooks/make_samples.py

clean: ## Everything that was made
	rm -rf $(VENV) out
