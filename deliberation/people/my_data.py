"""Everything that is kept about one participant, in a form they can read and take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from deliberation.models import (
    Event,
    Exposure,
    HostIdentity,
    Invitation,
    NoticeSubscription,
    Participant,
    ParticipantProfile,
    Statement,
    Vote,
    VoteReason,
)
from deliberation.people.consent import text_agreed_to
from deliberation.people.kept_elsewhere import data_kept_elsewhere
from deliberation.voting.next_statement import EXPLANATIONS

SHOWN_EXPOSURES = 50
"""As many are on the page; all are in the file."""


def data_about(participant: Participant) -> dict[str, Any]:
    """Return a JSON-able account of everything that is kept under a participant's number."""
    profile = ParticipantProfile.objects.filter(participant=participant).first()
    return {
        "deliberation": participant.deliberation.title,
        "participant": participant.number,
        "joined_at": _said(participant.joined_at),
        **_way_in(participant),
        "consent": _consent(participant),
        "answers": profile.answers if profile else {},
        "statements": [_statement(statement) for statement in participant.statements.order_by("number")],
        "votes": [_vote(vote) for vote in Vote.objects.by(participant).select_related("statement")],
        "reasons": [_reason(reason) for reason in _reasons(participant)],
        "shown_to_you": [_exposure(exposure) for exposure in _exposures(participant)],
        "notices": _notices(participant),
        **data_kept_elsewhere(participant),
        "entries_in_the_log": Event.objects.filter(participant=participant).count(),
    }


@dataclass(frozen=True)
class ShownExposure:
    """That a statement was shown to the reader, when, and why."""

    statement: Statement
    shown_at: datetime
    explanation: Promise | str


def shown_exposures(participant: Participant) -> list[ShownExposure]:
    """Return the latest statements that were shown to a participant, with the reason as a sentence."""
    latest = _exposures(participant).order_by("-pk")[:SHOWN_EXPOSURES]
    return [ShownExposure(one.statement, one.shown_at, _explanation(one)) for one in latest]


def _way_in(participant: Participant) -> dict[str, Any]:
    invitation = Invitation.objects.filter(participant=participant).first()
    vouched = HostIdentity.objects.filter(participant=participant).first()
    return {
        "signed_in_with_an_account": participant.user_id is not None,
        "invitation": {"batch": invitation.batch, "used_at": _said(invitation.used_at)}
        if invitation
        else None,
        "identity_of_another_site": {"kept_as": "a keyed digest", "since": _said(vouched.created_at)}
        if vouched
        else None,
        "place_given_for": participant.quota.cell if participant.quota else None,
    }


def _consent(participant: Participant) -> dict[str, Any]:
    agreed = text_agreed_to(participant)
    return {"version": participant.consent_version, "text": agreed.text if agreed else None}


def _statement(statement: Statement) -> dict[str, Any]:
    decision = statement.last_decision()
    return {
        "number": statement.number,
        "text": statement.text,
        "language": statement.language,
        "state": statement.state,
        "merged_into": statement.merged_into.number if statement.merged_into else None,
        "proposed_at": _said(statement.proposed_at),
        "decision": decision
        and {
            "outcome": decision.outcome,
            "reason": decision.reason,
            "note": decision.note,
            "decided_at": _said(decision.decided_at),
        },
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "statement": vote.statement.number,
        "text": vote.statement.text,
        "vote": Vote.Value(vote.value).name.lower(),
        "pass_reason": vote.pass_reason,
        "is_important": vote.is_important,
        "cast_at": _said(vote.cast_at),
    }


def _reasons(participant: Participant) -> Iterator[VoteReason]:
    return participant.vote_reasons.select_related("statement").order_by("pk").iterator()


def _reason(reason: VoteReason) -> dict[str, Any]:
    return {
        "statement": reason.statement.number,
        "vote": Vote.Value(reason.value).name.lower(),
        "text": reason.text,
        "state": reason.state,
        "given_at": _said(reason.given_at),
    }


def _exposures(participant: Participant) -> Any:
    return Exposure.objects.filter(participant=participant).select_related("statement").order_by("pk")


def _exposure(exposure: Exposure) -> dict[str, Any]:
    return {
        "statement": exposure.statement.number,
        "shown_at": _said(exposure.shown_at),
        "why": exposure.reason,
        "explanation": str(_explanation(exposure)),
        "probability": exposure.probability,
    }


def _explanation(exposure: Exposure) -> Promise | str:
    return EXPLANATIONS.get(exposure.reason, "")  # type: ignore[call-overload, no-any-return]


def _notices(participant: Participant) -> dict[str, Any] | None:
    subscription = NoticeSubscription.objects.filter(participant=participant).first()
    return subscription and {
        "email": subscription.email,
        "language": subscription.language,
        "on_decision": subscription.on_decision,
        "on_results": subscription.on_results,
        "on_ratification": subscription.on_ratification,
        "confirmed_at": _said(subscription.confirmed_at),
    }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
