"""What is measured, and on how many items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvaluationSettings:
    """The suites that are measured beside margin and refusals; None for all that have data."""

    suites: tuple[str, ...] | None = None
