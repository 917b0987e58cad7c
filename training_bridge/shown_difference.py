"""What the people who sign see: what is new in the data, and who else may sign."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from deliberation.models import Deliberation, Membership, Role
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.data_difference import data_difference
from training_bridge.models import TrainingRun
from training_bridge.record_files import write_json

MOST_SHARES = 10
MOST_SUSPICIOUS = 20


def keep_difference(run: TrainingRun, data_sha256: str) -> None:
    """Write down what is new in the data, so that no page has to read all of it."""
    earlier = previous_run(run)
    found = data_difference(run.artifact_folder, earlier.artifact_folder if earlier else None)
    content = found.to_json()
    write_json(
        _file(run),
        {
            "data_sha256": data_sha256,
            "compared_with": earlier.public_id if earlier else None,
            **content,
            "suspicious_rows": len(content["suspicious"]),
            "suspicious": content["suspicious"][:MOST_SUSPICIOUS],
            "principles": len({share["principle_id"] for share in content["shares"]}),
            "shares": content["shares"][:MOST_SHARES],
        },
    )


def shown_difference(run: TrainingRun) -> dict[str, Any] | None:
    """Return what was written down about the data that waits; None where there is nothing."""
    try:
        content: dict[str, Any] = json.loads(_file(run).read_bytes())
    except (OSError, ValueError):
        return None
    texts = {principle.label: principle.text for principle in run.version.principles.all()}
    for share in content["shares"]:
        share["text"] = texts.get(share["principle_id"], "")
    return content


def previous_run(run: TrainingRun) -> TrainingRun | None:
    """Return the run before this one whose data something was trained on."""
    earlier = TrainingRun.objects.of(run.deliberation).filter(pk__lt=run.pk).measured()
    return next((each for each in earlier if each.artifact_folder.exists()), None)


def people_who_may_sign(deliberation: Deliberation) -> QuerySet[Membership]:
    """Return the accounts that decide in a deliberation: its owners and moderators."""
    return Membership.objects.filter(deliberation=deliberation, role__in=[Role.OWNER, Role.MODERATOR])


def _file(run: TrainingRun) -> Any:
    return ArtifactFolder(run.artifact_folder).data / "difference.json"
