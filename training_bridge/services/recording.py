"""What of a training run goes into the event log, so that the way from a vote to a model can be proved.

Ratified with this hash, started with that hash, data with this digest signed, comparing closed with that
digest, finished with these files.
"""

from __future__ import annotations

import hashlib
from typing import Any

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.evidence import content_hash
from deliberation.models import Event, User
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import DataSignOff, HumanComparison, TrainingRun


def record_started(run: TrainingRun, *, origin: str) -> None:
    """Record that a run began: with which constitution and which settings. Call it in its transaction."""
    _record(
        run,
        Event.Kind.TRAINING_STARTED,
        {
            "constitution_sha256": run.version.content_sha256,
            "settings_sha256": content_hash(run.settings),
            "model": run.settings["model"],
            "needs_sign_off": run.needs_sign_off,
        },
        user=run.started_by,
        client_key=f"training:{run.public_id}:started",
        origin=origin,
    )


def record_goes_on(run: TrainingRun, *, account: User | None, origin: str) -> None:
    """Record that a finished run goes on, to look closer: with what beside, and the settings of now.

    Call it in the transaction that changes the settings.
    """
    settings = content_hash(run.settings)
    _record(
        run,
        Event.Kind.TRAINING_GOES_ON,
        {"additions": list(run.settings["additions"]), "settings_sha256": settings},
        user=account,
        client_key=f"training:{run.public_id}:on:{settings[:24]}",
        origin=origin,
    )


def record_signed(sign_off: DataSignOff, *, origin: str) -> None:
    """Record one person's answer to the data of a run. Call it in its transaction."""
    _record(
        sign_off.run,
        Event.Kind.TRAINING_DATA_SIGNED,
        {
            "data": sign_off.data,
            "data_sha256": sign_off.data_sha256,
            "refused": sign_off.refused,
            "name": sign_off.name,
            "reason": sign_off.reason,
        },
        user=sign_off.account,
        client_key=f"training:signed:{sign_off.pk}",
        origin=origin,
    )


def record_comparing_closed(run: TrainingRun, *, comparisons_sha256: str, origin: str) -> None:
    """Record that no more answers are compared, and the digest of all that people said. In its transaction.

    `comparisons_sha256` is that of `people/comparisons.jsonl`, which the manifest names too.
    """
    said = HumanComparison.objects.of_run(run)
    _record(
        run,
        Event.Kind.TRAINING_COMPARING_CLOSED,
        {
            "comparisons": said.count(),
            "by_simulated_people": said.filter(invitation__is_simulated=True).count(),
            "people_who_compared": len({each.invitation_id for each in said}),
            "invitations": run.invitations.count(),
            "invitations_withdrawn": run.invitations.exclude(withdrawn_at=None).count(),
            "comparisons_sha256": comparisons_sha256,
        },
        user=run.comparing_closed_by,
        client_key=f"training:{run.public_id}:comparing",
        origin=origin,
    )


def record_finished(run: TrainingRun, *, origin: str) -> None:
    """Record with which files a run ended, or came here; the manifest names each with its SHA-256.

    The same files again are recorded once. Call it in the transaction that stores the summary.
    """
    manifest = hashlib.sha256(ArtifactFolder(run.artifact_folder).manifest.read_bytes()).hexdigest()
    _record(
        run,
        Event.Kind.TRAINING_FINISHED,
        {
            "constitution_sha256": run.version.content_sha256,
            "outcome": (run.summary or {}).get("outcome", ""),
            "manifest_sha256": manifest,
        },
        user=run.started_by if run.is_imported else None,
        client_key=f"training:{run.public_id}:{manifest[:32]}",
        origin=origin,
    )


def _record(
    run: TrainingRun,
    kind: Event.Kind,
    body: dict[str, Any],
    *,
    user: User | None,
    client_key: str,
    origin: str,
) -> None:
    """Record what was done with a run, under its name and the version of its constitution."""
    record_event(
        run.deliberation,
        EventDraft(
            kind=kind,
            body={"run": run.public_id, "version": run.version.number, **body},
            user=user,
            client_key=client_key,
            origin=origin,
        ),
    )
