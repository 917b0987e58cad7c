"""What is still missing before a deliberation can be opened, and what its dates do not yet make sense of."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.models import Deliberation

ENOUGH_SEEDS = 15
"""First statements that give people of different minds something to agree with before others have written."""


@dataclass(frozen=True)
class Point:
    """One thing to do before opening: whether it is done, and where. `needed` ones hold the opening up."""

    text: str
    done: bool
    subject: str
    needed: bool = False


def points_before_opening(deliberation: Deliberation) -> list[Point]:
    """Return everything to think of before opening, done or not."""
    statements = deliberation.statements.open_for_voting().count()
    points = [
        Point(_("Say in a few sentences what it is about"), bool(deliberation.description.strip()), "about"),
        Point(_seed_words(statements), statements >= ENOUGH_SEEDS, "seeds", needed=statements == 0),
        Point(
            _("Say what people agree to when they join"), bool(deliberation.consent_text.strip()), "consent"
        ),
        Point(_("Say until when people can vote"), deliberation.voting_until is not None, "phases"),
        Point(_("Say what is let in and what is not"), bool(deliberation.moderation_policy.strip()), "rules"),
    ]
    if deliberation.access == Deliberation.Access.INVITATION:
        ready = deliberation.invitations.usable().exists()
        points.append(Point(_("Make invitation codes"), ready, "invitations"))
    return points


def _seed_words(statements: int) -> str:
    if not statements:
        return _("Add the first statements, so that people find something to vote on")
    missing = ENOUGH_SEEDS - statements
    if missing <= 0:
        return ngettext(
            "%(count)d statement to begin with", "%(count)d statements to begin with", statements
        ) % {"count": statements}
    return ngettext(
        "Add %(count)d more statement: about %(enough)d give people of different minds something to agree "
        "with",
        "Add %(count)d more statements: about %(enough)d give people of different minds something to agree "
        "with",
        missing,
    ) % {"count": missing, "enough": ENOUGH_SEEDS}


def doubts_about_dates(deliberation: Deliberation, now: datetime | None = None) -> list[str]:
    """Return what looks odd about the dates, in sentences; none of it is forbidden."""
    now = now or timezone.now()
    one = deliberation
    doubts = []
    if _before(one.voting_until, now) and one.state != Deliberation.State.CLOSED:
        doubts.append(_("Voting has ended by these dates, so nobody can vote now."))
    if _before(one.voting_until, one.proposing_until):
        doubts.append(
            _("People can still propose when voting has ended; nobody will vote on those statements.")
        )
    if _before(one.voting_until, one.proposing_from) or _before(one.ratifying_from, one.proposing_from):
        doubts.append(_("Proposing begins after a later phase; is that meant?"))
    if _before(one.ratifying_from, one.voting_until):
        doubts.append(_("Ratifying begins while people still vote; the draft will rest on the votes so far."))
    if _before(one.ratifying_until, one.voting_until):
        doubts.append(_("Ratifying ends before voting does; is that meant?"))
    return doubts


def _before(earlier: datetime | None, later: datetime | None) -> bool:
    return earlier is not None and later is not None and earlier < later
