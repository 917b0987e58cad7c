"""The results in sentences that anyone can repeat at dinner, worded by rule from the findings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.results.overview import Overview, StatementLine
from deliberation.results.topics import TopicLine
from deliberation.templatetags.figures import figure, isolated, percent


def opening_sentences(overview: Overview) -> list[str]:
    """Return three sentences: who took part, what unites people, what divides them."""
    return [_who(overview), _what_unites(overview), _what_divides(overview)]


def uniting_title(overview: Overview) -> str:
    """Return what the chart of agreement shows, as its title."""
    if not overview.agreed_count:
        return _("There is no statement yet with which most people surely agree.")
    if overview.has_groups:
        return _("In every group most people agree with %(agreed)s of %(all)s statements") % _counts(overview)
    return _("Most people agree with %(agreed)s of %(all)s statements") % _counts(overview)


def dividing_title(overview: Overview) -> str:
    """Return what the chart of division shows, as its title."""
    if not overview.divisive_count:
        return _("No statement clearly divides people")
    return ngettext(
        "%(count)s of %(all)s statements divides people clearly",
        "%(count)s of %(all)s statements divide people clearly",
        overview.divisive_count,
    ) % {"count": figure(overview.divisive_count), "all": figure(overview.statement_count)}


def map_title(overview: Overview) -> str:
    """Return what the opinion map shows, as its title."""
    if not overview.has_groups:
        return _("Opinions run into each other: no groups stand apart")
    largest = max(overview.groups, key=lambda portrait: portrait.group.size)
    return _("%(count)s groups of people vote alike; %(share)s of them are in group %(letter)s") % {
        "count": figure(len(overview.groups)),
        "share": percent(largest.share),
        "letter": largest.letter,
    }


def topics_title(topics: Sequence[TopicLine], overview: Overview) -> str:
    """Return what the table of topics shows, as its title."""
    named = [topic for topic in topics if not topic.is_other and topic.difference is not None]
    if len(named) < 2 or not overview.has_groups:
        return _("How many agree, by topic")
    ordered = sorted(named, key=lambda topic: topic.difference or 0.0)
    return _("The groups are closest on “%(closest)s” and furthest apart on “%(furthest)s”") % {
        "closest": isolated(ordered[0].name),
        "furthest": isolated(ordered[-1].name),
    }


def _who(overview: Overview) -> str:
    people, statements = overview.analysis.participant_count, overview.statement_count
    words = {
        "people": ngettext("%(count)s person", "%(count)s people", people) % {"count": figure(people)},
        "statements": ngettext("%(count)s statement", "%(count)s statements", statements)
        % {"count": figure(statements)},
        "groups": figure(len(overview.groups)),
    }
    if overview.has_groups:
        return (
            _("%(people)s voted on %(statements)s, and %(groups)s groups stand out whose members vote alike.")
            % words
        )
    return (
        _("%(people)s voted on %(statements)s. Opinions run into each other: no groups stand apart.") % words
    )


def _what_unites(overview: Overview) -> str:
    if not overview.uniting:
        return _("There is no statement yet with which most people surely agree.")
    words = {**_counts(overview), "text": isolated(overview.uniting[0].statement.text)}
    if overview.has_groups:
        return _("In every group most people agree with %(agreed)s of them, above all: “%(text)s”") % words
    return _("Most people agree with %(agreed)s of them, above all: “%(text)s”") % words


def _what_divides(overview: Overview) -> str:
    if not overview.dividing:
        return _("Nothing divides them clearly.")
    line = overview.dividing[0]
    if not overview.has_groups and line.everyone is not None:
        return _(
            "They are most divided over this one (%(agree)s agree, %(disagree)s disagree): “%(text)s”"
        ) % {
            "text": isolated(line.statement.text),
            "agree": percent(line.everyone.agree_share),
            "disagree": percent(line.everyone.disagree_share),
        }
    return _division(line)


def _division(line: StatementLine) -> str:
    ends = line.most_and_least()
    if ends is None:
        return _("They are most divided over this one: “%(text)s”") % {"text": isolated(line.statement.text)}
    (most, agreeing), (least, opposing) = ends
    return _(
        "They are most divided over this one (in group %(most)s %(high)s agree, in group %(least)s %(low)s): "
        "“%(text)s”"
    ) % {
        "text": isolated(line.statement.text),
        "most": most,
        "high": percent(agreeing.agree_share),
        "least": least,
        "low": percent(opposing.agree_share),
    }


def _counts(overview: Overview) -> dict[str, str]:
    return {"agreed": figure(overview.agreed_count), "all": figure(overview.statement_count)}
