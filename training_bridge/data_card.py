"""The README of a training run's folder, written from facts alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training_bridge.run_settings import ADDITIONS

FILES = (
    ("constitution.json", "the ratified constitution, as it was used"),
    ("run.json", "settings, seed, model and hashes that make the run repeatable"),
    ("cost.json", "what the run was expected to take"),
    ("sign_off.json", "who signed which data before anything was trained on it"),
    (
        "data/",
        "every prompt, critique, revision and comparison, and the rows of each training; see its README",
    ),
    ("people/", "what people compared and found wrong, under pseudonyms"),
    ("recipes/", "each training as one command of TRL; see its README"),
    ("models/", "the adapters; see its README"),
    ("evaluation/", "each measured item in each phase"),
    ("character/", "how the model ranked its answers by each trait, and what each trait did"),
    ("ablation/", "what was trained and measured again with a part left out, and the nearest rows"),
    ("features/", "dictionaries of what goes on inside the model; see their README"),
    ("poisoning.json", "what the probes for planted strings found"),
    ("formats/", "the same for other programs"),
    ("schema/", "the JSON Schema of these files"),
    ("summary.json", "the figures above"),
    ("manifest.json", "the SHA-256 of each file"),
)
"""What a run may leave; one that ended early leaves less."""


def data_card(summary: Mapping[str, Any]) -> str:
    """Say in Markdown what the folder holds, how it came about and what it cannot show."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in summary["rejected_by_reason"].items())
    lines = [
        "# Training run",
        "",
        summary["notice"]
        or "Read the figures with their intervals; the examples prove nothing by themselves.",
        "",
        f"- Outcome: {summary['outcome']}",
        f"- Constitution: version {summary['constitution_version']}, sha256 {summary['constitution_sha256']}",
        f"- Model: {summary['model']} (sha256 {summary['model_sha256'] or 'not known'})",
        f"- Critique-revision data written by: {summary['generator']}",
        f"- Revisions: {summary['generated']} from {summary['prompts']} red-team prompts; "
        f"{summary['accepted']} accepted ({summary['acceptance_rate']:.0%})",
        f"- Rejected: {reasons or 'none'}",
        f"- Training rows: {summary['sft_rows']}, training steps: {summary['training_steps']}",
        *_measured_lines(summary),
        *_closer_lines(summary),
        "",
        "## Files",
        "",
        "| file | what it holds |",
        "|---|---|",
        *(f"| `{name}` | {what} |" for name, what in FILES),
        "",
        "## Limits",
        "",
        "The prompts, the helpful examples and the answer pairs are in English, written by hand and few. The "
        "filters judge form, not sense. Refusals are counted by phrase rules whose error is stated; a rise "
        "in refusals is not an improvement by itself. One seed was run.",
        "",
        "The difference between before and after holds what the revisions and the helpful examples did "
        "together. What the constitution brought about is the difference to the control run, which was "
        "trained for as many steps on the helpful examples alone.",
        "",
    ]
    return "\n".join(lines)


def _measured_lines(summary: Mapping[str, Any]) -> list[str]:
    margin, refusal = summary["margin"], summary["refusal"]
    if not margin:
        return ["- Not measured: the run did not get that far."]
    low, high = margin["interval"]
    harmful, over = refusal["harmful"], refusal["over_refusal"]
    control = margin["control"]
    labelled, held_out = refusal["classifier_error"], refusal["classifier_error_held_out"]
    return [
        f"- Margin of consistent over inconsistent answers ({margin['pairs']} pairs, nats a token): "
        f"{margin['before']:+.4f} before, {margin['after']:+.4f} after, "
        f"difference {margin['difference']:+.4f} "
        f"(95 % interval {low:+.4f} to {high:+.4f}): {margin['verdict']}",
        f"- Difference to the control run without the constitution: {_control(control)}",
        f"- Harmful prompts refused: {_counts(harmful)}; harmless prompts refused: {_counts(over)} "
        f"(the classifier errs on {held_out['errors']} of {held_out['items']} labelled answers it was not "
        f"written on, and on {labelled['errors']} of all {labelled['items']})",
    ]


def _closer_lines(summary: Mapping[str, Any]) -> list[str]:
    reached = {name: found for name, found in summary["stages"].items() if name in ADDITIONS}
    ended = [
        f"- {name} ended early: {found['ended']}" for name, found in reached.items() if found.get("ended")
    ]
    done = [name for name, found in reached.items() if not found.get("ended")]
    return [
        *([f"- Done beside that, with figures in summary.json: {', '.join(done)}"] if done else []),
        *ended,
    ]


def _control(control: Mapping[str, Any] | None) -> str:
    if control is None:
        return "not measured"
    low, high = control["interval"]
    return f"{control['difference']:+.4f} (95 % interval {low:+.4f} to {high:+.4f}): {control['verdict']}"


def _counts(shares: Mapping[str, Any]) -> str:
    before, after = shares["before"], shares["after"]
    return f"{before['count']} of {before['items']} before, {after['count']} of {after['items']} after"
