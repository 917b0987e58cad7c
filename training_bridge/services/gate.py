"""The gate before every training: it opens when two people have signed the rows that training reads."""

from __future__ import annotations

from collections.abc import Mapping

from training_bridge.models import Data, TrainingRun
from training_bridge.pipeline import Gate
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import StageName
from training_bridge.services.signing import is_signed, wait_for_signatures, write_signatures
from training_bridge.sign_off import data_digest
from training_bridge.sign_off_gate import WAITING
from training_bridge.signing_page import keep_difference

SIGNED: Mapping[StageName, Data] = {"sft": Data.REVISIONS, "character": Data.CHARACTER}
"""Which data is signed before a stage; what follows from the feedback is signed at once."""


def sign_off_gate(run: TrainingRun) -> Gate:
    """Give a gate that lets nothing be trained that two people have not signed as it is."""

    def gate(context: RunContext, stage: StageName) -> None:
        if stage == "human-feedback":
            return
        found = data_digest(context.artifacts.root, stage)
        if found is None:
            raise StageStopped("there is no data to train on: stopped")
        if is_signed(run, found):
            write_signatures(run)
            return
        keep_difference(run, found)
        wait_for_signatures(run, SIGNED.get(stage, Data.FEEDBACK), found)
        raise StageStopped(WAITING, waits=True)

    return gate
