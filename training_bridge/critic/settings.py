"""Settings of critic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CriticSettings:
    """Everything about critic that decides what a run produces."""
