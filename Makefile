# make run: set-up and dashboard · make test: set-up and all tests · make lint · make bench · make lock
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := run
.PHONY: run test lint bench lock

run: $(VENV)/run.stamp
	@$(BIN)/python -m lib.run

test: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.browser_setup
	@$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.bench

lock:
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --no-annotate --no-header -o requirements.lock

# uv installs in seconds what takes pip a minute; where it cannot reach a registry as pip is set up to, pip does it
$(VENV)/%.stamp: pyproject.toml requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit("Python 3.11 or newer is needed.") if sys.version_info < (3, 11) else None'
	@echo "Installing the locked dependencies …"
	@extra=; test $* = run || extra='[dev]'; \
	$(BIN)/python -m pip install --quiet -c requirements.lock uv && \
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements.lock -e ".$$extra" || \
	$(BIN)/python -m pip install --quiet -c requirements.lock -e ".$$extra"
	@touch $@
