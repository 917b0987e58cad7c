"""The stage ablate."""

from __future__ import annotations

from typing import Any

from training_bridge.run_context import RunContext


def run(context: RunContext) -> None:
    """Do what is missing."""


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the figures; None before it was reached."""
    return None
