# Two commands matter: `make run` and `make test`. Both set up what they need, with
# nothing on the machine but Python 3.11 or newer and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SCSS := $(wildcard static/scss/*.scss)
TYPED := $(wildcard app.py wsgi.py auction bench blueprints migrations/env.py scripts tests web)

.PHONY: run test check format soak bench setup clean

run: .venv/.ready static/vendor/.ready
	@$(BIN)/flask --app app start

test: setup
	@scripts/chromium.sh
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadgroup -m "not soak"

check: .venv/.ready-dev
	$(BIN)/ruff format --check $(TYPED)
	$(BIN)/ruff check $(TYPED)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

format: .venv/.ready-dev
	$(BIN)/ruff format $(TYPED)
	$(BIN)/ruff check --fix $(TYPED)
	$(BIN)/djlint --reformat --quiet templates

soak: setup
	$(BIN)/python -m bench.storm
	$(BIN)/python -m bench.acts
	$(BIN)/python -m bench.acts --database postgresql
	$(BIN)/pytest -n 2 -m soak

bench: setup
	$(BIN)/python -m bench

setup: .venv/.ready-dev static/vendor/.ready

clean:
	rm -rf .venv node_modules static/vendor

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with make PYTHON=..."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv \
		|| { echo "Python cannot make environments here; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/.ready: requirements.txt .venv/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.ready: package.json package-lock.json | .venv/.ready
	$(BIN)/python scripts/assets.py fetch
	@touch $@

static/vendor/.ready: node_modules/.ready $(SCSS) scripts/assets.py
	$(BIN)/python scripts/assets.py build
	@touch $@
