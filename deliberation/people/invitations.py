"""Joining by invitation: codes that one person can use once, and places per kind of people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Invitation, Participant, Quota, User
from deliberation.people.invitation_codes import bare_code, digest_of, new_code
from deliberation.people.questionnaire import described_cell, questions_in_order
from deliberation.people.quotas import cell_of, open_questions
from deliberation.people.services import JoinRefused, known_visitor, new_participant, record_joining

LARGEST_BATCH = 20_000


class InvitationUnknown(JoinRefused):
    """No invitation of this deliberation has this code."""


class InvitationSpent(JoinRefused):
    """The invitation was used, has expired or was taken back."""


class PlacesTaken(JoinRefused):
    """There is no place left for people of this kind; the invitation stays unused."""


class AnswerNeeded(JoinRefused):
    """Places are given by answers, and those left out are needed; `questions` holds their keys."""

    def __init__(self, message: str, questions: list[str]) -> None:
        super().__init__(message)
        self.questions = questions


@transaction.atomic
def make_invitations(
    *,
    deliberation: Deliberation,
    count: int,
    batch: str = "",
    expires_at: datetime | None = None,
    user: User | None = None,
) -> list[str]:
    """Make invitations and return their codes. They are shown this once: only digests are kept.

    Raises:
        ValueError: the count is not from 1 to `LARGEST_BATCH`.
    """
    if not 1 <= count <= LARGEST_BATCH:
        raise ValueError(f"From 1 to {LARGEST_BATCH} invitations can be made at once, not {count}.")
    codes = [new_code() for _position in range(count)]
    Invitation.objects.bulk_create(
        [
            Invitation(
                deliberation=deliberation,
                code_digest=digest_of(deliberation, code),
                batch=batch[:80],
                created_by=user,
                expires_at=expires_at,
            )
            for code in codes
        ],
        batch_size=1000,
    )
    return codes


def revoke_invitations(*, invitations: Iterable[Invitation]) -> int:
    """Take back those of the invitations that nobody has used; return how many that were."""
    keys = [invitation.pk for invitation in invitations]
    unused = Invitation.objects.filter(pk__in=keys, used_at=None, revoked_at=None)
    return unused.update(revoked_at=timezone.now())


@transaction.atomic
def join_by_invitation(
    *, deliberation: Deliberation, code: str, answers: dict[str, str], visitor_key: str = ""
) -> Participant:
    """Use an invitation and make a participant, in the place that the answers give.

    Sending the same form again returns the same participant. Of two people with one code, one joins.

    Raises:
        JoinRefused: as its subclasses say; then the invitation is as unused as before.
    """
    # Invitation, quota, deliberation: always locked in this order, so that nobody waits in a circle.
    invitation = _locked_invitation(deliberation, code)
    known = known_visitor(deliberation, visitor_key)
    if known is not None and known.pk == invitation.participant_id:
        return known
    _check_usable(invitation)
    quota = _place_for(deliberation, answers)
    participant = new_participant(deliberation, answers=answers, visitor_key=visitor_key, quota=quota)
    invitation.used_at, invitation.participant = timezone.now(), participant
    invitation.save(update_fields=["used_at", "participant"])
    record_joining(participant)
    return participant


def _locked_invitation(deliberation: Deliberation, code: str) -> Invitation:
    if deliberation.access != Deliberation.Access.INVITATION:
        raise JoinRefused(_("This deliberation is not by invitation."))
    digest = digest_of(deliberation, code)
    found = Invitation.objects.select_for_update().filter(deliberation=deliberation, code_digest=digest)
    invitation = found.first() if bare_code(code) else None
    if invitation is None:
        raise InvitationUnknown(
            _(
                "There is no invitation with this code for this deliberation. "
                "Please compare it letter by letter."
            )
        )
    return invitation


def _check_usable(invitation: Invitation) -> None:
    if invitation.used_at:
        raise InvitationSpent(
            _(
                "This code was used already. If that was you, open your link to come back, "
                "or the browser in which you joined."
            )
        )
    if invitation.revoked_at:
        raise InvitationSpent(
            _("This code was taken back by the organisers. Please ask them for another one.")
        )
    if invitation.expires_at and invitation.expires_at <= timezone.now():
        raise InvitationSpent(_("This code has expired. Please ask the organisers for another one."))


def _place_for(deliberation: Deliberation, answers: dict[str, str]) -> Quota | None:
    """Return the quota with a free place for these answers, locked; None where there are no quotas."""
    quotas = list(deliberation.quotas.select_for_update().order_by("pk"))
    if not quotas:
        return None
    cells = [quota.cell for quota in quotas]
    position = cell_of(answers, cells)
    if position is None:
        raise _no_place(deliberation, open_questions(answers, cells))
    quota = quotas[position]
    if quota.participants.count() >= quota.seats:
        raise _all_taken(deliberation, quota, [] if quota.cell else open_questions(answers, cells))
    return quota


def _all_taken(deliberation: Deliberation, quota: Quota, missing: list[str]) -> JoinRefused:
    if missing:
        return _answer_needed(
            deliberation, missing, _("All places for people who leave a question out are taken.")
        )
    kind = described_cell(quota.cell, questions_in_order(deliberation))
    taken = (
        _("All places for %(kind)s are taken.") % {"kind": kind}
        if quota.cell
        else _("All places for people with other answers are taken.")
    )
    stays = _("Your code stays unused; the organisers can tell you whether more places will open.")
    return PlacesTaken(f"{taken} {stays}")


def _no_place(deliberation: Deliberation, missing: list[str]) -> JoinRefused:
    if not missing:
        return PlacesTaken(
            _(
                "The places of this deliberation are for people with other answers, so that every part "
                "of the population is heard. Your code stays unused."
            )
        )
    return _answer_needed(
        deliberation,
        missing,
        _("Places are given by answers, so that every part of the population is heard."),
    )


def _answer_needed(deliberation: Deliberation, missing: list[str], why: str) -> AnswerNeeded:
    texts = {question.key: question.text for question in questions_in_order(deliberation)}
    asked = " ".join(texts.get(key, key) for key in missing)
    please = _("Please answer: %(questions)s") % {"questions": asked}
    purpose = _("The answer is used for giving places and for weighting the results, and for nothing else.")
    return AnswerNeeded(f"{why} {please} {purpose}", missing)
