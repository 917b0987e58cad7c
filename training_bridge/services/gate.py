"""The gates of a run: people compare answers before they are gathered, and sign rows before any training."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from training_bridge.models import Data, TrainingRun
from training_bridge.pipeline import Gate
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import StageName
from training_bridge.services.people_files import write_people_files
from training_bridge.services.signing import is_signed, wait_for_signatures, write_signatures
from training_bridge.shown_difference import keep_difference
from training_bridge.sign_off import data_digest
from training_bridge.sign_off_gate import WAITING

SIGNED: Mapping[StageName, Data] = {"sft": Data.REVISIONS, "character": Data.CHARACTER}
"""Which data is signed before a stage; what follows from the feedback is signed at once."""
COMPARING = "answers written: waiting for people to compare them"


def gate_of(run: TrainingRun) -> Gate:
    """Give the gate of a run: it waits for people who compare, and for two who sign where that is needed."""

    def gate(context: RunContext, stage: StageName) -> None:
        if stage == "human-feedback":
            if context.settings.people.wait and not _is_closed(run):
                raise StageStopped(COMPARING, waits=True)
            # What people have said since this sitting began counts too.
            write_people_files(run)
        elif run.needs_sign_off:
            _wait_for_signatures(run, context, stage)

    return gate


@transaction.atomic
def _is_closed(run: TrainingRun) -> bool:
    """Say whether the comparing is closed; else the run waits for that from now on."""
    # The lock keeps an owner from closing it between the question and the answer.
    now = TrainingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    run.comparing_closed_at = now.comparing_closed_at
    if run.comparing_closed_at is None:
        run.comparing_opened_at = now.comparing_opened_at or timezone.now()
        run.save(update_fields=["comparing_opened_at"])
    return run.comparing_closed_at is not None


def _wait_for_signatures(run: TrainingRun, context: RunContext, stage: StageName) -> None:
    found = data_digest(context.artifacts.root, stage)
    if found is None:
        raise StageStopped("there is no data to train on: stopped")
    if is_signed(run, found):
        write_signatures(run)
        return
    keep_difference(run, found)
    wait_for_signatures(run, SIGNED.get(stage, Data.FEEDBACK), found)
    raise StageStopped(WAITING, waits=True)
