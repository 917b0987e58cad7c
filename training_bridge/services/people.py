"""People compare answers and look for faults in rows, until an owner closes the comparing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, Role, User
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import HumanComparison, RowReview, Standing, TrainingInvitation, TrainingRun
from training_bridge.people.comparisons import CHOICES, LONGEST_REASON, PLACES, HumanItem, Place
from training_bridge.people.offered import offered_items
from training_bridge.people.turns import turns_of
from training_bridge.services.inviting import (
    InvitingRefused,
    invitation_of,
    invite_person,
    was_withdrawn,
    withdraw_invitation,
)
from training_bridge.services.people_files import comparisons_file, write_people_files
from training_bridge.services.recording import record_comparing_closed
from training_bridge.services.stopping import go_on

__all__ = [
    "AnswerRefused",
    "ClosingRefused",
    "InvitingRefused",
    "Turn",
    "close_comparing",
    "invitation_of",
    "invite_person",
    "items_of",
    "next_item",
    "take_comparison",
    "take_review",
    "turns",
    "was_withdrawn",
    "withdraw_invitation",
    "write_people_files",
]


class AnswerRefused(Exception):
    """What a person sent cannot be taken; the text says why. Nothing was written."""


class ClosingRefused(Exception):
    """The comparing cannot be closed now; the text says why. Nothing was written."""


@dataclass(frozen=True)
class Turn:
    """One item in the order in which a person is asked, with what the person said of it, if anything."""

    item: HumanItem
    shown_first: Place
    said: HumanComparison | None


def items_of(run: TrainingRun) -> tuple[HumanItem, ...]:
    """Return the pairs of answers that people are asked to compare; none before the run has written them."""
    return offered_items(ArtifactFolder(run.artifact_folder).human_items)


def turns(invitation: TrainingInvitation) -> tuple[Turn, ...]:
    """Return all that a person is asked to compare, in that person's order."""
    items = {item.id: item for item in items_of(invitation.run)}
    said = {each.item_id: each for each in invitation.comparisons.all()}
    return tuple(
        Turn(items[item], place, said.get(item)) for item, place in turns_of(invitation.number, items)
    )


def next_item(invitation: TrainingInvitation) -> tuple[HumanItem, Place] | None:
    """Return what a person is asked next, with the answer that stands first; None at the end."""
    return next(((turn.item, turn.shown_first) for turn in turns(invitation) if turn.said is None), None)


@transaction.atomic
def take_comparison(
    *, invitation: TrainingInvitation, item_id: str, choice: str, shown_first: str, reason: str = ""
) -> HumanComparison:
    """Take what a person says of an item; saying it again changes it.

    Args:
        invitation: the person's.
        item_id: the item.
        choice: the item's answer, whichever place it stood in, or "same" or "skip".
        shown_first: the item's answer that stood first on the person's screen.
        reason: in the person's own words.

    Raises:
        AnswerRefused: the comparing is closed, the invitation withdrawn, or what was sent is none of this.
    """
    if choice not in CHOICES or shown_first not in PLACES:
        raise AnswerRefused(_("Choose one of the answers, or say that they are about the same, or skip."))
    reason = clean_text(reason)
    if len(reason) > LONGEST_REASON:
        raise AnswerRefused(
            _("The reason is too long: it can have %(most)s letters.") % {"most": LONGEST_REASON}
        )
    run, invitation = _locked(invitation)
    if run.comparing_closed_at is not None:
        raise AnswerRefused(_("The comparing is closed. Thank you for helping."))
    if item_id not in {item.id for item in items_of(run)}:
        raise AnswerRefused(_("These two answers are not among those that people compare."))
    said, _is_new = HumanComparison.objects.update_or_create(
        invitation=invitation,
        item_id=item_id,
        defaults={"choice": choice, "shown_first": shown_first, "reason": reason, "at": timezone.now()},
    )
    return said


@transaction.atomic
def take_review(
    *, invitation: TrainingInvitation, row_id: str, with_critic: bool, answer: Mapping[str, Any]
) -> RowReview:
    """Take what a person found in a training row; saying it again changes it.

    Args:
        invitation: the person's.
        row_id: the row.
        with_critic: whether the critic's flags stood beside it.
        answer: `faults`, `flags` and `nothing_found`, as `critic.reviews.Review` has them.

    Raises:
        AnswerRefused: the invitation was withdrawn.
    """
    _run, invitation = _locked(invitation)
    said, _is_new = RowReview.objects.update_or_create(
        invitation=invitation,
        row_id=row_id,
        defaults={"with_critic": with_critic, "answer": dict(answer), "at": timezone.now()},
    )
    return said


@transaction.atomic
def close_comparing(*, run: TrainingRun, closed_by: User | None = None) -> TrainingRun:
    """End the comparing; a run that waits for it goes on, with the judge alone where nobody said anything.

    Closing it again changes nothing.

    Raises:
        PermissionError: the account does not own the deliberation.
        ClosingRefused: there is nothing to compare yet.
    """
    if closed_by is not None and closed_by.role_in(run.deliberation) != Role.OWNER:
        raise PermissionError("Only owners of this deliberation close the comparing.")
    run = TrainingRun.objects.select_for_update(of=("self",)).select_related("version", "job").get(pk=run.pk)
    if run.comparing_closed_at is not None:
        return run
    if not items_of(run):
        raise ClosingRefused(_("There is nothing to compare yet."))
    if run.awaits_comparisons and run.is_under_way:
        raise ClosingRefused(_("The run is still writing. Try again in a moment."))
    waits = run.standing == Standing.COMPARING
    run.comparing_closed_at, run.comparing_closed_by = timezone.now(), closed_by
    run.save(update_fields=["comparing_closed_at", "comparing_closed_by"])
    record_comparing_closed(
        run,
        comparisons_sha256=hashlib.sha256(comparisons_file(run)).hexdigest(),
        origin=Event.Origin.WEB if closed_by else Event.Origin.COMMAND,
    )
    return go_on(run) if waits else run


def _locked(invitation: TrainingInvitation) -> tuple[TrainingRun, TrainingInvitation]:
    """Lock the run, as closing and withdrawing do, and then read the invitation as it is now."""
    run = TrainingRun.objects.select_for_update(of=("self",)).get(pk=invitation.run_id)
    found = TrainingInvitation.objects.usable().filter(pk=invitation.pk).first()
    if found is None:
        raise AnswerRefused(_("This link was taken back by the organisers."))
    return run, found
