# Thin: the work is done by tools/*.py and by the `renda` command.
PORT ?= 8000
WORKERS ?= 2
PYTHON ?= python3
BIN := .venv/bin/python
export DATABASE_URL

ifeq ($(strip $(DATABASE_URL)),)
unexport DATABASE_URL
endif

.DEFAULT_GOAL := help
.PHONY: help up test lint types messages lock bench documents shots wheel clean env dev

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

env: ## environment, assets and catalogues, without starting anything
	@$(PYTHON) tools/bootstrap.py run

dev: ## the same with the tools that tests need
	@$(PYTHON) tools/bootstrap.py dev

up: env ## demo district, web and worker on 127.0.0.1 [PORT=8000] [DATABASE_URL=...]
	@exec $(BIN) -m renda up --demo --port $(PORT) --workers $(WORKERS)

test: ## lint, types, contracts, translations, all tests [REQUIRE=postgres,chromium] [ONLY=lint,sqlite]
	@$(PYTHON) tools/bootstrap.py dev
	@exec $(BIN) tools/test.py --require "$(REQUIRE)" --only "$(ONLY)"

lint: dev ## style of Python and templates, import contracts, house rules
	@$(BIN) tools/test.py --only "lint,format,contracts,templates,house"

types: dev ## mypy, strict
	@$(BIN) tools/test.py --only types

messages: dev ## read texts into the catalogues, then say what is left to translate
	@$(BIN) tools/messages.py update
	@$(BIN) tools/messages.py compile
	@$(BIN) tools/messages.py check

lock: dev ## requirements/*.txt and package-lock.json anew [UPGRADE=1]
	@$(BIN) tools/lock.py $(if $(UPGRADE),--upgrade)

bench: dev ## the numbers of docs/benchmarks.md
	@$(BIN) tools/postgres.py --durable $(BIN) -m renda bench
	@home=$$(mktemp -d) && trap "rm -rf $$home" EXIT && env -u DATABASE_URL RENDA_HOME=$$home $(BIN) -m renda bench

documents: dev ## docs/mechanisms.md and docs/procedures from marks and declarations
	@$(BIN) tools/documents.py

shots: dev ## screenshots of the documentation
	@$(BIN) tools/shots.py

wheel: dev ## dist/renda-*.whl with assets and catalogues
	@$(BIN) tools/messages.py compile
	@$(BIN) -m hatchling build -t wheel

clean: ## everything that can be made again; data in var/ stays
	@rm -rf .venv node_modules dist build src/renda/web/static/dist src/renda/files/dist src/renda/congresses/dist \
		.mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results .coverage
