"""What the cards of a version and of a principle say."""

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from constitution.models import ConstitutionVersion, Principle
from constitution.reading.articles import Article
from constitution.sharing.words import adoption_in_words, standing_in_words
from deliberation.sharing.card_drawing import Card, CardBar
from deliberation.sharing.cards import SHORT_HASH, bars_of, card_of
from deliberation.templatetags.figures import figure


def version_card(request: HttpRequest, version: ConstitutionVersion) -> Card:
    """A version: its preamble, or else its first principle, how it stands and how many principles it has."""
    shown = version.principles.exclude(state=Principle.State.REJECTED).order_by("number")
    first, count = shown.first(), shown.count()
    principles = ngettext("%(count)s principle", "%(count)s principles", count) % {"count": figure(count)}
    return _card(
        request,
        version,
        text=version.preamble or (first.text if first else _("Constitution")),
        language=version.language,
        finding=f"{standing_in_words(version)} · {principles}",
    )


def principle_card(request: HttpRequest, version: ConstitutionVersion, article: Article) -> Card:
    """One principle, how its version stands, and how many in each group adopted it."""
    principle = article.principle
    name = _("Principle %(number)s") % {"number": principle.number}
    return _card(
        request,
        version,
        text=principle.text,
        language=principle.language,
        finding=f"{name} · {standing_in_words(version)}",
        bars=_adoption(article) if version.is_ratified else (),
    )


def _card(
    request: HttpRequest,
    version: ConstitutionVersion,
    *,
    text: str,
    language: str,
    finding: str,
    bars: tuple[CardBar, ...] = (),
) -> Card:
    return card_of(
        request,
        eyebrow=f"{_('Constitution')} · {version.deliberation.title}",
        text=text,
        text_language=language,
        finding=finding,
        stamp=stamp_of(version),
        bars_title=_("How many adopted it"),
        bars=bars,
    )


def stamp_of(version: ConstitutionVersion) -> str:
    """Return the date of a version, and the beginning of its hash once it is ratified."""
    day = date_format(version.ratified_at or version.drafted_at, "DATE_FORMAT")
    return f"{day} · {version.content_sha256[:SHORT_HASH]}" if version.content_sha256 else day


def _adoption(article: Article) -> tuple[CardBar, ...]:
    return bars_of(article.ratification_bars) if adoption_in_words(article) else ()
