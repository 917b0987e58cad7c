"""What people said of a run, written into its folder, where a run in the terminal would find it too."""

from __future__ import annotations

from typing import Any

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.critic.reviews import review_id
from training_bridge.models import HumanComparison, RowReview, TrainingRun
from training_bridge.people import comparisons
from training_bridge.record_files import json_lines, write_whole


def write_people_files(run: TrainingRun) -> None:
    """Write what people compared and what they found in rows; a file that nobody has a row for is not made.

    A run that was brought here keeps the files it came with.
    """
    if run.is_imported:
        return
    artifacts = ArtifactFolder(run.artifact_folder)
    reviews = json_lines(_review(each) for each in RowReview.objects.of_run(run))
    for path, content in ((artifacts.comparisons, comparisons_file(run)), (artifacts.reviews, reviews)):
        if content or path.exists():
            write_whole(path, content)


def comparisons_file(run: TrainingRun) -> bytes:
    """Give the content of `people/comparisons.jsonl`; the same comparisons give the same bytes."""
    return json_lines(_comparison(each).to_json() for each in HumanComparison.objects.of_run(run))


def _comparison(said: HumanComparison) -> comparisons.HumanComparison:
    person = said.invitation.pseudonym
    return comparisons.HumanComparison(
        id=comparisons.comparison_id(person, said.item_id),
        item_id=said.item_id,
        person=person,
        shown_first=said.shown_first,
        choice=said.choice,
        reason=said.reason,
        at=said.at.isoformat(),
    )


def _review(said: RowReview) -> dict[str, Any]:
    person = said.invitation.pseudonym
    return {
        "id": review_id(person, said.row_id),
        "row_id": said.row_id,
        "person": person,
        "with_critic": said.with_critic,
        **said.answer,
        "at": said.at.isoformat(),
    }
