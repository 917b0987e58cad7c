"""A run of the site whose rows a critic has read: made by hand, every second one with a planted fault."""

from typing import Any

from constitution.models import ConstitutionVersion
from tests.training_bridge.critic.rows import flag, flagged, planted
from tests.training_bridge.panel.rehearsals import SETTINGS
from training_bridge.models import TrainingRun
from training_bridge.record_files import json_lines, write_whole
from training_bridge.services import start_training_run
from training_bridge.stages.critic import set_of

ROWS = 16


def read_run(version: ConstitutionVersion, owner: Any = None, *, rows: int = ROWS) -> TrainingRun:
    """Give a run with so many rows; the critic flags the fault, and in the other rows the first sentence."""
    run = start_training_run(version=version, settings=SETTINGS, started_by=owner)
    run.job.succeed({})
    name = set_of(SETTINGS)
    flags = [
        flagged(
            row_name(number),
            flag(15, 39, f"flag-{number}", "Water is dry on Mondays.")
            if number % 2
            else flag(0, 14, f"flag-{number}", "Ask her first."),
            set=name,
            prompt=f"What about question {number}?",
        )
        for number in range(rows)
    ]
    faults = [{**planted(row_name(number)).to_json(), "set": name} for number in range(1, rows, 2)]
    data = run.artifact_folder / "data"
    write_whole(data / "critic_flags.jsonl", json_lines(row.to_json() for row in flags))
    write_whole(data / "planted_faults.jsonl", json_lines(faults))
    return run


def row_name(number: int) -> str:
    """Give the id of a row; odd ones have a fault."""
    return f"row-{number}"
