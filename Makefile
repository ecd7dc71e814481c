# Two commands do everything on a machine with Python 3.11+, git and make:
#   make reports    the reports of all regions, in reports/ (STUDY=demo: of the fictitious study,
#                   with its municipalities, in reports/demo/)
#   make test       the tests
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python on PATH that is new enough: `python3` may be an old one.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STUDY ?= published
# One folder holds the reports of one study.
OUT ?= reports$(if $(filter-out published,$(STUDY)),/$(notdir $(STUDY:/=)))
LANGUAGE_OF_REPORTS ?= nl
ARGS ?=

# A kernel of the user called `python3` must not win from the one in .venv.
export JUPYTER_PREFER_ENV_PATH := 1
# Behind a proxy that signs for others, as in many public offices, uv must trust what the machine trusts.
export UV_SYSTEM_CERTS := true

.PHONY: help reports test lint lab lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

reports: $(READY) ## write all reports and their index into reports/; STUDY=demo for the fictitious study
	$(BIN)/evalkit report --study $(STUDY) --out $(OUT) --language $(LANGUAGE_OF_REPORTS) --jobs $(JOBS) $(ARGS)

test: $(READY_DEV) ## run all tests, and the notebooks against their stored outputs
	$(BIN)/python -m pytest tests src -n $(JOBS) --dist loadgroup $(ARGS)
	$(BIN)/python -m pytest notebooks --nbval --ignore-glob='*_report.ipynb' -p no:xdist

lint: $(READY_DEV) ## check style, types and docstrings; change nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	find src -name '*.py' -exec $(BIN)/numpydoc lint {} +

lab: $(READY_DEV) ## open JupyterLab in notebooks/
	$(BIN)/jupyter lab notebooks

# --no-emit-index-url: the lock holds names, versions and hashes, no addresses.
LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --upgrade --quiet
lock: $(READY) ## resolve both lock files anew from pyproject.toml
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group build --extra lab --group test --group lint --constraint requirements.lock \
		--output-file requirements-dev.lock

clean: ## remove the environment and what was written
	rm -rf $(VENV) $(VENV)-boot .hypothesis .mypy_cache .ruff_cache
	find reports -mindepth 1 ! -name README.md -delete

# uv is taken from the lock, hash and all; `python -m venv` fails where Debian left ensurepip out,
# then the pip of that Python brings uv and uv makes the environment.
# uv does not read pip.conf: where it reaches no index, pip installs the same lock.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "evalkit needs Python 3.11 or newer and found none; try: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	rm -rf $(VENV) $(VENV)-boot && mkdir -p $(VENV)-boot
	awk '/^uv==/ {copy = 1} copy {print} copy && !/\\$$/ {exit}' requirements.lock > $(VENV)-boot/uv.txt
	{ $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)-boot/uv.txt; } \
	|| { $(PYTHON) -m pip install --quiet --require-hashes --target $(VENV)-boot/uv -r $(VENV)-boot/uv.txt \
		&& $(VENV)-boot/uv/bin/uv venv --clear --seed --quiet --python "$(PYTHON)" $(VENV) \
		&& $(BIN)/python -m pip install --quiet --require-hashes -r $(VENV)-boot/uv.txt; }
	$(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements.lock \
	|| $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	rm -rf $(VENV)-boot
	@touch $@

$(READY_DEV): $(READY) requirements-dev.lock
	$(BIN)/uv pip install --quiet --require-hashes --compile-bytecode --python $(BIN)/python -r requirements-dev.lock \
	|| $(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
