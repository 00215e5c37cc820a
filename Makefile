# One entry for everything. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
NPM := scripts/npm
PORT ?= 8080
PACKAGES := media transcription cases scheduling visits signaling web
CODE := $(PACKAGES) tests benchmarks scripts docs

.PHONY: help demo serve check fix test test-long bench bench-scheduling score-fields screenshots \
	lock clean messages

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: .venv/.ready assets .cache/system-run ## install what is missing, then serve a visit that starts now
	$(BIN)/netvisit demo --port $(PORT)

serve: .venv/.ready assets .cache/system-run ## serve with the settings of the environment (NETVISIT_*)
	$(BIN)/netvisit serve

check: .venv/.dev assets ## format, lint, types, import contracts, templates, catalogs, JS types
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint web/templates
	$(BIN)/python -m scripts.catalogs check
	$(NPM) exec -- tsc --noEmit -p jsconfig.json
	$(NPM) exec -- tsc --noEmit -p tests/js/jsconfig.json

fix: .venv/.dev ## format and repair what can be repaired
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	-$(BIN)/djlint --reformat --quiet web/templates

test: .venv/.dev .cache/system-test check ## check, then every test under a minute
	$(BIN)/pytest -m "not long"

test-long: .venv/.dev .cache/system-test assets ## the tests that take longer than a minute
	$(BIN)/pytest -m long

bench: .venv/.dev .cache/system-test assets ## print the figures (asserts none)
	$(BIN)/python -m benchmarks

score-fields: .venv/.dev ## print precision, recall and F1 of every case field on the dialogues of the tests
	$(BIN)/python -m benchmarks.fields

bench-scheduling: .venv/.dev ## print how good weekly plans are and how long slots take
	$(BIN)/python -m benchmarks.scheduling

screenshots: .venv/.dev .cache/system-test assets ## picture every page into docs/screenshots
	$(BIN)/python -m scripts.screenshots

messages: .venv/.dev ## collect sentences from code and templates into the catalogs
	$(BIN)/python -m scripts.catalogs update

lock: .venv/bin/uv ## resolve requirements/*.txt and package-lock.json anew
	scripts/lock

clean: ## remove what was installed or built here
	rm -rf .venv node_modules .cache web/static/build web/locale/*/LC_MESSAGES/*.mo

# ---- installing -------------------------------------------------------------------------------

.venv/bin/uv: requirements/bootstrap.txt
	scripts/venv $(PYTHON)
	@touch $@

# Compiled here, or every start compiles two thousand modules where Python may not write them.
# The runtime set; where the development set was installed, that one is brought up to date instead.
.venv/.ready: requirements/base.txt pyproject.toml | .venv/bin/uv
	@if [ -e .venv/.dev ]; then $(MAKE) --no-print-directory .venv/.dev; else \
	  $(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/base.txt && \
	  $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; fi
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml | .venv/bin/uv
	$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@ .venv/.ready

node_modules/.ready: package-lock.json package.json | .venv/.ready
	$(NPM) ci --silent
	@touch $@

.PHONY: assets
assets: web/static/build/site.css .cache/catalogs

web/static/build/site.css: node_modules/.ready $(shell find web/styles -name '*.scss' 2>/dev/null)
	@mkdir -p $(@D)
	$(NPM) exec -- sass --quiet-deps --style=compressed --no-source-map \
	  --load-path=node_modules web/styles/site.scss $@

.cache/catalogs: $(wildcard web/locale/*/LC_MESSAGES/*.po) | .venv/.ready
	@mkdir -p .cache
	$(BIN)/pybabel --quiet compile -d web/locale
	@touch $@

# Debian packages: what documents need; for tests also a browser, a synthesiser and ip(8).
.cache/system-%: scripts/system_packages
	@mkdir -p .cache
	scripts/system_packages $*
	@touch $@
