"""Settings of legibility."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LegibilitySettings:
    """Everything about legibility that decides what a run produces."""
