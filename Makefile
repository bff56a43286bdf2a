# The commands of this project. `make help` lists them. Needs git, make, and Python 3.11 or newer with venv; nothing else.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run admin test check slow bench screenshots clean environment environment-dev

PORT ?= 8000
HOST ?= 127.0.0.1
# Where a development copy keeps its database, uploads and mail.
DATA ?= var
# Makes .venv: the first of these that is new enough. `make run PYTHON=/path/to/python3` names another.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
# Two at a time, each file in one process: a file's tests share the data that they stand on.
PYTEST_ARGS ?= -n 2 --dist loadfile

PY := .venv/bin/python
# pip keeps to the exact versions of constraints.txt, and is called only when this sum changes.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check $(if $(wildcard constraints.txt),-c constraints.txt)
SUM = $$(cat requirements.txt $(1) constraints.txt 2>/dev/null | cksum)

# What `make run` and `make admin` set: development, with the specimen text served until the Convention's own is there.
run admin: export DEBUG := 1
run admin: export SPECIMEN := 1
run admin: export PORT := $(PORT)
run admin: export HOST := $(HOST)
run admin: export DATA := $(DATA)

# The settings that production asks for, with values that reach nothing: for checks of the settings alone.
PRODUCTION = DEBUG= SECRET_KEY=for-checks-only-0123456789-0123456789-abcdefghijklmnopqrstuvwxyz \
	EMAIL_KEY=for-checks-only-9876543210-9876543210-abcdefghijklmnopqrstuvwxyz TRUSTED_PROXIES=1 \
	SITE_URL=https://convention.example OPERATOR=Nobody CONTACT=nobody@convention.example \
	EMAIL_URL=smtp://localhost:25 DATABASE_URL=postgres://nobody@127.0.0.1:1/none DATA='$(CURDIR)/var/check'

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  PORT=8001 HOST=127.0.0.1 DATA=/some/folder DATABASE_URL=postgres://... change where the site runs"

run: environment  ## the whole site on this machine, at http://localhost:8000/
	@exec $(PY) -m portal.launch

admin: environment  ## invite an administrator: asks for the address, or takes EMAIL=...
	@email="$(EMAIL)"; [ -n "$$email" ] || { printf 'E-mail address of the administrator: '; read -r email; }; \
		exec $(PY) manage.py invite "$$email" --role administrator

check: environment-dev  ## the quick half of the tests: style, settings, migrations, fast tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PRODUCTION) $(PY) -W error manage.py check --deploy --fail-level WARNING
	DEBUG=1 DATA=var/test PORTAL_DB_FAST=1 $(PY) -W error manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q -m "not browser and not slow" $(PYTEST_ARGS)

test: check  ## everything but the slow tests: check, then the journeys in a real browser
	CHROMIUM="$$($(PY) -m tests.browser.find_browser)" && export CHROMIUM && \
		$(PY) -m pytest -q -m "browser and not slow" $(PYTEST_ARGS)

slow: environment-dev  ## the slow tests, and the fast ones on PostgreSQL 16 and on a server over the network
	$(PY) -m pytest -q -m slow  # one at a time: they start whole sites and kill them
	PGSERVER_POSTGRES_VERSION=16 $(PY) -m pytest -q -m "not browser and not slow" $(PYTEST_ARGS)
	$(PY) -m tests.launch.with_server $(PY) -m pytest -q -m "not browser and not slow" $(PYTEST_ARGS)

bench: environment-dev  ## measure the site's speed
	$(PY) -m benchmarks

screenshots: environment-dev  ## pictures of every page, for looking at
	CHROMIUM="$$($(PY) -m tests.browser.find_browser)" && export CHROMIUM && $(PY) -m tests.browser.screenshots

clean:  ## remove what can be made again; the data folder stays
	rm -rf .venv .browsers .pytest_cache .ruff_cache var/test var/check
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv that is half made, or whose Python has gone, is made anew.
environment:
	@$(PY) -c 'import pip' 2>/dev/null || { \
		for python in $(PYTHON) ""; do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; done; \
		[ -n "$$python" ] || { \
			echo "This project needs Python 3.11 or newer, and none was found. Name one: make PYTHON=/path/to/python3"; exit 1; }; \
		$$python -c 'import venv, ensurepip' 2>/dev/null || { \
			echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; \
		echo "Making .venv with $$($$python -V)."; \
		rm -rf .venv && $$python -m venv .venv; }
	@sum="$(call SUM,)"; [ "$$sum" = "$$(cat .venv/installed 2>/dev/null)" ] || { \
		echo "Installing the packages of requirements.txt into .venv (once)."; \
		$(PIP) -r requirements.txt && echo "$$sum" > .venv/installed; }

environment-dev: environment
	@sum="$(call SUM,requirements-dev.txt)"; [ "$$sum" = "$$(cat .venv/installed-dev 2>/dev/null)" ] || { \
		echo "Installing the packages of requirements-dev.txt into .venv (once)."; \
		$(PIP) -r requirements-dev.txt && echo "$$sum" > .venv/installed-dev; }
