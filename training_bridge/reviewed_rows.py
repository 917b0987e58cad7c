"""The rows of a run that people look through for faults, and what they found so far."""

from __future__ import annotations

from dataclasses import dataclass

from training_bridge.critic.flagging import Flag, FlaggedRow
from training_bridge.critic.measuring import Material
from training_bridge.critic.reviews import Review, review_id
from training_bridge.models import RowReview, TrainingRun
from training_bridge.record_files import DamagedFileError
from training_bridge.run_settings import RunSettings
from training_bridge.stages.critic import material_of


@dataclass(frozen=True)
class Stretch:
    """Part of an answer: its text, and the numbers of the flags that point at it (counted from 1)."""

    text: str
    flags: tuple[int, ...]


def reviewed_material(run: TrainingRun) -> Material | None:
    """Return the rows, planted faults and reviews of a run as they are now; None where no critic has read.

    Reviews are those given here; a run that was brought here has those of its folder.
    """
    given = list(RowReview.objects.of_run(run))
    reviews = [_review(each) for each in given] if given else None
    try:
        return material_of(run.artifact_folder, RunSettings.from_json(run.settings), reviews)
    except (OSError, DamagedFileError):
        return None


def marked_answer(row: FlaggedRow, flags: tuple[Flag, ...]) -> list[Stretch]:
    """Cut an answer where flags begin and end, so that each stretch is marked or is not."""
    passages = [(number, flag.passage) for number, flag in enumerate(flags, start=1)]
    found = [(number, passage) for number, passage in passages if passage is not None]
    cuts = {0, len(row.answer)}.union(*({each.start, each.end} for _number, each in found))
    places = sorted(cuts)
    return [
        Stretch(
            row.answer[start:end],
            tuple(number for number, each in found if each.start <= start and end <= each.end),
        )
        for start, end in zip(places, places[1:], strict=False)
    ]


def _review(said: RowReview) -> Review:
    person = said.invitation.pseudonym
    return Review.from_json(
        {
            **said.answer,
            "id": review_id(person, said.row_id),
            "row_id": said.row_id,
            "person": person,
            "with_critic": said.with_critic,
            "at": said.at.isoformat(),
        }
    )
