"""The data card: `data/README.md`, with which `datasets` loads each set of rows by its name. PURE.

datasets.load_dataset("run/data", "sft")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.cards.facts import LANGUAGE, front_matter, licence_lines, quoted

SETS = {
    "sft": ("sft/train.jsonl", "prompt and completion for supervised fine-tuning, in TRL's form"),
    "dpo": ("dpo/train.jsonl", "prompt, chosen and rejected for DPO, in TRL's form; OpenRLHF reads the same"),
    "reward": ("reward/train.jsonl", "the same with the margin by which the chosen answer should win"),
    "grpo": ("grpo/train.jsonl", "prompts for GRPO and RLOO, with what reward functions need"),
    "character": ("character/train.jsonl", "the same form as dpo, from the model's ranking by traits"),
    "traits": ("traits.jsonl", "each principle, and the trait in the first person that follows from it"),
    "prompts": ("prompts.jsonl", "every prompt of the run with its origin and its split"),
    "critique_revisions": ("critique_revisions.jsonl", "response, critiques and revisions, accepted or not"),
    "feedback": ("feedback.jsonl", "two answers, the principle, and the judge's soft label in both orders"),
    "human_items": ("human_items.jsonl", "the pairs of answers that people were asked to compare"),
    "human_feedback": ("human_feedback.jsonl", "the same with what people said, all together, as one label"),
}
"""The name of each set, its file in the folder, and what it holds."""


def data_readme(summary: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """Write the card; `counts` are the rows of the sets that there are."""
    present = [name for name in SETS if counts.get(name)]
    reasons = ", ".join(f"{count} {reason}" for reason, count in summary["rejected_by_reason"].items())
    lines = [
        *front_matter(_front_matter(summary, present)),
        "# Training data from a ratified constitution",
        "",
        *([summary["notice"], ""] if summary["notice"] else []),
        "## What it is",
        "",
        f"- Constitution: version {summary['constitution_version']}, {summary['principles']} principles, "
        f"sha256 {summary['constitution_sha256']}",
        f"- Written by: {summary['generator']} (seed {summary['seed']})",
        f"- Revisions: {summary['accepted']} of {summary['generated']} accepted; "
        f"rejected: {reasons or 'none'}",
        "- Every row names the constitution, the principle with its statements, the model with the hash of "
        "its weights, the prompt, the template, the sampling and the seed.",
        "",
        "| set | rows | what it holds |",
        "|---|---:|---|",
        *(f"| `{name}` | {counts[name]} | {SETS[name][1]} |" for name in present),
        "",
        '    datasets.load_dataset("FOLDER/data", "sft")',
        "",
        "`docs/training-format.md` of the project says what each field means; `schema/` beside this folder "
        "holds the JSON Schema.",
        "",
        "## Intended use",
        "",
        "To train a model by this constitution, to look at what each principle brought about, and to repeat "
        "or to contest the run. The red-team prompts ask for harm, so that a model can learn to decline; the "
        "first responses to them may be harmful and are kept to be looked at, not to be learnt from.",
        "",
        "## Limits",
        "",
        "The filters judge form, not sense: rows may be wrong. Labels are those of a model by one principle, "
        f"{_whose(present)} The project's own prompts are in English, written by hand and few.",
        "",
        "## Licences",
        "",
        *licence_lines(summary),
        "",
    ]
    return "\n".join(lines)


def _whose(present: Sequence[str]) -> str:
    if "human_feedback" not in present:
        return "not of people."
    return "and, where `source` says so, of people: few, not drawn by lot, and known by pseudonyms."


def _front_matter(summary: Mapping[str, Any], present: Sequence[str]) -> list[str]:
    # No licence is stated: what models and citizens wrote has none that is known here.
    name = f"Training data of a constitution, version {summary['constitution_version']}"
    return [
        f"pretty_name: {quoted(name)}",
        "language:",
        f"- {LANGUAGE}",
        "tags:",
        "- constitutional-ai",
        *(["- scripted"] if summary["generator"] == "scripted" else []),
        "configs:",
        *(line for name in present for line in _config(name)),
    ]


def _config(name: str) -> list[str]:
    return [
        f"- config_name: {name}",
        "  data_files:",
        "  - split: train",
        f"    path: {SETS[name][0]}",
    ]
