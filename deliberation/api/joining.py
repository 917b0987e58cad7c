"""Joining through the interface for programs, by the same ways in as on the website."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from deliberation.api.access import participant_in, role_in
from deliberation.api.limits import count
from deliberation.api.problems import Problem
from deliberation.embedding.identities import (
    IdentityRefused,
    known_participant,
    participant_with,
    read_identity,
)
from deliberation.integrity.rate_limits import network_of
from deliberation.models import ApiToken, Deliberation, Participant, Scope, User
from deliberation.people.consent import agree_to_consent
from deliberation.people.forms import ANSWER, JoinForm
from deliberation.people.introduction import introduction_of
from deliberation.people.invitations import (
    AnswerNeeded,
    InvitationSpent,
    InvitationUnknown,
    PlacesTaken,
    join_by_invitation,
)
from deliberation.people.proof_of_work import ProofRefused, new_challenge, use_proof
from deliberation.people.questionnaire import questions_in_order
from deliberation.people.services import (
    JoinRefused,
    join_deliberation,
    join_with_account,
)
from deliberation.voting.forms import new_client_key

Access = Deliberation.Access
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    InvitationUnknown: (422, "invitation-unknown"),
    InvitationSpent: (410, "invitation-spent"),
    PlacesTaken: (409, "places-taken"),
    AnswerNeeded: (422, "answer-needed"),
    ProofRefused: (403, "proof-of-work"),
}
"""What a program is told of a refusal; everything else is 403 `join-refused`."""


@dataclass(frozen=True)
class Joined:
    """Whoever takes part now.

    `shows_key` says whether the caller has no other way to act for them and is to be told the key.
    """

    participant: Participant
    is_new: bool
    shows_key: bool


def what_joining_asks(deliberation: Deliberation) -> dict[str, Any]:
    """Return what a program has to show to people and to send, in the reader's language."""
    return {
        "access": deliberation.access,
        "is_open": deliberation.is_open,
        "consent": present_consent(deliberation),
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "language": question.language,
                "options": [kept for kept, _words in question.options] if question.is_choice else [],
            }
            for question in questions_in_order(deliberation)
        ],
        "proof_of_work": _challenge(deliberation) if deliberation.asks_proof_of_work else None,
    }


def present_consent(deliberation: Deliberation) -> dict[str, Any]:
    """Return the text that people agree to now, with its version, and its translation for the reader."""
    return {
        "version": deliberation.consent_version,
        "text": deliberation.consent_text,
        "language": deliberation.language,
        "translation": introduction_of(deliberation).consent_translation,
    }


def join(request: Request, deliberation: Deliberation, sent: dict[str, Any]) -> Joined:
    """Let somebody take part, or find whom the same browser, account, key or `xid` is already.

    Raises:
        Problem: 409 `consent-changed`, and whatever else stands in the way.
        ValidationError: an answer is none of those that can be chosen.
    """
    if sent["consent_version"] != deliberation.consent_version:
        changed = _("This is not the text that people agree to now. Please show them this one.")
        raise Problem(409, "consent-changed", changed, consent=present_consent(deliberation))
    present = participant_in(request, deliberation)
    if present is not None:
        agree_to_consent(participant=present, version=sent["consent_version"])
        return Joined(present, is_new=False, shows_key=False)
    if not deliberation.is_open:
        raise Problem(409, "closed", _("This deliberation is closed; nobody joins any more."))
    if isinstance(request.auth, ApiToken) and role_in(request, deliberation, Scope.PARTICIPATE) is None:
        raise Problem(403, "not-allowed", _("Who made this token has no role here any more."))
    try:
        if "xid" in sent:
            return _join_vouched(request, deliberation, sent)
        return _join(request, deliberation, sent)
    except IdentityRefused as refusal:
        raise Problem(403, "identity-refused", str(refusal)) from None
    except JoinRefused as refusal:
        status, kind = REFUSALS.get(type(refusal), (403, "join-refused"))
        missing = {"questions": refusal.questions} if isinstance(refusal, AnswerNeeded) else {}
        raise Problem(status, kind, str(refusal), **missing) from None


def _join_vouched(request: Request, deliberation: Deliberation, sent: dict[str, Any]) -> Joined:
    """Join whom a host site vouches for: one person, one participant."""
    identity = read_identity(deliberation, sent["xid"])
    known = known_participant(deliberation, identity)
    if known is None:
        _wait_to_join(request)
    participant = participant_with(deliberation, identity)
    participant.deliberation = deliberation
    agree_to_consent(participant=participant, version=sent["consent_version"])
    return Joined(participant, is_new=known is None, shows_key=True)


def _join(request: Request, deliberation: Deliberation, sent: dict[str, Any]) -> Joined:
    form = _checked(deliberation, sent)
    user = request.user if request.auth is None and isinstance(request.user, User) else None
    if deliberation.access == Access.ACCOUNT and user is None:
        raise Problem(403, "account-needed", _("People join this deliberation with an account; sign in."))
    _wait_to_join(request)
    if deliberation.asks_proof_of_work:
        use_proof(deliberation, sent.get("proof_of_work", ""))
    if deliberation.access == Access.INVITATION:
        participant = join_by_invitation(
            deliberation=deliberation,
            code=form.cleaned_data["code"],
            answers=form.answers,
        )
    elif user is not None and deliberation.access == Access.ACCOUNT:
        participant = join_with_account(deliberation=deliberation, user=user, answers=form.answers)
    else:
        participant = join_deliberation(deliberation=deliberation, answers=form.answers, has_worked=True)
    return Joined(participant, is_new=True, shows_key=participant.user_id is None)


def _challenge(deliberation: Deliberation) -> dict[str, Any]:
    challenge = new_challenge(deliberation)
    return challenge | {"max_number": challenge["maxNumber"]}


def _wait_to_join(request: Request) -> None:
    """Count one more newcomer from a network; a token's requests are counted by themselves."""
    if not isinstance(request.auth, ApiToken):
        count(settings.JOIN_RATE_LIMIT, "join", network_of(request._request))


def _checked(deliberation: Deliberation, sent: dict[str, Any]) -> JoinForm:
    """Return the website's own form with what was sent, checked."""
    answers = {ANSWER + key: answer for key, answer in sent.get("answers", {}).items()}
    fields = answers | {"key": new_client_key(), "code": sent.get("invitation", "")}
    form = JoinForm(fields, deliberation=deliberation, questions=questions_in_order(deliberation))
    if form.is_valid():
        return form
    wrong: dict[str, Any] = {}
    for name, errors in form.errors.items():
        if name.startswith(ANSWER):
            wrong.setdefault("answers", {})[name.removeprefix(ANSWER)] = list(errors)
        else:
            wrong["invitation" if name == "code" else name] = list(errors)
    raise ValidationError(wrong)
