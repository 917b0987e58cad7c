"""The stage character."""

from __future__ import annotations

from typing import Any

from training_bridge.run_context import RunContext


def write_data(context: RunContext) -> None:
    """Write what people, or training, will look at, before anybody is asked about it."""


def run(context: RunContext) -> None:
    """Do what is missing."""


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the figures; None before it was reached."""
    return None
