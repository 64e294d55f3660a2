# Two commands: `make run` shows the portal with invented tickets, `make test` proves it.
# Everything else here is a step of one of them. A step that fails stops the rest.

PYTHON ?= python3
BIN := .venv/bin
HOME_FOLDER := $(CURDIR)/.run
# Where make run answers, takes mails and shows them; `make run PORT=8700` where one is taken.
PORT ?= 8000
SMTP_PORT ?= 1025
MAIL_PORT ?= 8025
# Two workers suit two cores; each starts a PostgreSQL of its own. A database that was named
# belongs to one run at a time, so then there are no workers. The browser tests come after them:
# each worker has one browser and a portal for each database, with processes of its own.
PYTEST_WORKERS ?= $(if $(TEST_DATABASE_URL),0,2)

# The journeys of make test.
JOURNEYS := $(patsubst %,tests/journeys/test_%.py,filing other_ways threatened own_ticket)

# The tests of make pages. Paper first: the other pages write into the histories that are printed.
WALKS := $(patsubst %,tests/journeys/test_%.py,paper pages keys evidence)
WALKS += tests/journeys/test_own_ticket.py::test_a_report_is_filed_over_a_slow_line_and_no_page_weighs_much
WALKS += tests/journeys/test_filing.py::test_a_report_is_filed_with_the_keyboard_alone_on_a_narrow_screen_without_javascript

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: pages pictures help run demo test install install-dev lint format types contracts units journeys bench-triage clean

help:
	@echo "make run    the portal, a mail catcher and invented tickets on this machine"
	@echo "make test   lint, types, import contracts and every test"

# --- the environment ---------------------------------------------------------------------------

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or later is needed.")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made setup.cfg pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo]'
	@touch $@

.venv/installed-dev: .venv/made setup.cfg pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,e2e,demo,postgres]'
	@touch $@

install: .venv/installed
install-dev: .venv/installed-dev

# --- make run ----------------------------------------------------------------------------------

run demo: export PORTAL_HOME = $(HOME_FOLDER)
run demo: export PORTAL_DEMO = true
run demo: export PORTAL_SECOND_FACTOR = false
# Mails of the invented tickets name the address at which the portal will answer.
run demo: export PORTAL_PUBLIC_URL ?= http://127.0.0.1:$(PORT)

# Keys and settings once, the newest tables, and invented tickets where there were none yet.
demo: .venv/installed
	$(BIN)/portal init
	$(BIN)/portal migrate
	@test -e $(HOME_FOLDER)/demo.txt || { \
		$(BIN)/portal demo > $(HOME_FOLDER)/demo.part && mv $(HOME_FOLDER)/demo.part $(HOME_FOLDER)/demo.txt; }

run: demo
	@echo
	@echo "  the portal       http://127.0.0.1:$(PORT)/"
	@echo "  staff sign-in    http://127.0.0.1:$(PORT)/staff/sign-in"
	@echo "  mails it sent    http://127.0.0.1:$(MAIL_PORT)/"
	@echo
	@cat $(HOME_FOLDER)/demo.txt
	@echo
	@echo "  Ctrl-C ends it; rm -r .run forgets it."
	@echo
	@$(BIN)/portal run --port $(PORT) --smtp-port $(SMTP_PORT) --mail-port $(MAIL_PORT)

# --- make test ---------------------------------------------------------------------------------

# Types and contracts are looked at beside the tests, which wait for their databases now and then.
test:
	@$(MAKE) --no-print-directory install-dev
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory -j 2 units types contracts
	@$(MAKE) --no-print-directory journeys

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/installed-dev
	$(BIN)/mypy

contracts: .venv/installed-dev
	$(BIN)/lint-imports --config setup.cfg

units: .venv/installed-dev
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) -m "not e2e"

journeys: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 -m e2e -k "not slow_line and not (keyboard_alone and zh)" $(JOURNEYS)

# Every page and error state in Chromium in every language: axe, reflow, spacing, targets, focus,
# weight, words nobody translated; files added and refused; and a report filed over a slow line. It
# takes longer than make test may take: PART=2/6 looks at the second sixth of it.
pages: .venv/installed-dev
	$(if $(PART),PART=$(PART)) $(BIN)/python -m pytest -n 2 -m e2e $(WALKS)

# Every page in every language at 390 and 1280 px, for looking at; PAGES="start queue" draws some.
pictures: .venv/installed-dev
	$(BIN)/python -m tests.journeys.pictures build/pictures $(PAGES)

# How well stories are read; TRIAGE_TEXTS names a folder of labelled texts.
bench-triage: .venv/installed
	@PYTHONPATH=$(CURDIR) $(BIN)/python bench/triage_figures.py

clean:
	rm -rf .venv .run build recourse.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
