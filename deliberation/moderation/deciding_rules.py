"""When a decision about a statement may be taken, and by whom."""

from django.utils.translation import gettext as _

from deliberation.models import (
    Deliberation,
    Event,
    ModerationDecision,
    PendingDecision,
    Statement,
    User,
    Vote,
)
from deliberation.moderation.attached import Attached

Outcome = ModerationDecision.Outcome
BY_ONE_PERSON = frozenset({Event.Origin.IMPORTED, Event.Origin.SIMULATED})
"""Where decisions come from that nobody takes here and now, so that no second person can be asked."""


class DecisionRefused(Exception):
    """The decision cannot be taken; the text says why, in words for the moderator."""


class NeedsSecondPerson(DecisionRefused):
    """One moderator alone cannot decide this: people have voted on the statement already."""


def role_that_decides(user: User | None, statement: Statement) -> str:
    """Return the role in which an account decides about a statement; empty where no account does.

    Raises:
        PermissionError: the account holds no role that decides in this deliberation.
    """
    return role_that_decides_in(statement.deliberation, user)


def role_that_decides_in(deliberation: Deliberation, user: User | None) -> str:
    """Return the role in which an account decides in a deliberation; empty where no account does.

    Raises:
        PermissionError: the account holds no role that decides there.
    """
    if user is None:
        return ""
    role = user.role_in(deliberation)
    if role is None or not role.may_moderate:
        raise PermissionError(_("Only moderators and owners of this deliberation decide about statements."))
    return str(role)


def holds_votes(statement: Statement) -> bool:
    """Whether anybody's vote stands on the statement itself, so that nobody rejects it alone."""
    return Vote.objects.filter(statement=statement).exists()


def checked_target(
    statement: Statement,
    attached: Attached,
    *,
    outcome: str,
    reason: str,
    duplicate_of: Statement | None,
) -> Statement | None:
    """Return what a locked statement is merged into, if anything, once the decision is found possible.

    Raises:
        DecisionRefused: it is not, and why.
    """
    if statement.erased_at is not None:
        raise DecisionRefused(_("Its author took the words back; there is nothing left to decide about."))
    if outcome not in Outcome.values:
        raise DecisionRefused(_("Accept, reject, merge or put back: nothing else can be decided."))
    if outcome == Outcome.REJECTED and reason not in ModerationDecision.Reason.values:
        raise DecisionRefused(_("A rejection needs a reason; its author will read it."))
    if outcome != Outcome.ACCEPTED and statement.pk in attached.holding_others:
        raise DecisionRefused(_("Other statements were merged into this one; merge those elsewhere first."))
    if outcome != Outcome.DUPLICATE:
        return None
    if duplicate_of is None or duplicate_of.deliberation_id != statement.deliberation_id:
        raise DecisionRefused(_("Say which statement of this deliberation it duplicates."))
    if duplicate_of.pk == statement.pk:
        raise DecisionRefused(_("A statement cannot be a duplicate of itself."))
    if duplicate_of.state != Statement.State.ACCEPTED or duplicate_of.merged_into_id is not None:
        raise DecisionRefused(_("A statement can only be merged into one that is open for voting."))
    return duplicate_of


def agreed_to(statement: Statement, confirmed: PendingDecision | None) -> PendingDecision | None:
    """Return a proposal that was agreed to, read anew under lock: what a caller holds proves nothing."""
    if confirmed is None:
        return None
    agreed = PendingDecision.objects.select_for_update().filter(
        pk=confirmed.pk, statement=statement, state=PendingDecision.State.AGREED
    )
    return agreed.first()


def check_two_people(
    statement: Statement, agreed: PendingDecision | None, decided_by: User | None, key: str
) -> None:
    """Let nobody reject alone what people have voted on; what is recorded by that key already may come again.

    Raises:
        NeedsSecondPerson: nobody else has agreed.
    """
    if not holds_votes(statement):
        return
    two = (
        agreed is not None
        and agreed.kind == PendingDecision.Kind.REJECT
        and agreed.answered_by_id is not None
        and agreed.answered_by_id != agreed.proposed_by_id
        and decided_by is not None
        and agreed.answered_by_id == decided_by.pk
    )
    if not two and not _is_recorded(statement, key):
        raise NeedsSecondPerson(
            _("People have voted on it already. Rejecting it needs a second moderator and a public reason.")
        )


def is_own(takes_back: ModerationDecision | None, statement: Statement, decided_by: User | None) -> bool:
    """Whether somebody takes back their own decision, and it is the last one about the statement."""
    if takes_back is None or decided_by is None or takes_back.decided_by_id != decided_by.pk:
        return False
    return takes_back == statement.last_decision()


def check_nobody_votes(statement: Statement, attached: Attached, key: str) -> None:
    """Let nobody take a statement out of the vote alone by having it wait again.

    Raises:
        NeedsSecondPerson: people have voted on it.
    """
    is_in_the_vote = statement.state == Statement.State.ACCEPTED and statement.merged_into_id is None
    if is_in_the_vote and statement.pk in attached.voted_on and not _is_recorded(statement, key):
        raise NeedsSecondPerson(
            _("People have voted on it already. Taking it out of the vote needs a second moderator.")
        )


def _is_recorded(statement: Statement, key: str) -> bool:
    return Event.objects.filter(
        deliberation=statement.deliberation_id, client_key=key, participant=None
    ).exists()
