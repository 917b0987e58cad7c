"""The model card: `models/README.md`, from facts alone. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.cards.facts import (
    FIGURES_HEAD,
    LANGUAGE,
    LICENCES,
    figure_rows,
    front_matter,
    licence_lines,
    margin_lines,
    quoted,
)

METHODS = {
    "sft": "supervised fine-tuning on accepted revisions and helpful examples",
    "control": "the same on the helpful examples alone, to tell what the constitution did",
    "reward": "preference model on AI feedback",
    "dpo": "direct preference optimisation on AI feedback, from the supervised model",
    "grpo": "reinforcement by reward, from the supervised model",
    "character": "direct preference optimisation on traits of the constitution, from the supervised model",
}


def model_readme(summary: Mapping[str, Any], reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the card; `reports` holds what each training said about itself, by method."""
    lines = [
        *front_matter(_front_matter(summary)),
        "# Models trained by a ratified constitution",
        "",
        *([summary["notice"], ""] if summary["notice"] else []),
        f"- Base model: {summary['model']} (sha256 {summary['model_sha256'] or 'not known'}, "
        f"{summary['model_parameters'] or 'an unknown number of'} parameters)",
        f"- Constitution: version {summary['constitution_version']}, sha256 {summary['constitution_sha256']}",
        f"- Outcome of the run: {summary['outcome']}",
        "",
        "| folder | method | steps | first and last loss | trained weights |",
        "|---|---|---:|---|---:|",
        *(_method(name, reports[name]) for name in METHODS if name in reports),
        "",
        "## Intended use",
        "",
        "Research: to see what a constitution written by people changes in a model. These are no models for "
        "use by the public, and no one has tested them for safety beyond what stands below.",
        "",
        "## What was measured",
        "",
        *margin_lines(summary),
        "",
        *_figures(summary),
        "## Limits",
        "",
        "One seed was trained. Refusals are counted by phrase rules; a rise in refusals is no improvement by "
        "itself. What differs from before holds what revisions and helpful examples did together; what the "
        "constitution brought about is the difference to the control. Intervals are of the items measured, "
        "not of other prompts or other trainings.",
        *_poisoning(summary),
        "",
        "## Licences",
        "",
        *licence_lines(summary),
        "",
    ]
    return "\n".join(lines)


def _front_matter(summary: Mapping[str, Any]) -> list[str]:
    model = str(summary["model"])
    return [
        f"base_model: {quoted(model)}",
        "library_name: peft",
        "pipeline_tag: text-generation",
        *([f"license: {LICENCES[model]}"] if model in LICENCES else []),
        "language:",
        f"- {LANGUAGE}",
        "tags:",
        "- constitutional-ai",
        "- lora",
    ]


def _method(name: str, report: Mapping[str, Any]) -> str:
    losses: Sequence[float] = report.get("losses") or ()
    loss = f"{losses[0]:.3f}, {losses[-1]:.3f}" if losses else "not logged"
    return (
        f"| `{name}/` | {METHODS[name]} | {report['steps']} | {loss} | {report['trainable_parameters']:,} |"
    )


def _figures(summary: Mapping[str, Any]) -> list[str]:
    rows = list(figure_rows(summary))
    return [*FIGURES_HEAD, *rows, ""] if rows else []


def _poisoning(summary: Mapping[str, Any]) -> list[str]:
    found = summary.get("poisoning")
    if not found:
        return []
    alarms = ", ".join(f"`{each}`" for each in found["alarms"])
    return [
        "",
        f"Probes for planted triggers and canaries: {found['verdict']}{': ' + alarms if alarms else ''} "
        f"({found['strings_tried']} strings against {found['controls']} controls on {found['prompts']} "
        "prompts). No alarm is no proof.",
    ]
