"""Adding to a finished run what looks at it more closely; nothing that was trained is trained again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deliberation.jobs import WorkRefused
from deliberation.models import Event, User
from training_bridge.cost import Prices
from training_bridge.models import Standing, TrainingRun
from training_bridge.run_settings import ADDITIONS, NEED_WEIGHTS, Addition, RunSettings
from training_bridge.services.recording import record_goes_on
from training_bridge.services.starting import cost_of
from training_bridge.services.stopping import go_on, locked


@transaction.atomic
def look_closer(*, run: TrainingRun, settings: RunSettings, asked_by: User | None = None) -> TrainingRun:
    """Let a finished run go on with other additions, under a new job; its rows and models stay as they are.

    Of the settings only those may be others that look at a run (`run_settings.LOOKS_CLOSER`). Additions that
    were part of it stay part of it. Rows that something was trained on are never written again, so
    critiques are read without dropping what was learnt from, and people's comparisons are measured and not
    learnt from; learning a character adds a model of its own.

    Raises:
        PermissionError: the account does not own the deliberation.
        WorkRefused: the run is not finished, was brought here from elsewhere or has lost its files, another
            one on this constitution is under way, or the settings would make it another run.
    """
    run = locked(run, asked_by)
    _refuse_what_cannot_go_on(run)
    stored = RunSettings.from_json(run.settings)
    if settings.of_data() != stored.of_data():
        raise WorkRefused("These settings would make it another run: start a new one.")
    if settings == stored:
        raise WorkRefused("There is nothing new to look at: choose something that is not part of this run.")
    if set(stored.additions) - set(settings.additions):
        raise WorkRefused("What is part of this run stays part of it.")
    _refuse_what_needs_weights(settings, stored)
    run.settings = settings.to_json()
    run.cost_estimate = _cost_with_additions(run, settings, stored)
    run.save(update_fields=["settings", "cost_estimate"])
    record_goes_on(run, account=asked_by, origin=Event.Origin.WEB if asked_by else Event.Origin.COMMAND)
    return go_on(run)


def may_be_added(run: TrainingRun) -> tuple[Addition, ...]:
    """Give the additions that are not part of a run and could be, in their order; none while it goes on."""
    if run.standing != Standing.FINISHED or run.is_imported or not _has_its_files(run):
        return ()
    there = RunSettings.from_json(run.settings).additions
    return tuple(
        name for name in ADDITIONS if name not in there and not (run.is_scripted and name in NEED_WEIGHTS)
    )


def _refuse_what_cannot_go_on(run: TrainingRun) -> None:
    if run.is_imported:
        raise WorkRefused(
            "This run was brought here from elsewhere, and its model is not on this machine: look closer "
            "where it was done, and bring its folder here again."
        )
    if run.standing != Standing.FINISHED:
        raise WorkRefused("This run is not finished: look closer once it is.")
    if not _has_its_files(run):
        raise WorkRefused("The files of this run are no longer there: there is nothing to look at.")
    if TrainingRun.objects.of(run.deliberation).unfinished().exists():
        raise WorkRefused("A training run on this constitution is already under way.")


def _refuse_what_needs_weights(settings: RunSettings, stored: RunSettings) -> None:
    asked: Sequence[Addition] = [name for name in settings.additions if name not in stored.additions]
    for name in asked:
        if settings.is_scripted and name in NEED_WEIGHTS:
            raise WorkRefused(f"No model took part in this run, and {name} needs one.")


def _has_its_files(run: TrainingRun) -> bool:
    return (run.artifact_folder / "run.json").exists()


def _cost_with_additions(run: TrainingRun, settings: RunSettings, stored: RunSettings) -> dict[str, object]:
    """Give the estimate that was confirmed before, with the lines of what came to it."""
    known = run.cost_estimate or {"lines": [], "currency": "USD", "prices": None}
    added = set(settings.additions) - set(stored.additions)
    prices = Prices(**known["prices"]) if known.get("prices") else None
    found = cost_of(version=run.version, settings=settings, prices=prices)
    there = [line for line in known["lines"] if line["stage"] not in added]
    lines = [*there, *(line for line in found["lines"] if line["stage"] in added)]
    tokens = ("prompt_tokens", "new_tokens", "trained_tokens")
    return {
        **known,
        "lines": lines,
        "seconds": round(sum(line["seconds"] for line in lines), 1),
        "money": round(sum(line["money"] for line in lines), 4),
        "tokens": sum(line[name] for line in lines for name in tokens),
    }
