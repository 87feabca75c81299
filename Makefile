.PHONY: setup css messages warm demo serve test check bench clean browser
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

setup: .venv/.ready css messages warm

.venv/.ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

css: .venv/.ready
	$(BIN)/tailwindcss -i src/hearthside/ui/styles/app.css -o src/hearthside/ui/static/ui/app.css --minify

messages: .venv/.ready
	$(BIN)/hearthside messages --compile

warm: .venv/.ready
	$(BIN)/hearthside timetable warm

demo: setup
	$(BIN)/hearthside demo --port $(PORT)

test: setup browser
	$(BIN)/pytest -n 2 --create-db

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	$(BIN)/bandit -q -ll -c pyproject.toml -r src
	$(BIN)/hearthside makemigrations --check --dry-run
	$(BIN)/hearthside messages --check

bench: setup
	$(BIN)/python -m benchmarks

browser:
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

clean:
	rm -rf var .venv
