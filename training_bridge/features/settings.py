"""Settings of features."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeatureSettings:
    """Everything about features that decides what a run produces."""
