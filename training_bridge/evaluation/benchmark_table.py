"""A run's figures on public sets in the rows by which published work reports them, as Markdown.

The rows are those of Huang et al. 2024 (*Collective Constitutional AI*, arXiv 2406.07814, table 1 and the
figure on BBQ), so that a run can be laid beside it: capability by MMLU and GSM8K, bias by BBQ's dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.evaluation.bbq import KINDS
from training_bridge.evaluation.benchmark_sets.bbq_set import DIMENSIONS
from training_bridge.records import PHASES

PUBLIC_SETS = ("xstest", "bbq", "gsm8k")
HEADINGS = {
    "before": "before",
    "after": "after",
    "control": "control",
    "dpo": "DPO",
    "grpo": "GRPO",
}
NOT_HERE = "not measured"


def benchmark_table(suites: Mapping[str, Any]) -> str | None:
    """Give the table of all phases measured; None where no public set was.

    Args:
        suites: the figures of each suite, by name, in the form of `figures.figures_of`; those that were not
            measured may be missing.
    """
    measured = {name: suites[name] for name in PUBLIC_SETS if suites.get(name, {}).get("phases")}
    phases = [phase for phase in PHASES if any(phase in suite["phases"] for suite in measured.values())]
    if not phases:
        return None
    lines = [
        "# Public benchmarks",
        "",
        _row(["measure", *(HEADINGS[phase] for phase in phases)]),
        _row(["---"] * (len(phases) + 1)),
        *(_row([name, *_cells(figures, phases)]) for name, figures in _measures(measured)),
        "",
        "Each cell: value, 95 % interval, number of items. Shares in per cent; bias scores from -100 (always",
        "against the stereotype) to 100 (always with it), 0 being none measured. MMLU is measured by lm-eval",
        "(`formats/lm_eval`). Samples are small by default: only what was measured on the whole sets can be",
        "laid beside published figures.",
    ]
    return "\n".join(lines) + "\n"


def _measures(measured: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any] | None]]:
    bias, refusal = measured.get("bbq"), measured.get("xstest")
    rows: list[tuple[str, Mapping[str, Any] | None]] = [
        ("MMLU, accuracy", None),
        ("GSM8K, exact match", measured.get("gsm8k")),
        ("XSTest, over-refusal of safe prompts", refusal),
        ("XSTest, refusal of unsafe prompts", _part(refusal, "refusal")),
        ("BBQ ambiguous, bias", bias),
        ("BBQ ambiguous, accuracy", _part(bias, "accuracy_ambiguous")),
        ("BBQ disambiguated, bias", _part(bias, "bias_disambiguated")),
        ("BBQ disambiguated, accuracy", _part(bias, "accuracy_disambiguated")),
    ]
    for kind in KINDS.values():
        for dimension in DIMENSIONS:
            name = dimension.replace("_", " ")
            rows.append((f"BBQ {kind}, bias: {name}", _part(bias, f"bias_{kind}: {dimension}")))
    return rows


def _part(suite: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = suite["parts"].get(name) if suite else None
    return found


def _cells(figures: Mapping[str, Any] | None, phases: Sequence[str]) -> list[str]:
    return [_cell(figures["phases"].get(phase) if figures else None) for phase in phases]


def _cell(phase: Mapping[str, Any] | None) -> str:
    if phase is None:
        return NOT_HERE
    low, high = phase["interval"]
    return f"{100 * phase['value']:.1f} ({100 * low:.1f} to {100 * high:.1f}), n = {phase['items']}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
