# The two doors: `make build` writes dist/, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
RACERS ?= ours,hugo
SOURCES := src tests benchmarks build.py

.PHONY: build test test-deep format reference screenshots bench lock clean

build: .venv/runtime
	$(BIN)/openai-news build

test: .venv/dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup -m "not deep"

test-deep: .venv/dev
	$(BIN)/pytest -n auto -m deep

format: .venv/dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

# docs/theme.md and the guide's tables are made from the types and from what Markdown does.
reference: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m support.reference

# Every template on a phone and a desk, by day and by night; needs Debian's chromium.
screenshots: .venv/dev
	cd tests && ../$(BIN)/python -m browser.screenshots ../build/screenshots ../docs/screenshots

bench: .venv/dev benchmarks/installed
	$(BIN)/python -m benchmarks.run --racers $(RACERS)

# What openai-news races against; npm only for Eleventy.
benchmarks/installed: benchmarks/requirements.txt benchmarks/package-lock.json
	test -x benchmarks/.venv/bin/python || $(PYTHON) -m venv benchmarks/.venv
	benchmarks/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	! command -v npm || npm --prefix benchmarks ci --ignore-scripts --silent
	touch $@

.venv/runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Needs uv; hashes only, no addresses.
lock:
	printf 'editables\nhatchling\n' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml - -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf dist .cache
