"""Who helps to run a deliberation, and in which role."""

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Membership, Role, User
from deliberation.organising.services import StepRefused, record_change


@transaction.atomic
def set_role(*, deliberation: Deliberation, email: str, role: str, user: User) -> Membership:
    """Give an account a role, new or in place of its former one.

    Raises:
        StepRefused: there is no such account, or nobody would own the deliberation any more.
    """
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    account = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if account is None:
        raise StepRefused(
            _(
                "Nobody has an account here with this address yet. Ask them to make one first, "
                "and then add them."
            )
        )
    known = Membership.objects.filter(deliberation=deliberation, user=account).first()
    if known is not None and known.role == Role.OWNER and role != Role.OWNER:
        _check_an_owner_stays(deliberation, known)
    former = known.role if known else None
    membership, _is_new = Membership.objects.update_or_create(
        deliberation=deliberation,
        user=account,
        defaults={"role": role} | ({} if role == Role.OWNER else {"may_export_rows": False}),
    )
    if former != role:
        _record(deliberation, account, former, role, user)
    return membership


@transaction.atomic
def remove_member(*, deliberation: Deliberation, membership: Membership, user: User) -> None:
    """Take an account's role away.

    Raises:
        StepRefused: nobody would own the deliberation any more.
    """
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    if membership.role == Role.OWNER:
        _check_an_owner_stays(deliberation, membership)
    _record(deliberation, membership.user, membership.role, None, user)
    membership.delete()


@transaction.atomic
def set_row_right(*, deliberation: Deliberation, membership: Membership, may: bool, user: User) -> None:
    """Let an owner take out what single participants voted, or take that right back. It is recorded.

    Raises:
        StepRefused: the account does not own the deliberation.
    """
    locked = Membership.objects.select_for_update().select_related("user").get(pk=membership.pk)
    if may and locked.role != Role.OWNER:
        raise StepRefused(_("Only owners can have the right to single votes."))
    if locked.may_export_rows == may:
        return
    locked.may_export_rows = may
    locked.save(update_fields=["may_export_rows"])
    before, after = ({"account": locked.user.pk, "may_export_rows": one} for one in (not may, may))
    record_change(deliberation=deliberation, subject="people", before=before, after=after, user=user)


@transaction.atomic
def record_rows_taken(*, deliberation: Deliberation, user: User) -> None:
    """Record that an account has taken single votes out."""
    after = {"account": user.pk, "rows_taken": True}
    record_change(deliberation=deliberation, subject="people", before={}, after=after, user=user)


def _check_an_owner_stays(deliberation: Deliberation, leaving: Membership) -> None:
    others = deliberation.memberships.filter(role=Role.OWNER).exclude(pk=leaving.pk)
    if not others.exists():
        raise StepRefused(_("Somebody has to own this deliberation. Make somebody else an owner first."))


def _record(
    deliberation: Deliberation, account: User, former: str | None, role: str | None, user: User
) -> None:
    # Accounts are named by their keys: addresses do not belong into a log that nobody can change.
    before, after = ({"account": account.pk, "role": one and str(one)} for one in (former, role))
    record_change(deliberation=deliberation, subject="people", before=before, after=after, user=user)
