.DEFAULT_GOAL := help
PYTHON ?= .venv/bin/python

.venv: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --editable '.[dev]'
	touch .venv

.PHONY: check test test-fast browser fmt docs wheel bench bench-audit accuracy shape help

check: .venv ## static checks: lint, format, types, spelling
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/typos

test: .venv ## all tests, with branch coverage
	.venv/bin/pytest --cov --cov-report=term

test-fast: .venv ## most tests in a minute: nothing slow, no processes, no coverage
	.venv/bin/pytest -q -n auto -m "not slow and not process"

browser: .venv ## the HTML report in a real browser: chromium must be installed
	.venv/bin/pytest tests/browser

fmt: .venv ## format and fix what can be fixed
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs: .venv ## write what is generated: docs/rules, the README's blocks, golden files
	$(PYTHON) scripts/generate_docs.py

wheel: .venv ## build the wheel and the source distribution
	.venv/bin/pip install --quiet build
	$(PYTHON) -m build

bench: .venv ## start-up and throughput, with what each rule costs
	$(PYTHON) benchmarks/bench.py

bench-audit: .venv ## a workspace of a thousand connectors, some three minutes
	$(PYTHON) benchmarks/bench_audit.py

accuracy: .venv ## how well access is judged on labelled calls: CALLS=file for others
	$(PYTHON) scripts/measure_accuracy.py $(CALLS)

shape: .venv ## figures about the shape of the code
	$(PYTHON) scripts/shape.py

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8
