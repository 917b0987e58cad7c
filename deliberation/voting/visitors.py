"""What a visitor does first, voting or proposing, makes them a participant in the same transaction.

The visitor key is the random key of the form they sent: sending it again finds the same participant.
"""

from collections.abc import Sequence

from django.db import transaction

from deliberation.models import Deliberation, Participant, Statement, Vote
from deliberation.people.services import join_deliberation
from deliberation.voting.batches import Outcome, QueuedVote, take_votes
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote
from deliberation.voting.showing_tickets import Showing


@transaction.atomic
def cast_first_vote(
    *, deliberation: Deliberation, statement: Statement, value: int, client_key: str, visitor_key: str
) -> tuple[Participant, Vote]:
    """Join and vote. That the statement was shown is logged now; how likely that was is not known.

    Raises:
        VoteRefused: the vote cannot be taken; then nobody has joined either.
    """
    participant = join_deliberation(deliberation=deliberation, visitor_key=visitor_key)
    vote = cast_vote(
        participant=participant,
        statement=statement,
        value=value,
        client_key=client_key,
        showing=Showing(statement_id=statement.pk),
    )
    return participant, vote


@transaction.atomic
def take_first_votes(
    *, deliberation: Deliberation, votes: Sequence[QueuedVote]
) -> tuple[Participant | None, list[Outcome]]:
    """Join and vote with a batch; nobody joins where none of the votes can be taken."""
    if not votes:
        return None, []
    with transaction.atomic():
        participant = join_deliberation(deliberation=deliberation, visitor_key=votes[0].key)
        outcomes = take_votes(participant=participant, votes=votes)
        if all(outcome.state == "refused" for outcome in outcomes):
            transaction.set_rollback(True)
            return None, outcomes
    return participant, outcomes


@transaction.atomic
def propose_first_statement(
    *, deliberation: Deliberation, text: str, client_key: str, visitor_key: str, language: str = ""
) -> tuple[Participant, Statement]:
    """Join and propose.

    Raises:
        ProposalRefused: the statement cannot be taken; then nobody has joined either.
    """
    author = join_deliberation(deliberation=deliberation, visitor_key=visitor_key)
    statement = propose_statement(
        deliberation=deliberation, text=text, client_key=client_key, author=author, language=language
    )
    return author, statement
