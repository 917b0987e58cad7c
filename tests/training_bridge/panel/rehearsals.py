"""Doing the work of a run as the worker does, a sitting at a time."""

import dataclasses
from typing import Any

from deliberation.jobs import run_job
from deliberation.models import User
from tests.training_bridge import runs
from training_bridge.models import DataSignOff, TrainingRun
from training_bridge.services import run_training_run, sign_off_data

SETTINGS = dataclasses.replace(runs.SETTINGS, model="scripted", methods=("dpo",))
"""A run without any model: `generation.scripted` writes every text."""


def do(run: TrainingRun, *, model: Any = None, report: Any = None) -> dict[str, Any]:
    """Do one sitting of a run under its job, by the script or another model; return what it came to."""
    done: dict[str, Any] = {}

    def work(tell: Any) -> dict[str, Any]:
        done.update(
            run_training_run(
                run=run,
                report=report or tell,
                texts=runs.own_texts(),
                load=(lambda _: model) if model else None,
            )
        )
        return {"outcome": done["outcome"]}

    run.refresh_from_db()
    assert run.job is not None
    assert run_job(run.job, work)
    run.refresh_from_db()
    return done


def sign(run: TrainingRun, account: User, **said: Any) -> DataSignOff:
    """Let an account sign what waits, under its own name unless said otherwise."""
    said = {"name": account.name, "data_sha256": run.data_sha256, **said}
    signed = sign_off_data(run=run, account=account, **said)
    run.refresh_from_db()
    return signed
