# make run   the demo site on http://127.0.0.1:8000
# make test  everything that must hold
# make help  the rest

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# pytest-xdist: how many files of tests at once. Not by groups: xdist 3.8 writes them where pytest 9.2 does not look, and the
# tests of a file, which share a served site, would be parted.
JOBS ?= 2
TESTS ?= tests
AGAINST ?= main

BIN := .venv/bin
BENCH := .venv-bench/bin/python
SITE_LOCKS := requirements/site.lock requirements/tools.lock
TEST_LOCKS := requirements/test.lock
SITE_BUILT := .venv/.built-site
TEST_BUILT := .venv/.built-test
AXE := tests/browser/axe
AXE_BUILT := $(AXE)/node_modules/.package-lock.json
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: help setup run test accuracy bench bench-site soak lint format lock messages reference screenshots clean

help:
	@echo "make run        the demo site on http://127.0.0.1:$(PORT) (PORT=8080 for another port, FRESH=1 to build it anew)"
	@echo "make test       everything that must hold (TESTS=tests/unit for a part)"
	@echo "make setup      .venv with the command lieguan and the tools of its source"
	@echo "make lint       ruff, mypy, import-linter, migrations"
	@echo "make format     let ruff put the source in order"
	@echo "make accuracy   how well real minutes are read, and what changed against main (AGAINST=a revision)"
	@echo "make bench-site how fast the site searches and shows items, side by side with FTS5, tsvector and Redmine (CORPUS=a file of speech)"
	@echo "make bench      how fast minutes are read, side by side with markitdown (FILES=some of your own), and a folder of them"
	@echo "make soak       the tests of chance with all their counts, written down in docs/soak.md (ONLY=races for one)"
	@echo "make reference  write the pages of docs/reference that are made from the code"
	@echo "make screenshots  the pictures of the documentation, from the demo"
	@echo "make messages   gather what the pages say into the English catalogue, and compile it"
	@echo "make lock       resolve the requirements anew"
	@echo "make clean      remove what can be built again (never var/, the data of a site)"

$(BIN)/python:
	@python=$$(scripts/find-python) && echo "lieguan: building .venv with $$python" && "$$python" -m venv .venv

# Installed by hash; the checkout itself last, without looking for anything more.
define install
	@echo "lieguan: installing what $(1) name"
	@$(PIP) install --require-hashes $(foreach lock,$(1),-r $(lock))
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
endef

# The test locks hold all that the site's hold, so a .venv built for tests is good for the site.
$(SITE_BUILT): $(SITE_LOCKS) pyproject.toml | $(BIN)/python
	$(call install,$(SITE_LOCKS))

$(TEST_BUILT): $(TEST_LOCKS) $(SITE_LOCKS) pyproject.toml | $(BIN)/python
	$(call install,$(TEST_LOCKS))
	@touch $(SITE_BUILT)

# What looks for barriers in the pages; of the test alone, nothing of it is served.
$(AXE_BUILT): $(AXE)/package-lock.json
	@npm ci --prefix $(AXE) --ignore-scripts --no-audit --no-fund --silent

setup: $(SITE_BUILT)
	@echo "lieguan: $(BIN)/lieguan is ready"

run:
	@scripts/system-packages site
	@$(MAKE) setup
	@$(BIN)/lieguan demo samples --data demo --port $(PORT) $(if $(FRESH),--fresh)

test:
	@scripts/system-packages test
	@$(MAKE) $(TEST_BUILT) $(AXE_BUILT)
	@command -v chromium chromium-browser google-chrome >/dev/null || $(BIN)/playwright install --with-deps chromium
	@status=0; $(MAKE) lint || status=$$?; \
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS) </dev/null || status=$$?; \
	exit $$status

# Needs the real minutes, which are not part of the repository: LIEGUAN_REAL_MINUTES names their folder.
accuracy: $(TEST_BUILT)
	@$(BIN)/python bench/accuracy.py --against $(AGAINST)

# In an environment of its own: what lieguan is measured against is no part of it.
bench:
	@$(MAKE) $(TEST_BUILT)
	@test -x $(BENCH) || { $(BIN)/python -m venv .venv-bench && $(BIN)/uv pip install --quiet --python $(BENCH) --editable . --group bench; }
	@status=0; $(BENCH) bench/reading_speed.py $(FILES) || status=$$?; \
	$(BENCH) bench/bulk_speed.py || status=$$?; exit $$status

# Needs PostgreSQL, wrk and Debian's redmine, redmine-pgsql and puma; a machine with nothing else to do.
bench-site: $(TEST_BUILT)
	@$(BIN)/python bench/tracking_speed.py
	@$(if $(CORPUS),$(BIN)/python bench/search_speed.py $(CORPUS) && $(BIN)/python bench/search_http.py $(CORPUS),echo "make bench-site CORPUS=speeches.jsonl.xz measures search as well")

soak: $(TEST_BUILT)
	@$(BIN)/python scripts/soak.py $(ONLY)

lint: $(TEST_BUILT)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	LIEGUAN_DATA=$$(mktemp -d) DJANGO_SETTINGS_MODULE=lieguan.site.project.settings $(BIN)/django-admin makemigrations --check --dry-run

format: $(TEST_BUILT)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(TEST_BUILT)
	$(UV_COMPILE) pyproject.toml --extra site -o requirements/site.lock
	$(UV_COMPILE) pyproject.toml --extra site --group test -c requirements/site.lock -o requirements/test.lock
	$(UV_COMPILE) --group tools -c requirements/test.lock -o requirements/tools.lock

# What the pages say, as xgettext finds it, into the English catalogue; and the catalogue compiled.
messages: $(TEST_BUILT)
	@$(BIN)/python scripts/messages.py

reference: $(TEST_BUILT)
	$(BIN)/python scripts/reference.py

screenshots: $(TEST_BUILT)
	@$(BIN)/python scripts/screenshots.py

clean:
	rm -rf .venv .venv-bench $(AXE)/node_modules demo build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
