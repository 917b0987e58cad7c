"""The import rules of the house, enforced: see docs/architecture.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["deliberation", "constitution", "training_bridge", "config"]
"""From the ground up: a floor imports from itself and from those below it."""

PURE = [
    "config/queues.py",
    "deliberation/analysis",
    "deliberation/semantics",
    "deliberation/simulation",
    "deliberation/text_checks",
    "deliberation/embedding/origins.py",
    "deliberation/embedding/palettes.py",
    "deliberation/embedding/themes.py",
    "deliberation/integrity/evidence.py",
    "deliberation/integrity/log_verification.py",
    "deliberation/backups/manifest.py",
    "deliberation/integrity/merkle.py",
    "deliberation/integrity/plain_text.py",
    "deliberation/integrity/replay.py",
    "deliberation/integrity/sealed_log.py",
    "deliberation/interchange/conversation.py",
    "deliberation/interchange/csv_tables.py",
    "deliberation/interchange/languages.py",
    "deliberation/interchange/polis_comments.py",
    "deliberation/interchange/polis_dates.py",
    "deliberation/interchange/polis_files.py",
    "deliberation/interchange/polis_math_files.py",
    "deliberation/interchange/polis_math_result.py",
    "deliberation/interchange/polis_pseudonyms.py",
    "deliberation/interchange/polis_votes.py",
    "deliberation/interchange/polis_writing.py",
    "deliberation/interchange/spreadsheet_cells.py",
    "deliberation/people/quotas.py",
    "deliberation/research/citation.py",
    "deliberation/research/citation_files.py",
    "deliberation/research/columns.py",
    "deliberation/research/csv_files.py",
    "deliberation/research/data_package.py",
    "deliberation/research/measures.py",
    "deliberation/research/parquet_files.py",
    "deliberation/research/private_answers.py",
    "deliberation/research/sensemaker.py",
    "deliberation/research/tables.py",
    "deliberation/results/charts.py",
    "deliberation/results/contours.py",
    "deliberation/results/map_squares.py",
    "deliberation/results/opinion_map.py",
    "deliberation/results/small_cells.py",
    "deliberation/results/tallies.py",
    "deliberation/sharing/card_drawing.py",
    "deliberation/sharing/text_setting.py",
    "deliberation/translating/scripts.py",
    "deliberation/webhooks/retrying.py",
    "deliberation/webhooks/sending.py",
    "deliberation/webhooks/targets.py",
    "constitution/comparing",
    "constitution/concerns",
    "constitution/selection",
    "constitution/ratification_rule.py",
    "constitution/reproduction",
    "constitution/tracing",
    "constitution/wording",
    "constitution/exports/archive.py",
    "constitution/exports/files.py",
    "constitution/exports/inert_text.py",
    "constitution/exports/manifest.py",
    "constitution/exports/markdown.py",
    "constitution/exports/public_votes.py",
    "constitution/exports/readme.py",
    "constitution/exports/system_prompt.py",
    "constitution/exports/training_files.py",
    "constitution/exports/verify.py",
    "training_bridge/prompts.py",
    "training_bridge/records.py",
    "training_bridge/critique_revision.py",
    "training_bridge/filters.py",
    "training_bridge/tailoring",
    "training_bridge/drawing.py",
    "training_bridge/near_copies.py",
    "training_bridge/prompt_formats.py",
    "training_bridge/few_shot_exports.py",
    "training_bridge/pages/phase_chart.py",
    "training_bridge/pages/whisker_chart.py",
    "training_bridge/training/recipes.py",
    "training_bridge/training/recipe_guide.py",
    "training_bridge/training/rows.py",
    "training_bridge/training/settings.py",
    "training_bridge/inert_text.py",
    "training_bridge/evaluation",
    "training_bridge/features",
    "training_bridge/feedback",
    "training_bridge/formats",
    "config/log_privacy.py",
    "config/secret_strength.py",
]
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "trl",
    "peft",
    "datasets",
    "accelerate",
    "sae_lens",
}
LAYERS = ["urls", "views", "tasks", "services", "models"]
"""Inside an app, from the top down."""


def sources(*places: str) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [path for path in found if "migrations" not in path.parts]


def imports(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def layer_of(module: str) -> int | None:
    """Return how far down a module of an app lies, or None for what is outside the layers."""
    parts = module.split(".")
    if parts[0] not in FLOORS or "management" in parts:
        return None
    return next((LAYERS.index(part) for part in parts if part in LAYERS), None)


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_point_down(floor: str) -> None:
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(floor)
        for name in imports(path)
        if name.split(".")[0] in above
    ]
    assert upward == []


def test_pure_modules_know_neither_django_nor_models() -> None:
    impure = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(*PURE)
        for name in imports(path)
        if name.split(".")[0] in {"django", "celery", "config"} or ".models" in name
    ]
    assert impure == []


def test_the_pure_places_exist() -> None:
    assert [place for place in PURE if not (ROOT / place).exists()] == []


def test_heavy_libraries_are_imported_inside_functions_only() -> None:
    eager = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(*FLOORS)
        for name in imports(path, top_level_only=True)
        if name.split(".")[0] in HEAVY
    ]
    assert eager == []


def test_layers_inside_an_app_point_down() -> None:
    upward = []
    for path in sources(*FLOORS):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        own = layer_of(module)
        for name in imports(path):
            other = layer_of(name)
            if own is not None and other is not None and other < own:
                upward.append(f"{module} imports {name}")
    assert upward == []


def test_a_room_uses_no_other_rooms_views() -> None:
    borrowed = []
    for path in sources("deliberation"):
        room = path.relative_to(ROOT / "deliberation").parts[0]
        for name in imports(path):
            match = re.match(r"deliberation\.(\w+)\.views\b", name)
            if match and match[1] != room and path.name != "urls.py":
                borrowed.append(f"{path.relative_to(ROOT)} imports {name}")
    assert borrowed == []


def test_models_are_free_of_signals() -> None:
    assert [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(*FLOORS)
        for name in imports(path)
        if name.startswith(("django.db.models.signals", "django.dispatch"))
    ] == []
