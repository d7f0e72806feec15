# `make chat` and `make test` set up what they need in .venv; nothing else has to be installed but Python with venv.
PYTHON ?= python3
BIN := .venv/bin
RULEBOT := $(BIN)/rulebot
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes
STAMPS := .venv/.stamps
QUESTIONS := $(filter-out tests/questions/_%.yaml,$(wildcard tests/questions/*.yaml))
SOURCES ?=
OLD := Python 3.11 or newer is needed; point to it, for example: make chat PYTHON=python3.12
NO_VENV := $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv

.PHONY: chat test quick run eval sealed check train bench bench-telegram soak pictures lock clean
.DEFAULT_GOAL := chat

chat: $(STAMPS)/runtime
	@$(RULEBOT) chat

run: $(STAMPS)/runtime
	@$(RULEBOT) run

test: $(STAMPS)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile

# What starts no process and looks through no question set: within a minute.
quick: $(STAMPS)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile -m "not slow"

eval: $(STAMPS)/runtime
	@$(RULEBOT) eval $(QUESTIONS)

# Totals of the lines nobody looks into; log each look in docs/quality.md.
sealed: $(STAMPS)/dev
	@$(BIN)/python -m tests.language.sealed
	@$(BIN)/python -m tests.sealed_questions

check: $(STAMPS)/runtime
	@$(RULEBOT) check $(if $(SOURCES),--sources $(SOURCES))

bench: $(STAMPS)/bench
	@failed=0; \
	$(BIN)/python tests/benchmarks/startup.py || failed=1; \
	$(BIN)/python tests/benchmarks/reading.py || failed=1; \
	$(BIN)/python tests/benchmarks/long_texts.py || failed=1; \
	$(BIN)/pytest tests/benchmarks/calculators_bench.py || failed=1; \
	$(BIN)/python tests/benchmarks/retrieval.py || failed=1; \
	$(BIN)/python tests/benchmarks/shop.py || failed=1; \
	$(BIN)/python -m tests.benchmarks.growth || failed=1; \
	exit $$failed

# Kills, outages, hostile updates and floods at full length (half an hour); a short form is among the tests.
soak: $(STAMPS)/dev
	@$(BIN)/python -m tests.soak

bench-telegram: $(STAMPS)/dev
	@failed=0; \
	$(BIN)/python tests/benchmarks/telegram_bench.py || failed=1; \
	$(BIN)/python tests/benchmarks/stored_talks.py || failed=1; \
	$(BIN)/python tests/benchmarks/reloading.py || failed=1; \
	exit $$failed

# Fits the weights anew on tests/questions (some minutes), prints how they do on writers who were left out.
train: $(STAMPS)/bench
	@$(BIN)/python -m tools.train

# Writes the pages and pictures of README anew; the pictures need Chromium and a font (apt install chromium fonts-noto-cjk fonts-noto-color-emoji).
pictures: $(STAMPS)/dev
	@$(BIN)/python -m tools.pictures

# Writes requirements*.txt anew from pyproject.toml (needs uv).
lock:
	./tools/lock.sh

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON): not found. $(OLD)" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old. $(OLD)" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "$(NO_VENV)" >&2; exit 2; }

# The project itself is installed where it stands, so that a changed file holds at once.
$(STAMPS)/runtime: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what rulebot needs into .venv (once) …" >&2
	@$(INSTALL) -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/runtime
	@echo "Installing what the tests need into .venv (once) …" >&2
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(STAMPS)/bench: requirements-bench.txt $(STAMPS)/dev
	@echo "Installing the search engines to compare with into .venv (once) …" >&2
	@$(INSTALL) -r requirements-bench.txt
	@touch $@
