"""The judge's pairs as training reads them."""

from __future__ import annotations

from training_bridge.record_files import RecordFile
from training_bridge.records import PreferencePair
from training_bridge.run_context import RunContext
from training_bridge.training.rows import JudgedPair


def judged_pairs(context: RunContext) -> list[JudgedPair]:
    """Read the feedback records of a run."""
    return [_judged(PreferencePair.from_json(row)) for row in RecordFile(context.artifacts.feedback)]
