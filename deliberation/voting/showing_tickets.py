"""What a browser is told of a statement that it gets in advance, to be sent back once it has been shown.

Statements are drawn when they are handed out, and shown later or never. The ticket holds what the log of
showings says of the draw: what, from which analysis, why, the how-manieth, and how likely. It is signed for
one participant, so nobody can put into the log what was not drawn.
"""

from typing import Final

from django.core.signing import BadSignature, Signer

from deliberation.models import Exposure, Participant

LONGEST: Final = 300


def ticket_of(showing: Exposure) -> str:
    """Return the ticket of a statement that has been drawn for a participant and not been shown yet."""
    told = [showing.statement_id, showing.analysis_id, showing.reason, showing.seed, showing.probability]
    return _signer(showing.participant).sign_object(told)


def showing_of(participant: Participant, ticket: str) -> Exposure | None:
    """Return the showing that a ticket tells of, for the log; None for no ticket, or somebody else's."""
    if not ticket or len(ticket) > LONGEST:
        return None
    try:
        statement, analysis, reason, seed, probability = _signer(participant).unsign_object(ticket)
    except (BadSignature, ValueError):
        return None
    return Exposure(
        participant_id=participant.pk,
        statement_id=statement,
        analysis_id=analysis,
        reason=reason,
        seed=seed,
        probability=probability,
    )


def _signer(participant: Participant) -> Signer:
    return Signer(salt=f"deliberation.voting.showing:{participant.public_id}")
