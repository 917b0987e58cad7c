"""Training runs as programs get them."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from deliberation.api.contents.addresses import address_of
from deliberation.integrity.evidence import file_hash
from training_bridge.artifacts import Artifact, artifacts_of
from training_bridge.models import Standing, TrainingRun
from training_bridge.pages.watching import watch

MEDIA_TYPES = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "md": "text/markdown",
    "py": "text/x-python",
    "yaml": "application/yaml",
    "jinja": "text/plain",
}
OF_ANY_OTHER = "application/octet-stream"
AS_THEY_ARE = ("seed", "principles", "model_sha256", "model_parameters", "device", "prompts", "generated")
OF_THE_MARGIN = (
    "pairs", "unit", "before", "after", "difference", "interval", "verdict", "won_before", "won_after",
    "control", "whole_answers",
)  # fmt: skip
PARTS = "parts"
"""The largest part of a suite's figures, left to its file."""


def run_in_brief(request: Request, run: TrainingRun) -> dict[str, Any]:
    """Return a run for a list."""
    slug = run.deliberation.slug
    margin = (run.summary or {}).get("margin") or {}
    return {
        "id": run.public_id,
        "standing": run.standing,
        "version": run.version.number,
        "constitution_sha256": run.version.content_sha256,
        "model": str(run.settings.get("model", "")),
        "is_imported": run.is_imported,
        "is_measured": run.is_measured,
        "verdict": margin.get("verdict"),
        "verdict_against_control": (margin.get("control") or {}).get("verdict"),
        "created_at": run.created_at,
        "finished_at": run.job.finished_at if run.job else None,
        "url": address_of(request, "api:run", slug, run.public_id),
        "page": address_of(request, "training_bridge:run", slug, run.public_id),
    }


def run_content(request: Request, run: TrainingRun) -> dict[str, Any]:
    """Return a run with how far it is, its figures and its files."""
    files = artifacts_of(run)
    brief = run_in_brief(request, run)
    is_done = brief["standing"] == Standing.FINISHED
    return {
        **brief,
        "percent": 100 if run.job is None else run.job.percent,
        "stages": [
            {"name": stage.name, "state": "done" if is_done else stage.state}
            for stage in watch(run, with_samples=False).stages
        ],
        "figures": _figures(run.summary) if run.summary else None,
        "manifest_sha256": _manifest_sha256(files),
        "files": [_file(request, run, file) for file in files],
    }


def _figures(summary: Mapping[str, Any]) -> dict[str, Any]:
    margin = summary.get("margin")
    return {
        "outcome": summary["outcome"],
        **{name: summary.get(name) for name in AS_THEY_ARE},
        "accepted": summary.get("accepted"),
        "training_rows": summary.get("sft_rows"),
        "training_steps": summary.get("training_steps"),
        "margin": {name: margin[name] for name in OF_THE_MARGIN if name in margin} if margin else None,
        "refusal": summary.get("refusal"),
        "evaluation": {
            suite: {name: value for name, value in figures.items() if name != PARTS}
            for suite, figures in (summary.get("evaluation") or {}).items()
            if isinstance(figures, Mapping)
        },
        "notice": summary.get("notice"),
    }


def _manifest_sha256(files: list[Artifact]) -> str | None:
    return file_hash(files[0].path.read_bytes()) if files else None


def _file(request: Request, run: TrainingRun, file: Artifact) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": MEDIA_TYPES.get(file.name.rpartition(".")[2], OF_ANY_OTHER),
        "bytes": file.size,
        "sha256": file.sha256 or file_hash(file.path.read_bytes()),
        "url": address_of(
            request, "training_bridge:artifact", run.deliberation.slug, run.public_id, file.name
        ),
    }
