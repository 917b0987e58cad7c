"""Settings of people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleSettings:
    """Everything about people that decides what a run produces."""
