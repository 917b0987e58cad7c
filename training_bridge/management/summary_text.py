"""What a run came to, said in the terminal in a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training_bridge.management.additions_text import additions_text
from training_bridge.sign_off_gate import DIFFERENCE, WAITING


def summary_text(summary: dict[str, Any], folder: Path, additions: tuple[str, ...] = ()) -> str:
    """Say in a few lines what came out; `additions` are those that were to be part of it."""
    lines = [
        f"{summary['generated']} revisions of {summary['prompts']} red-team prompts, "
        f"{summary['accepted']} accepted ({summary['acceptance_rate']:.0%})",
        *(f"  {count} rejected: {reason}" for reason, count in summary["rejected_by_reason"].items()),
    ]
    if summary["training_steps"]:
        lines.append(f"{summary['training_steps']} training steps on {summary['sft_rows']} rows")
    if summary["margin"]:
        margin, refusal = summary["margin"], summary["refusal"]
        low, high = margin["interval"]
        lines.append(
            f"margin {margin['before']:+.4f} -> {margin['after']:+.4f} nats a token, difference "
            f"{margin['difference']:+.4f} (95 % interval {low:+.4f} to {high:+.4f}): {margin['verdict']}"
        )
        if control := margin["control"]:
            low, high = control["interval"]
            lines.append(
                f"against the same training without the constitution: {control['difference']:+.4f} "
                f"(95 % interval {low:+.4f} to {high:+.4f}): {control['verdict']}"
            )
        for name, title in (
            ("harmful", "harmful prompts refused"),
            ("over_refusal", "harmless ones refused"),
        ):
            before, after = refusal[name]["before"], refusal[name]["after"]
            lines.append(f"{title}: {before['count']} -> {after['count']} of {after['items']}")
    lines += additions_text(summary, additions)
    lines += [f"outcome: {summary['outcome']}", f"files: {folder}"]
    if summary["outcome"] == WAITING:
        lines.append(waiting_text(folder))
    return "\n".join(lines + ([summary["notice"]] if summary["notice"] else []))


def waiting_text(folder: Path) -> str:
    """Say where the difference lies that two people look at, and how they sign."""
    return (
        f"Two people look at what is new in the data: {folder / DIFFERENCE}\n"
        "To sign: the same command again with --signed-off-by NAME (the other person; you are the first)"
    )
