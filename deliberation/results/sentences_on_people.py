"""Titles of the charts on participation: what each shows, worded by rule."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deliberation.results.over_time import Timeline
from deliberation.results.who_took_part import QuestionLine
from deliberation.templatetags.figures import figure, isolated, percent

CLOSE = 0.05
"""A share this near to the population's counts as alike."""


def over_time_title(over_time: Timeline) -> str:
    """Return when most votes came."""
    busiest = over_time.busiest
    if busiest is None:
        return _("It is not known when people voted")
    if over_time.unit == "hour":
        when = date_format(busiest.start, "DATETIME_FORMAT")
        return _("Most votes came in the hour from %(when)s: %(votes)s") % {
            "when": when,
            "votes": figure(busiest.votes),
        }
    words = {"when": date_format(busiest.start, "DATE_FORMAT"), "votes": figure(busiest.votes)}
    if over_time.unit == "week":
        return _("Most votes came in the week from %(when)s: %(votes)s") % words
    return _("Most votes came on %(when)s: %(votes)s") % words


def question_title(question: QuestionLine) -> str:
    """Return how the answers compare with the population, or what most people answered."""
    furthest = question.furthest
    if furthest is not None and furthest.share is not None and furthest.population is not None:
        words = {
            "answer": isolated(furthest.words),
            "share": percent(furthest.share),
            "population": percent(furthest.population),
        }
        if abs(furthest.share - furthest.population) < CLOSE:
            return _("Much like the population")
        return (
            _("Furthest from the population: “%(answer)s”, %(share)s here and %(population)s there") % words
        )
    known = [answer for answer in question.answers if answer.share is not None]
    if not known:
        return _("Too few people answered to say more")
    most = max(known, key=lambda answer: answer.share or 0.0)
    return _("Most often: “%(answer)s”, %(share)s of those who answered") % {
        "answer": isolated(most.words),
        "share": percent(most.share or 0.0),
    }
