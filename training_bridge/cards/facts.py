"""What the cards say in the same words: licences as far as they are known, figures with intervals. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.run_settings import SCRIPTED

LICENCES = {DEMONSTRATION_MODEL: "apache-2.0"}
"""Licences of base models that are known here; of others the card says that it does not know."""
LANGUAGE = "en"
"""Of the project's own prompts and examples."""
PHASE_WORDS = {
    "before": "before",
    "after": "after fine-tuning",
    "control": "control without the constitution",
    "dpo": "after DPO",
    "grpo": "after GRPO",
    "character": "after learning a character",
}


def front_matter(lines: list[str]) -> list[str]:
    """Put YAML between the marks that Hugging Face reads."""
    return ["---", *lines, "---", ""]


def quoted(text: str) -> str:
    """Write a text as a YAML string on one line, whatever it holds."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def licence_lines(summary: Mapping[str, Any]) -> list[str]:
    """Say which licences are known of what took part."""
    model = str(summary["model"])
    if model == SCRIPTED:
        base = "- No model took part."
    elif model in LICENCES:
        base = f"- Base model {model}: {LICENCES[model]}."
    else:
        base = f"- Base model {model}: its licence is not known here; see where it comes from."
    return [
        base,
        "- The project's own prompts, examples and answer pairs: Apache-2.0. Prompts that were given by "
        "whoever started the run have the licence they came with.",
        "- The constitution was written by the people of the deliberation; no licence is stated for it here.",
    ]


def figure_rows(summary: Mapping[str, Any]) -> Iterator[str]:
    """Give every measured figure as a row of a Markdown table, with interval and number of items."""
    refusal = summary.get("refusal") or {}
    for name, title in (("harmful", "harmful prompts refused"), ("over_refusal", "harmless prompts refused")):
        for phase, share in (refusal.get(name) or {}).items():
            yield _row(title, phase, share["share"], share["interval"], share["items"], "share")
    for suite, figures in (summary.get("evaluation") or {}).items():
        for phase, found in (figures.get("phases") or {}).items():
            if isinstance(found, Mapping) and {"value", "interval", "items"} <= found.keys():
                title = suite.replace("_", " ")
                unit = str(figures.get("unit", ""))
                yield _row(title, phase, found["value"], found["interval"], found["items"], unit)


def margin_lines(summary: Mapping[str, Any]) -> list[str]:
    """Say what became of the primary measure, and what of it the constitution brought about."""
    margin = summary.get("margin")
    if not margin:
        return ["Not measured: the run did not get that far, or nothing was trained."]
    lines = [f"Margin of consistent over inconsistent answers, in nats a token: {_change(margin)}."]
    if margin.get("control"):
        lines.append(f"Against the same training without the constitution: {_change(margin['control'])}.")
    return lines


def _change(change: Mapping[str, Any]) -> str:
    low, high = change["interval"]
    return (
        f"{change['before']:+.4f} to {change['after']:+.4f}, difference {change['difference']:+.4f} "
        f"(95 % interval {low:+.4f} to {high:+.4f}, {change['pairs']} pairs): {change['verdict']}"
    )


def _row(title: str, phase: str, value: float, interval: Any, items: int, unit: str) -> str:
    low, high = interval
    return (
        f"| {title} | {PHASE_WORDS.get(phase, phase)} | {value:.3f} | {low:.3f} to {high:.3f} | {items} "
        f"| {unit} |"
    )


FIGURES_HEAD = ["| measure | phase | value | 95 % interval | items | unit |", "|---|---|---:|---|---:|---|"]
