"""Everything that is kept about one participant, in a form they can read and take away."""

from typing import Any

from deliberation.models import Participant, ParticipantProfile, Vote


def data_about(participant: Participant) -> dict[str, Any]:
    """Return a JSON-able account of the participant: number, consent, answers, statements and votes."""
    profile = ParticipantProfile.objects.filter(participant=participant).first()
    votes = Vote.objects.by(participant).select_related("statement")
    return {
        "deliberation": participant.deliberation.title,
        "participant": participant.number,
        "joined_at": participant.joined_at and participant.joined_at.isoformat(),
        "consent_version": participant.consent_version,
        "answers": profile.answers if profile else {},
        "statements": [
            {
                "number": statement.number,
                "text": statement.text,
                "state": statement.state,
                "proposed_at": statement.proposed_at and statement.proposed_at.isoformat(),
            }
            for statement in participant.statements.order_by("number")
        ],
        "votes": [
            {
                "statement": vote.statement.number,
                "text": vote.statement.text,
                "vote": Vote.Value(vote.value).name.lower(),
                "cast_at": vote.cast_at and vote.cast_at.isoformat(),
            }
            for vote in votes
        ],
    }
