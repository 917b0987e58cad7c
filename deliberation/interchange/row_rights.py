"""Who may take out what single participants voted."""

from argparse import ArgumentParser

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Membership, Participant, Role, User


def add_who(parser: ArgumentParser) -> None:
    """Add `--as EMAIL` to a command that hands out rows."""
    parser.add_argument(
        "--as",
        dest="as_account",
        metavar="EMAIL",
        help="the account for which this is done; single votes are for owners with the right to them",
    )


def rows_are_public(deliberation: Deliberation) -> bool:
    """Whether nobody's row is a secret: every participant was imported from public files or simulated."""
    return not deliberation.participants.filter(origin=Participant.Origin.WEB).exists()


def may_take_rows(user: User, deliberation: Deliberation) -> bool:
    """Whether an account owns the deliberation and was given the right to single votes; superusers may."""
    if not user.is_active:
        return False
    return user.is_superuser or (
        Membership.objects.filter(
            deliberation=deliberation, user=user, role=Role.OWNER, may_export_rows=True
        ).exists()
    )


def refusal_of_rows(deliberation: Deliberation, email: str | None) -> str:
    """Return why rows are not handed to the account of this address, in one line; empty where they are."""
    if rows_are_public(deliberation):
        return ""
    if not email:
        return (
            f"People voted on this site in {deliberation.slug}: their single votes are handed only to an "
            "owner with the right to them; say who you are with --as EMAIL."
        )
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None or not may_take_rows(user, deliberation):
        return (
            f"{email} has no right to the single votes of {deliberation.slug}; "
            "an owner gives it on the page of the organisers."
        )
    return ""


def check_rows(deliberation: Deliberation, email: str | None) -> None:
    """End the work where the rows are not for the account of this address.

    Raises:
        WorkRefused: they are not; the text says why.
    """
    refusal = refusal_of_rows(deliberation, email)
    if refusal:
        raise WorkRefused(refusal)
