"""Joining a deliberation."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from deliberation.models import Deliberation, Participant, ParticipantProfile


@transaction.atomic
def join_deliberation(*, deliberation: Deliberation, answers: dict[str, Any] | None = None) -> Participant:
    """Make a new participant, with the consent text of today and what they chose to say of themselves."""
    participant = Participant.objects.create(
        deliberation=deliberation,
        number=deliberation.reserve_participant_number(),
        consent_version=deliberation.consent_version,
        joined_at=timezone.now(),
    )
    if answers:
        ParticipantProfile.objects.create(participant=participant, answers=answers)
    return participant
