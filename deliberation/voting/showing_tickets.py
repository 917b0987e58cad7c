"""What a browser is told of a statement that it gets in advance, to be sent back once it has been shown.

Statements are drawn when they are handed out, and shown later or never. The ticket holds what the log of
showings says of the draw: what, from which analysis, why, the how-manieth, and how likely. It is signed for
one participant, so nobody can put into the log what was not drawn.
"""

from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, Signer

from deliberation.models import Exposure, Participant

LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Showing:
    """What the log is to say of a statement that is shown to somebody; without a seed it was not drawn."""

    statement_id: int
    analysis_id: int | None = None
    reason: str = ""
    seed: str = ""
    probability: float | None = None

    def exposure(self, participant: Participant) -> Exposure:
        """Return the entry of the log, not yet written."""
        return Exposure(
            participant_id=participant.pk,
            statement_id=self.statement_id,
            analysis_id=self.analysis_id,
            reason=self.reason,
            seed=self.seed,
            probability=self.probability,
        )


def ticket_of(participant: Participant, showing: Showing) -> str:
    """Return the ticket of a statement that has been drawn for a participant and not been shown yet."""
    told = [showing.statement_id, showing.analysis_id, showing.reason, showing.seed, showing.probability]
    return _signer(participant).sign_object(told)


def showing_of(participant: Participant, ticket: str) -> Showing | None:
    """Return the showing that a ticket tells of, for the log; None for no ticket, or somebody else's."""
    if not ticket or len(ticket) > LONGEST:
        return None
    try:
        return Showing(*_signer(participant).unsign_object(ticket))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer(participant: Participant) -> Signer:
    return Signer(salt=f"deliberation.voting.showing:{participant.public_id}")
