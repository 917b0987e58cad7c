"""How far a whole run has come, from the progress of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from training_bridge.run_settings import STEPS, Progress, StageName


def overall_report(
    tell: Callable[[str, float], None],
    stages: Sequence[StageName],
    seconds: Mapping[StageName, float],
) -> Callable[[Progress], None]:
    """Turn reports of steps into a sentence and a share from 0 to 1 that never goes back.

    `seconds` is how long each stage is expected to take. Loading a model counts for nothing, as any stage may
    begin with it.
    """
    total = sum(seconds.get(stage, 0.0) for stage in stages) or 1.0
    furthest = 0.0

    def report(progress: Progress) -> None:
        nonlocal furthest
        steps = STEPS[progress.stage]
        if progress.step in steps and progress.stage in stages:
            within = (steps.index(progress.step) + progress.done / max(1, progress.total)) / len(steps)
            before = sum(seconds.get(stage, 0.0) for stage in stages[: stages.index(progress.stage)])
            furthest = max(furthest, (before + within * seconds.get(progress.stage, 0.0)) / total)
        counted = f": {progress.done} of {progress.total}" if progress.total > 1 else ""
        tell(f"{progress.step}{counted}", min(furthest, 1.0))

    return report
