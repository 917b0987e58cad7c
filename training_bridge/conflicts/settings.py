"""Settings of conflicts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConflictSettings:
    """Everything about conflicts that decides what a run produces."""
