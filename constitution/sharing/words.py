"""How a version stands, in one line of plain text."""

from html import unescape

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from constitution.reading.articles import Article
from deliberation.templatetags.figures import percent


def standing_in_words(version: ConstitutionVersion) -> str:
    """Return which version it is and who ratified it, as its page says it."""
    return unescape(render_to_string("constitution/_ratified_how.html", {"version": version})).strip()


def adoption_in_words(article: Article) -> str:
    """Return how many adopted a principle; empty without a vote, or where too few answered to say."""
    if article.answers is None or not article.answers.votes:
        return ""
    return _("Adopted by %(share)s") % {"share": percent(article.answers.agree_share)}
