"""What is possible in a deliberation now and when, in plain words."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from deliberation.models import Deliberation


def when(moment: datetime) -> str:
    """Return a moment as people say it: the day, with the hour where it is not midnight."""
    local = timezone.localtime(moment)
    same_year = local.year == timezone.localtime().year
    day = date_format(local, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
    if local.time() == time(0):
        return day
    return _("%(day)s at %(time)s (%(zone)s)") % {
        "day": day,
        "time": time_format(local.time(), "TIME_FORMAT"),
        "zone": local.tzname(),
    }


def until_when(moment: datetime) -> str:
    """Return the end of a time span as people say it: midnight is the end of the day before."""
    local = timezone.localtime(moment)
    return when(moment - timedelta(days=1)) if local.time() == time(0) else when(moment)


def phase_sentences(deliberation: Deliberation) -> list[str]:
    """Return what people can do when; empty where it is simply open, without dates."""
    if not deliberation.is_open:
        return _ratifying(deliberation)
    together = _together(deliberation)
    own = [together] if together else [*_proposing(deliberation), *_voting(deliberation)]
    return own + _ratifying(deliberation)


def _together(deliberation: Deliberation) -> str:
    """Proposing and voting in one sentence, where both are possible now and both end."""
    propose, vote = deliberation.proposing_until, deliberation.voting_until
    if not (deliberation.takes_statements and deliberation.takes_votes and propose and vote):
        return ""
    if propose == vote:
        return _("You can vote and propose statements until %(day)s.") % {"day": until_when(vote)}
    return _("You can propose statements until %(first)s and vote until %(second)s.") % {
        "first": until_when(propose),
        "second": until_when(vote),
    }


def _proposing(deliberation: Deliberation) -> list[str]:
    start, end = deliberation.proposing_from, deliberation.proposing_until
    if start and start > timezone.now():
        return [_("Statements can be proposed from %(day)s on.") % {"day": when(start)}]
    if not end or deliberation.voting_has_ended:
        return []
    if deliberation.takes_statements:
        return [_("You can propose statements until %(day)s.") % {"day": until_when(end)}]
    return [_("The time for proposing statements ended on %(day)s.") % {"day": until_when(end)}]


def _voting(deliberation: Deliberation) -> list[str]:
    start, end = deliberation.voting_from, deliberation.voting_until
    if start and start > timezone.now():
        if end:
            words = {"first": when(start), "second": until_when(end)}
            return [_("Voting begins on %(first)s and ends on %(second)s.") % words]
        return [_("Voting begins on %(day)s.") % {"day": when(start)}]
    if not end:
        return []
    if deliberation.takes_votes:
        return [_("You can vote until %(day)s.") % {"day": until_when(end)}]
    return [_("Voting ended on %(day)s.") % {"day": until_when(end)}]


def _ratifying(deliberation: Deliberation) -> list[str]:
    start, end = deliberation.ratifying_from, deliberation.ratifying_until
    if start and start > timezone.now():
        return [_("The constitution will be put to the vote on %(day)s.") % {"day": when(start)}]
    if end and end > timezone.now():
        return [_("You can vote on the constitution until %(day)s.") % {"day": until_when(end)}]
    return []
