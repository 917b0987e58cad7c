"""Settings of character."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CharacterSettings:
    """Everything about character that decides what a run produces."""
