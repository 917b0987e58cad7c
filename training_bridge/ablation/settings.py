"""Settings of ablation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AblationSettings:
    """Everything about ablation that decides what a run produces."""
