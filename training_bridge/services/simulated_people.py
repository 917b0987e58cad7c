"""Programs in place of people, for demonstrations: invited by that name, and answering as people do."""

from __future__ import annotations

import random

from training_bridge.critic.passages import sentences_of
from training_bridge.critic.reviews import row_for
from training_bridge.models import TrainingInvitation, TrainingRun
from training_bridge.people.simulated_opinions import simulated_choice, simulated_review
from training_bridge.reviewed_rows import reviewed_material
from training_bridge.services.people import invite_person, take_comparison, take_review, turns


def simulate_people(*, run: TrainingRun, people: int = 3, seed: int = 1) -> dict[str, int]:
    """Let programs compare what a run offers and look through what its critic has read.

    They go through the services that people's pages use, by `people.simulated_opinions`. Names, pseudonyms
    and the sealed record say that they are simulated. Doing it again adds only what is missing.

    Returns:
        How many `people` there are, and the `comparisons` and `reviews` that were added.
    """
    invited = [_invited(run, number) for number in range(1, people + 1)]
    return {
        "people": len(invited),
        "comparisons": sum(_compare(each, seed) for each in invited),
        "reviews": sum(_review(each, seed) for each in invited),
    }


def _invited(run: TrainingRun, number: int) -> TrainingInvitation:
    name = f"Simulated person {number}"
    there = TrainingInvitation.objects.usable().filter(run=run, name=name, is_simulated=True).first()
    return there or invite_person(run=run, name=name, is_simulated=True)[0]


def _compare(invitation: TrainingInvitation, seed: int) -> int:
    if invitation.run.comparing_closed_at is not None:
        return 0
    missing = [turn for turn in turns(invitation) if turn.said is None]
    for turn in missing:
        choice, reason = simulated_choice(turn.item, _draw(seed, invitation, turn.item.id))
        take_comparison(
            invitation=invitation,
            item_id=turn.item.id,
            choice=choice,
            shown_first=turn.shown_first,
            reason=reason,
        )
    return len(missing)


def _review(invitation: TrainingInvitation, seed: int) -> int:
    done = 0
    while (material := reviewed_material(invitation.run)) is not None:
        shown = row_for(invitation.pseudonym, material.rows.keys(), material.reviews)
        if shown is None:
            break
        row = material.rows[shown.row_id]
        flags = [flag.id for flag in row.shown_flags] if shown.with_critic else []
        sentences = [each.of(row.answer) for each in sentences_of(row.answer)]
        answer = simulated_review(sentences, flags, _draw(seed, invitation, row.id))
        take_review(invitation=invitation, row_id=row.id, with_critic=shown.with_critic, answer=answer)
        done += 1
    return done


def _draw(seed: int, invitation: TrainingInvitation, about: str) -> random.Random:
    return random.Random(f"{seed} {invitation.pseudonym} {about}")  # noqa: S311 - no secret is drawn.
