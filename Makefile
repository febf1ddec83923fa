# Two commands: `make demo` and `make test`. Everything they need, they install.
SHELL := /bin/bash
PYTHON ?=
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
TOWN ?= donges
CHROMIUM ?=
export PYTHONPATH := .:site
export CHROMIUM
# Our modules are compiled once, not by each of the forty processes that tests start.
unexport PYTHONDONTWRITEBYTECODE
ATELIERS ?= 2
# In our own order: first what needs no database, then what one worker sets up alone.
PARTAGE := -n $(ATELIERS) --dist loadgroup --no-loadscope-reorder

.PHONY: help demo test quick lint bench features captures stop clean

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -ts $$'\t'

$(VENV)/.pret: requirements.lock .ci/preparer
	@PYTHON=$(PYTHON) .ci/preparer $(VENV) requirements.lock && touch $@

$(VENV)/.pret-tests: requirements-dev.lock .ci/preparer
	@PYTHON=$(PYTHON) .ci/preparer $(VENV) requirements-dev.lock tests && touch $@

demo: $(VENV)/.pret ## The portal of a town on this machine: PORT=8000 TOWN=donges DATABASE_URL=
	@$(PY) -m demo.lancer --port $(PORT) --ville $(TOWN)

lint: $(VENV)/.pret-tests ## Style of the code and of the templates
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/djlint --lint --quiet templates

test: $(VENV)/.pret-tests ## Every test: lint, architecture, units, services, concurrency, browser journeys
	@trap '$(PY) -m demo.postgres stop tests' EXIT; \
	$(PY) -m tests.tools.gabarit & $(MAKE) --no-print-directory lint && $(PY) -m tests.tools.statiques && \
	$(PY) -m pytest $(PARTAGE) -m "not journey" --create-db || { wait; exit 1; }; wait; \
	mkdir -p .local; $(PY) -m pytest -m journey tests/factures --create-db > .local/banque.log 2>&1 & banque=$$!; \
	$(PY) -m pytest tests/journeys -p no:randomly -n $(ATELIERS) --dist loadfile; journeys=$$?; \
	wait $$banque; banque=$$?; cat .local/banque.log; [ $$journeys$$banque = 00 ]

quick: $(VENV)/.pret-tests ## What a change needs, in under a minute: QUOI="tests/reservations"
	@$(VENV)/bin/ruff check . && $(PY) -m pytest $(PARTAGE) -m "not journey and not slow and not concurrency" $(QUOI)

bench: $(VENV)/.pret-tests ## Speed, as ratios to floors measured in the same run
	@$(PY) -m demo.bench

features: $(VENV)/.pret-tests ## F001-F193, each with the passing tests that prove it
	@rm -rf .local/features; trap '$(PY) -m demo.postgres stop tests' EXIT; \
	$(PY) -m pytest -q $(PARTAGE) -m "not journey" --create-db --features .local/features; \
	$(PY) -m pytest -q -m journey tests/factures --create-db --features .local/features; \
	$(PY) -m pytest -q tests/journeys -p no:randomly -n $(ATELIERS) --dist loadfile --features .local/features; \
	$(PY) -m tests.features .local/features

stop: ## Stop the embedded database servers of this checkout
	@$(PY) -m demo.postgres stop demo; $(PY) -m demo.postgres stop tests

clean: stop ## Forget the demonstration's data
	@$(PY) -m demo.postgres oublier demo; rm -rf .local
