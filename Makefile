# Everything happens in .venv; nothing outside this folder changes, except that `make test` and
# `make check`, run as root on Debian, install a missing Chromium or docker-compose.

PYTHON ?= python3
# Where `make run` serves the pages, and the folder that keeps everything for its next start.
PORT ?= 8000
DATA ?= data
# PyTorch's own index has builds without CUDA; only the oracle tests and the benchmark use them.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
# How many programs of the grammar `make oracle` compares.
PROGRAMS ?= 20000
# Which seeds of the built-in problems `make check-library` looks at.
SEEDS ?= 0:1000
# The release before this one, as a commit or a tag; a release moves it on.
BEFORE ?= 66fac4b
# How many submissions a second `make faults` sends.
RATE ?= 20
# How long `make soak` goes on.
MINUTES ?= 30
BIN := .venv/bin

# Some environments forbid compiled files: then every process of every test would compile Gradmark anew.
export PYTHONDONTWRITEBYTECODE =

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help install run test check sbom texts upgrade-check faults soak check-library oracle bench-engine bench-pages bench-service diagnosis lock clean development

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' Makefile

install: ## Build .venv and fetch the front-end packages (quick when nothing changed)
	@sh tools/install.sh "$(PYTHON)" embedded
	@sh tools/vendor.sh $(BIN)/python

run: install ## Start Gradmark here: web, worker, beat and broker (PORT=8000 DATA=data); Ctrl-C stops it
	@exec $(BIN)/gradmark up --port "$(PORT)" --data "$(DATA)"

development:
	@sh tools/install.sh "$(PYTHON)" dev
	@sh tools/vendor.sh $(BIN)/python

test: development ## Run all tests, on real Redis, PostgreSQL and a real browser
	@sh tools/ensure.sh browser
	@sh tools/ensure.sh clock
	$(BIN)/pytest -q -n 4 --dist loadfile --no-loadscope-reorder --ignore=tests/browser --ignore=tests/upgrade --ignore=tests/deployment/static --ignore=tests/faults
	$(BIN)/pytest -q -n 2 --dist loadfile tests/browser
	$(BIN)/pytest -q tests/faults

check: development ## Check style, types, imports, the Compose file, the Dockerfile and known vulnerabilities
	@sh tools/ensure.sh compose
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/deployment/static
	@sh tools/audit.sh $(BIN)/pip-audit

faults: development ## Break every part under a longer load, and write the figures into docs/reliability.md (RATE=20)
	@sh tools/ensure.sh clock
	FAULTS=long FAULTS_RATE="$(RATE)" $(BIN)/pytest -q -o timeout=900 tests/faults

soak: development ## Break parts at random for MINUTES=30; SOAK_SEED=… does it again in the same order
	SOAK_MINUTES="$(MINUTES)" FAULTS_RATE="$(RATE)" $(BIN)/pytest -q -s tests/faults/test_soak.py

sbom: development ## Write what a deployment consists of to sbom.json (CycloneDX; docs/security.md)
	@$(BIN)/python tools/sbom.py >sbom.json

texts: development ## Bring the files of other languages up to date with the texts of the sources (docs/languages.md)
	@$(BIN)/python -m tests.texts

upgrade-check: development ## Run the release before beside this one over the newest migration (BEFORE=commit or tag)
	BEFORE="$(BEFORE)" $(BIN)/pytest -q tests/upgrade

check-library: development ## Check every built-in problem at the six gates (SEEDS=0:1000; docs/quality.md)
	@ls app/domain/problems/library/*.py | xargs -n 8 -P 2 $(BIN)/gradmark check --seeds "$(SEEDS)"

oracle: development ## Hold the engine against real PyTorch, which this installs into .venv
	$(BIN)/python -m pip install --disable-pip-version-check -q torch==2.13.0 --index-url $(TORCH_INDEX)
	$(BIN)/pytest -q tests/oracle
	$(BIN)/python -m tests.oracle.search --programs $(PROGRAMS)

bench-engine: development ## Measure the engine against PyTorch, MyGrad and HIPS autograd (docs/performance.md)
	$(BIN)/python -m pip install --disable-pip-version-check -q torch==2.13.0 --index-url $(TORCH_INDEX)
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps mygrad==2.5.0 autograd==1.9.1
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.engine

bench-pages: development ## Make up a term on PostgreSQL and measure every page (docs/pages.md)
	$(BIN)/python -m tests.bench.pages

bench-service: development .venv-notebooks/built ## Load the deployment on this machine and report ratios (docs/performance-service.md)
	$(BIN)/python -m tests.bench.service

# The autograders of notebooks that Gradmark is measured beside, apart from everything else.
.venv-notebooks/built: tests/bench/notebooks/requirements.txt
	$(PYTHON) -m venv --clear .venv-notebooks
	.venv-notebooks/bin/python -m pip install --disable-pip-version-check -q torch==2.13.0 --index-url $(TORCH_INDEX)
	.venv-notebooks/bin/python -m pip install --disable-pip-version-check -q -r $<
	@touch $@

diagnosis: development ## Let a simulated class answer, and measure what is recognised (docs/diagnosis.md)
	$(BIN)/python -m tests.bench.diagnosis

lock: ## Pin the dependencies of pyproject.toml anew (needs uv)
	@sh tools/lock.sh

clean: ## Remove what make built; data/ stays
	rm -rf .venv .venv-notebooks app/web/static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find app engine migrations tests tools worker -name __pycache__ -type d -prune -exec rm -rf {} +
