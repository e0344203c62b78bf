# make demo      review an invented strategy on the embedded sample and say where the report lies
# make test      run all tests
# make check     lint, format, types, layers
# make validate  the simulations and measurements behind docs/explanation, a file of 1 GB
#                (PEERS=PYTHON_WITH_ECOMPLEXITY holds complexity to py-ecomplexity,
#                WORKSPACE=FOLDER measures growth on every district of it, not on the sample)
# make bench     speed and memory beside peers
# make docs      build the documentation site into site/
# make lock      renew the lock files (needs uv)

PYTHON ?= python3
RUN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check validate bench docs lock clean

help:
	@sed -n 's/^# //p' Makefile

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "placewise needs Python 3.11 or newer; say which with: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make an environment; on Debian install python3-venv."; exit 1; }
	@touch $@

.venv/run: .venv/made requirements/run.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements/dev.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

.venv/docs: .venv/dev requirements/docs.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.lock
	@touch $@

demo: .venv/run
	$(RUN)/placewise diagnose "Hull and East Yorkshire" --out out/hull-and-east-yorkshire.html --json out/hull-and-east-yorkshire.json
	$(RUN)/placewise review examples/strategy-hull-and-east-yorkshire.md --place "Hull and East Yorkshire" --out out/review.html --json out/review.json --xlsx out/review.xlsx

test: .venv/dev
	$(RUN)/python -m pytest

check: .venv/dev
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

validate: .venv/dev
	$(RUN)/python -m scripts.validation
	$(RUN)/python -m scripts.large_file
	$(RUN)/python -m scripts.validation.identification
	$(RUN)/python -m scripts.evidence_coverage
	$(RUN)/python -m scripts.validation.barrier_probabilities
	$(RUN)/python -m scripts.validation.breaks_and_percentiles
	$(RUN)/python -m scripts.driver_coverage
	$(RUN)/python -m scripts.path_coverage
	$(RUN)/python -m scripts.growth_coverage $(or $(WORKSPACE),sample) $(if $(WORKSPACE),district,"combined authority")
	$(RUN)/python -m scripts.validation.plan_stability
	$(RUN)/python -m scripts.validation.comparing
	$(RUN)/python -m scripts.validation.live_oracle $(PEERS)

bench: .venv/dev
	$(RUN)/python -m benchmarks

docs: .venv/docs
	$(RUN)/zensical build --clean

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/run.lock pyproject.toml requirements/build.in
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements/run.lock -o requirements/dev.lock --group dev
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -c requirements/dev.lock -o requirements/docs.lock --group docs

clean:
	rm -rf .venv out site build dist
