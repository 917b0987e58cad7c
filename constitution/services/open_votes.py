"""Whether answers on a version are taken now; every service that takes one asks here, and holds the lock."""

from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation


class RatificationVoteRefused(Exception):
    """The answer cannot be taken; the text says why, in words for the voter."""


def why_no_answers(deliberation: Deliberation) -> str:
    """Say why nobody can answer now by the phases of the deliberation; empty where people can."""
    if deliberation.takes_ratification_votes:
        return ""
    return _("Answers are not taken now: the time that was set for this vote is over or has not begun.")


def locked_open_version(version_id: int, *, at_any_time: bool = False) -> ConstitutionVersion:
    """Return the version, locked: an answer is either in before the count, or refused after it.

    Args:
        version_id: whose answers they are.
        at_any_time: whether the dates of the phase do not matter, as for simulated citizens.

    Raises:
        RatificationVoteRefused: the version is not open for ratification.
    """
    version = (
        ConstitutionVersion.objects.select_for_update(of=("self",))
        .select_related("constitution__deliberation")
        .get(pk=version_id)
    )
    if version.state == ConstitutionVersion.State.DRAFT:
        raise RatificationVoteRefused(_("The vote on this draft has not begun."))
    if version.state != ConstitutionVersion.State.RATIFYING:
        raise RatificationVoteRefused(_("The vote on this version has ended. Your earlier votes are kept."))
    if not at_any_time and (refusal := why_no_answers(version.deliberation)):
        raise RatificationVoteRefused(refusal)
    return version
