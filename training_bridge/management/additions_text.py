"""What the additions of a run came to, a line for each in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training_bridge.pages.findings import finding_of
from training_bridge.run_settings import ADDITIONS, NEED_WEIGHTS, SCRIPTED


def additions_text(summary: Mapping[str, Any], wanted: tuple[str, ...] = ()) -> list[str]:
    """Say of each addition that was reached, or was to be, what it found or why it ended early."""
    lines = []
    for name in ADDITIONS:
        found = summary["stages"].get(name)
        if found is None:
            if name in wanted:
                lines.append(f"{name}: not done: {_why_not(name, summary)}")
            continue
        if found.get("ended"):
            lines.append(f"{name}: ended early: {found['ended']}")
        else:
            lines.append(f"{name}: {finding_of(name, found) or 'done'}")
    return lines


def _why_not(name: str, summary: Mapping[str, Any]) -> str:
    if summary["model"] == SCRIPTED and name in NEED_WEIGHTS:
        return "no model took part"
    return "the run ended before it"
