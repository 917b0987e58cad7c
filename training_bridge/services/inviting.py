"""Asking people for help with a run: each gets a link of their own, without an account.

The link is the key. It is shown once, only a keyed digest of it is kept, and it opens what the run asks
people for: comparing answers, and looking for faults in training rows.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Role, User
from training_bridge.models import TrainingInvitation, TrainingRun

KEY_BYTES = 16
LONGEST_KEY = 64
LONGEST_NAME = 150
MOST_INVITED = 1000


class InvitingRefused(Exception):
    """This person cannot be invited; the text says why. Nothing was written."""


@transaction.atomic
def invite_person(
    *, run: TrainingRun, name: str, invited_by: User | None = None, is_simulated: bool = False
) -> tuple[TrainingInvitation, str]:
    """Invite one person, and return the invitation with its key, which nobody can look up later.

    Args:
        run: the run that the person is asked to help with.
        name: by which the organisers know the person; nobody else sees it.
        invited_by: an owner; None where a command invites.
        is_simulated: whether a program will answer in place of a person.

    Raises:
        PermissionError: the account does not own the deliberation.
        InvitingRefused: the name is empty, too long or taken, or the run takes nobody.
    """
    _only_owners(invited_by, run)
    name = clean_text(name)
    run = TrainingRun.objects.select_for_update(of=("self",)).select_related("version").get(pk=run.pk)
    invited = TrainingInvitation.objects.filter(run=run)
    if run.is_imported:
        raise InvitingRefused(_("This run was done elsewhere: nobody can be asked to help with it here."))
    if not name or len(name) > LONGEST_NAME:
        raise InvitingRefused(_("Give a name of 1 to %(most)s letters.") % {"most": LONGEST_NAME})
    if invited.usable().filter(name__iexact=name).exists():
        raise InvitingRefused(_("Somebody of this name is invited already. Take that link back first."))
    number = (invited.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_INVITED:
        raise InvitingRefused(
            _("At most %(most)s people can be invited to one run.") % {"most": MOST_INVITED}
        )
    key = secrets.token_urlsafe(KEY_BYTES)
    invitation = TrainingInvitation.objects.create(
        run=run,
        number=number,
        name=name,
        key_digest=_digest(run, key),
        invited_by=invited_by,
        is_simulated=is_simulated,
    )
    return invitation, key


def invitation_of(run: TrainingRun, key: str) -> TrainingInvitation | None:
    """Return the invitation that a key opens; None where it opens none, or does so no more."""
    return _of_key(run, key, withdrawn=False)


def was_withdrawn(run: TrainingRun, key: str) -> bool:
    """Return whether a key opened something until the organisers took it back."""
    return _of_key(run, key, withdrawn=True) is not None


@transaction.atomic
def withdraw_invitation(*, run: TrainingRun, number: int, withdrawn_by: User | None = None) -> int:
    """Take back a person's link, erase the name and what the person has said; return how much that was.

    Once the comparing is closed, models learn from what was compared: that stays, under the pseudonym.

    Raises:
        PermissionError: the account does not own the deliberation.
        TrainingInvitation.DoesNotExist: nobody was invited under this number.
    """
    _only_owners(withdrawn_by, run)
    run = TrainingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    invitation = TrainingInvitation.objects.select_for_update().get(run=run, number=number)
    erased, _of_each = invitation.reviews.all().delete()
    if run.comparing_closed_at is None:
        erased += invitation.comparisons.all().delete()[0]
    invitation.name = invitation.pseudonym
    invitation.withdrawn_at = invitation.withdrawn_at or timezone.now()
    invitation.save(update_fields=["name", "withdrawn_at"])
    return erased


def _of_key(run: TrainingRun, key: str, *, withdrawn: bool) -> TrainingInvitation | None:
    if not key or len(key) > LONGEST_KEY:
        return None
    found = TrainingInvitation.objects.filter(
        run=run, key_digest=_digest(run, key), withdrawn_at__isnull=not withdrawn
    )
    return found.select_related("run__version", "run__job").first()


def _digest(run: TrainingRun, key: str) -> str:
    value = f"{run.public_id}:{key}"
    return salted_hmac("training_bridge.services.inviting", value, algorithm="sha256").hexdigest()


def _only_owners(account: User | None, run: TrainingRun) -> None:
    if account is not None and account.role_in(run.deliberation) != Role.OWNER:
        raise PermissionError("Only owners of this deliberation invite people to help with its runs.")
