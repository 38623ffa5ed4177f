# make run: set-up and dashboard · make test: set-up and all tests · make hunt · lint · bench · soak · audit · lock
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := run
# Bytecode is kept whatever the shell says: without it every start compiles for seconds.
unexport PYTHONDONTWRITEBYTECODE
SEED := $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
.PHONY: run test hunt lint bench soak audit lock

run: $(VENV)/run.stamp
	@exec $(BIN)/python -m lib.serve.run

test: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.support.browser_setup
	@$(BIN)/python -m pytest

# The laws with random examples, ten times as many; a failing one is shrunk, for at most five minutes.
hunt: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.support.browser_setup
	@echo "The laws with seed $(SEED); the same again: make hunt SEED=$(SEED)"
	@$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=hunt --hypothesis-seed=$(SEED) --randomly-seed=$(SEED) \
	--timeout=3600 || { echo "Found with: make hunt SEED=$(SEED)"; exit 1; }

lint: $(VENV)/dev.stamp
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.bench

# Load, faults, many machines and plans, fifteen minutes; one alone, or smaller: make soak PART=faults SIZE=small SEED=7
soak: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.soak $(PART) --seed $(SEED) --size $(or $(SIZE),full)

# Asks OSV about the names and versions in the lock; where it cannot, it says so and fails.
audit: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.security.audit

lock: $(VENV)/dev.stamp
	@$(BIN)/python -m uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 \
	--no-annotate --no-header -o requirements.lock

# An interrupted installation has no stamp and is gone over again; an environment without a working pip is made anew.
# uv installs in seconds what takes pip a minute; where it cannot reach a registry as pip is set up to, pip does it.
$(VENV)/%.stamp: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12") if sys.version_info < (3, 11) else 0'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the locked dependencies …"
	@extra=; test $* = run || extra='[dev]'; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock uv && \
	$(BIN)/python -m uv pip install --quiet --system-certs --python $(BIN)/python -c requirements.lock -e ".$$extra" 2>/dev/null || \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e ".$$extra"
	@$(BIN)/python -m compileall -q lib pages
	@touch $@
