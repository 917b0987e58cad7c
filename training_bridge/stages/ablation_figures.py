"""Part of the stage ablate: the figures of everything that was ever left out in a run, and where it lies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training_bridge.ablation.differences import Measured, all_differences
from training_bridge.ablation.measured_values import by_theme, values_of
from training_bridge.ablation.plan import Plan
from training_bridge.evaluation.statistics import bootstrap_mean_interval
from training_bridge.record_files import RecordFile
from training_bridge.run_context import RunContext
from training_bridge.stages.nearest_rows import nearest_figures
from training_bridge.training.report import is_trained, read_report

LEFT_OUT = "left_out.json"
FULL = "after"
"""The phase of the evaluation with which everything is compared."""


def ablation_figures(context: RunContext, plan: Plan | None) -> dict[str, Any]:
    """Give the differences of all that is trained and measured, of earlier sittings too.

    `plan` says what of the present settings was not done, and what each group carried.
    """
    done = [found for found in done_in(context) if _is_measured(found, context)]
    adapter = context.artifacts.adapter
    return {
        **_differences(done, context),
        "trainings": len(done),
        "steps": read_report(adapter).steps if is_trained(adapter) else None,
        "not_done": dict(plan.not_done) if plan else {},
        "groups": _groups(plan) if plan else {},
        "no_groups": plan.no_groups if plan else "",
        "withheld": list(plan.carried.withheld) if plan and plan.carried else [],
        "nearest": nearest_figures(context),
    }


def phase_of(slug: str) -> Any:
    """Name the phase in which a training's rows were measured: no phase of the run itself."""
    return f"without {slug}"


def model_of(slug: str, context: RunContext) -> Path:
    """Name the folder of a training's adapter."""
    return context.artifacts.ablation / slug / "model"


def records_of(slug: str, suite: str, context: RunContext) -> RecordFile:
    """Open the file of what a suite measured after a training."""
    return RecordFile(context.artifacts.ablation / slug / f"{suite}.jsonl")


def done_in(context: RunContext) -> Iterator[dict[str, Any]]:
    """Give what was ever left out in this run, with its folder's name as `slug`, in the order of names."""
    for path in sorted(context.artifacts.ablation.glob(f"*/{LEFT_OUT}")):
        if is_trained(path.parent / "model"):
            yield {**json.loads(path.read_bytes()), "slug": path.parent.name}


def _is_measured(found: Mapping[str, Any], context: RunContext) -> bool:
    """Say whether all pairs that were measured after the full training were measured here too."""
    margins = values_of("margins", RecordFile(context.artifacts.margins), FULL).get("margin", {})
    own = values_of("margins", records_of(found["slug"], "margins", context), phase_of(found["slug"]))
    return bool(margins) and margins.keys() <= own.get("margin", {}).keys()


def _differences(done: Sequence[Mapping[str, Any]], context: RunContext) -> dict[str, Any]:
    values = {found["slug"]: _values(found["slug"], context) for found in done}
    full: dict[str, dict[str, float]] = {}
    for path in sorted(context.artifacts.evaluation.glob("*.jsonl")):
        full |= values_of(path.stem, RecordFile(path), FULL)
    choices = [found for found in done if not found["random"]]
    measured = [
        Measured(
            found["left_out"],
            values[found["slug"]],
            tuple(values[other["slug"]] for other in _controls(found, done)),
        )
        for found in choices
        if list(_controls(found, done))
    ]
    compared = all_differences(full, measured, seed=context.settings.seed)
    left_out = compared["left_out"]
    rows = list(RecordFile(context.artifacts.margins))
    return {
        "comparisons": compared["comparisons"],
        "left_out": [
            {
                "left_out": found["left_out"],
                "kind": found["left_out"].partition(":")[0],
                "name": found["left_out"].partition(":")[2],
                "principles": found["principles"],
                "rows": found["rows"],
                "rows_left_out": len(found["rows_left_out"]),
                "random_controls": len(list(_controls(found, done))),
                "figures": left_out[found["left_out"]],
                "themes": _themes(full, values[found["slug"]], rows, context.settings.seed),
            }
            for found in choices
            if found["left_out"] in left_out
        ],
    }


def _controls(found: Mapping[str, Any], done: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (each for each in done if each["random"] and each["left_out"] == found["left_out"])


def _values(slug: str, context: RunContext) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for path in sorted((context.artifacts.ablation / slug).glob("*.jsonl")):
        if path.name != "train.jsonl":
            found |= values_of(path.stem, RecordFile(path), phase_of(slug))
    return found


def _themes(
    full: Mapping[str, Mapping[str, float]],
    then: Mapping[str, Mapping[str, float]],
    rows: Sequence[Mapping[str, Any]],
    seed: int,
) -> dict[str, Any]:
    """Give the differences of the margin to the full training by theme: few pairs each, uncorrected."""
    found = {}
    for theme, values in by_theme(full.get("margin", {}), then.get("margin", {}), rows).items():
        interval = bootstrap_mean_interval(values, seed=seed)
        found[theme] = {
            "value": sum(values) / len(values),
            "interval": [interval.low, interval.high],
            "items": len(values),
        }
    return found


def _groups(plan: Plan) -> dict[str, Any]:
    """Give what each group carried, and how much of the consensus it is owed on average."""
    if plan.carried is None:
        return {}
    return {
        group: {
            "principles": [each.principle_id for each in owed],
            "mean_owed": sum(each.owed for each in owed) / len(owed) if owed else None,
        }
        for group, owed in plan.carried.by_group.items()
    }


def guide(done: Sequence[Mapping[str, Any]]) -> str:
    """Say what lies in the folders."""
    lines = [
        "# What was left out",
        "",
        "Each folder holds one training on fewer rows: the rows (`train.jsonl`), the adapter (`model/`), "
        "what was measured, and what was left out (`left_out.json`). Those called random lack as many other "
        "rows. `nearest.jsonl` has the training rows that are nearest to each item of the evaluation.",
        "",
        "| folder | left out | rows left out | rows left |",
        "|---|---|---:|---:|",
    ]
    for found in done:
        what = f"random, as many as {found['left_out']}" if found["random"] else found["left_out"]
        lines.append(f"| `{found['slug']}` | {what} | {len(found['rows_left_out'])} | {found['rows']} |")
    return "\n".join([*lines, ""])
