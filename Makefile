# Everything here sets itself up: it needs Python >= 3.11 with pip, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet

.PHONY: demo test lint types check bench day campaign fuzz oracle lock clean

demo: $(VENV)/run.stamp  ## build an invented organisation in demo/ and run the whole pass on it
	@$(BIN)/hjemmedag demo demo

test: $(VENV)/dev.stamp  ## the tests of the default run
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

lint: $(VENV)/dev.stamp  ## ruff and the direction of the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(VENV)/dev.stamp  ## mypy --strict
	@$(BIN)/mypy

check: test lint types

bench: $(VENV)/dev.stamp  ## figures, as ratios, with the versions they hold for; of some PARTS, if named
	@$(BIN)/python -m benchmarks $(PARTS)

day: $(VENV)/dev.stamp  ## a simulated day of the service with 4,500 mailboxes; some minutes
	@$(BIN)/python -m benchmarks.day $(or $(HOURS),24) $(or $(PEOPLE),4500)

campaign: $(VENV)/dev.stamp  ## the crash tests with many more seeds and kills
	@HJEMMEDAG_CRASH_SEEDS=$(or $(SEEDS),1000) $(BIN)/python -m pytest -q tests/crash --timeout 0

fuzz: $(VENV)/dev.stamp  ## calendar files with bytes changed at random, for SECONDS
	@HJEMMEDAG_FUZZ_SECONDS=$(or $(SECONDS),600) HJEMMEDAG_FUZZ_SEED=$(or $(SEED),$$(date +%s)000000) \
	  $(BIN)/python -m pytest -q tests/corpus/test_fuzz.py

oracle: $(VENV)/dev.stamp  ## the rules against a second writing of them, for many more random ORGANISATIONS
	@HJEMMEDAG_ORACLE=$(or $(ORGANISATIONS),10000) HJEMMEDAG_ORACLE_SEED=$(or $(SEED),0) \
	  $(BIN)/python -m pytest -q tests/oracle --timeout 0

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(PIP) --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

lock:  ## new versions, with hashes and without index URLs; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --upgrade pyproject.toml requirements/run.in -o requirements/run.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --upgrade pyproject.toml requirements/run.in requirements/dev.in -c requirements/run.txt \
	  --override requirements/overrides.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .hypothesis
