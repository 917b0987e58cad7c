"""A run in which people compare answers: done by the script up to where it waits for them."""

import dataclasses
from pathlib import Path
from typing import Any

from constitution.models import ConstitutionVersion
from tests.training_bridge.panel.rehearsals import SETTINGS
from training_bridge.models import TrainingRun
from training_bridge.people.comparisons import HumanItem
from training_bridge.people.settings import PeopleSettings
from training_bridge.record_files import json_lines, write_whole
from training_bridge.records import Provenance
from training_bridge.services import start_training_run

COMPARED = dataclasses.replace(SETTINGS, additions=("human-feedback",), people=PeopleSettings(items=4))


def comparing_run(version: ConstitutionVersion, owner: Any = None, *, items: int = 3) -> TrainingRun:
    """Give a run that waits for people, with so many items, without its stages being done."""
    from django.utils import timezone

    run = start_training_run(version=version, settings=COMPARED, started_by=owner)
    run.job.succeed({})
    run.comparing_opened_at = timezone.now()
    run.save()
    offer(run.artifact_folder, [item(number) for number in range(items)])
    return run


def offer(folder: Path, items: list[HumanItem]) -> None:
    """Write items as the run would."""
    write_whole(folder / "data" / "human_items.jsonl", json_lines(each.to_json() for each in items))


def item(number: int, **changes: Any) -> HumanItem:
    """Give two answers to compare; the first item asks which one helps more."""
    by_principle = number > 0
    return dataclasses.replace(
        HumanItem(
            id=f"item-{number}",
            kind="principle" if by_principle else "helpfulness",
            prompt=f"What about question {number}?",
            first=f"A first answer to {number}.",
            second=f"A second answer to {number}.",
            principle_id="p1" if by_principle else None,
            principle_text="Be honest with people." if by_principle else None,
            principle_sha256="0" * 64 if by_principle else None,
            statement_ids=(1,) if by_principle else (),
            feedback_id=f"pair-{number}",
            answers_provenance=provenance(),
        ),
        **changes,
    )


def provenance() -> Provenance:
    """Say what the answers were made with."""
    return Provenance("0" * 64, "scripted", None, "item", "0" * 64, None, {}, 1)
