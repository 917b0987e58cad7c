"""How far a whole run has come, from the progress of its steps."""

from __future__ import annotations

from collections.abc import Callable

from training_bridge.run_settings import STEPS, Progress

SHARES = {
    "loading the model": 0.04,
    "critique-revision": 0.26,
    "measuring before": 0.13,
    "fine-tuning": 0.18,
    "measuring after": 0.13,
    "fine-tuning the control": 0.18,
    "measuring control": 0.08,
}
"""The part of the time each step takes, as measured with the demonstration's settings."""


def overall_report(tell: Callable[[str, float], None]) -> Callable[[Progress], None]:
    """Turn reports of steps into a sentence and a share from 0 to 1 that never goes back."""
    furthest = 0.0

    def report(progress: Progress) -> None:
        nonlocal furthest
        before = sum(SHARES[step] for step in STEPS[: STEPS.index(progress.step)])
        within = SHARES[progress.step] * progress.done / max(1, progress.total)
        furthest = max(furthest, before + within)
        counted = f": {progress.done} of {progress.total}" if progress.total > 1 else ""
        tell(f"{progress.step}{counted}", furthest)

    return report
