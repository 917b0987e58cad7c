"""How a vote ended, in one sentence."""

from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion


def how_it_ended(version: ConstitutionVersion) -> str:
    """Say how the vote on a closed version ended; every answer is kept in each case."""
    if version.is_ratified:
        return _("The participants have ratified version %(number)d.") % {"number": version.number}
    outcome = (version.ratification or {}).get("outcome")
    if outcome == "whole not adopted":
        return _(
            "The vote is closed: principles were adopted, but the text as a whole was not. "
            "All votes are kept."
        )
    if outcome == "no quorum":
        return _("The vote is closed without a quorum, so nothing was adopted. All votes are kept.")
    return _("The vote is closed, and no principle was adopted. All votes are kept.")
