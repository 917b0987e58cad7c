"""Atom feeds: new deliberations of the site, and the accepted statements of one."""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deliberation.models import Deliberation, Statement
from deliberation.results.visibility import results_are_public
from deliberation.templatetags.markdown import markdown_words

MOST_ENTRIES = 50
FRESH_SECONDS = 300
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""As old as a feed of the whole site is, before there is anything in it."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SteadyAtom(Atom1Feed):
    """Atom whose bytes change only when its entries do: without entries it is as old as what it is about."""

    def latest_post_date(self) -> datetime:
        """Return when the newest entry changed."""
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        newest: datetime = max([date for date in dates if date], default=self.feed["since"])
        return newest

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Name the language of an entry, which may be another than the feed's."""
        return {**super().item_attributes(item), "xml:lang": item["entry_language"]}


class SiteFeed(Feed):
    """What all feeds share: Atom, at most `MOST_ENTRIES`, texts as plain words, no names of people."""

    feed_type = SteadyAtom
    author_name = gettext_lazy("Concord")

    def feed_extra_kwargs(self, subject: Any) -> dict[str, Any]:
        """Since when the subject is there."""
        return {"since": subject.created_at}

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """The language of an entry."""
        return {"entry_language": self.item_language(item)}

    def item_language(self, item: Any) -> str:
        """Return the language of an entry's text."""
        return str(item.language)


class NewDeliberations(SiteFeed):
    """The deliberations of the site, the newest first."""

    title = gettext_lazy("Concord: deliberations")
    subtitle = gettext_lazy("Where people write the constitution of an AI together.")

    def link(self) -> str:
        """Return the front page."""
        return reverse("deliberation:home")

    def feed_url(self) -> str:
        """Return where the feed itself stands."""
        return reverse("deliberation:deliberations_feed")

    def feed_extra_kwargs(self, subject: Any) -> dict[str, Any]:
        """An empty site has no date of its own."""
        return {"since": SINCE}

    def feed_guid(self) -> str:
        """Return an id that stays."""
        return entry_id("feed", "deliberations", SINCE)

    def items(self) -> Iterable[Deliberation]:
        """Return the newest."""
        return Deliberation.objects.listed()[:MOST_ENTRIES]

    def item_title(self, item: Deliberation) -> str:
        """Return the question."""
        return plain_xml(item.title)

    def item_description(self, item: Deliberation) -> str:
        """Return the first words of the description."""
        return escape(plain_xml(markdown_words(item.description))[:1000])

    def item_link(self, item: Deliberation) -> str:
        """Return its page."""
        return reverse("deliberation:deliberation", args=[item.slug])

    def item_guid(self, item: Deliberation) -> str:
        """Return an id that stays when the address changes."""
        return entry_id("deliberation", item.public_id, item.created_at)

    def item_pubdate(self, item: Deliberation) -> datetime:
        """Return when it was made."""
        return item.created_at

    item_updateddate = item_pubdate


class AcceptedStatements(SiteFeed):
    """The statements of a deliberation that people vote on, the newest first."""

    def get_object(self, request: HttpRequest, slug: str) -> Deliberation:
        """Return the deliberation; a draft has no feed."""
        return get_object_or_404(Deliberation.objects.listed(), slug=slug)

    def title(self, deliberation: Deliberation) -> str:
        """Return what the feed is."""
        return plain_xml(_("Statements: %(title)s") % {"title": deliberation.title})

    def subtitle(self, deliberation: Deliberation) -> str:
        """Return what it holds."""
        return _("Statements that have been accepted, the newest first.")

    def link(self, deliberation: Deliberation) -> str:
        """Return the page of the deliberation."""
        return reverse("deliberation:deliberation", args=[deliberation.slug])

    def feed_url(self, deliberation: Deliberation) -> str:
        """Return where the feed itself stands."""
        return reverse("deliberation:statements_feed", args=[deliberation.slug])

    def feed_guid(self, deliberation: Deliberation) -> str:
        """Return an id that stays."""
        return entry_id("feed", f"statements/{deliberation.public_id}", deliberation.created_at)

    def items(self, deliberation: Deliberation) -> list[Statement]:
        """Return the newest accepted statements, without those whose authors took them back."""
        since = Coalesce("proposed_at", "deliberation__created_at")
        found = (
            deliberation.statements.open_for_voting()
            .filter(erased_at=None)
            .annotate(since=since, changed=Greatest(since, Coalesce(Max("decisions__decided_at"), since)))
            .order_by("-changed", "-number")[:MOST_ENTRIES]
        )
        statements = list(found)
        for statement in statements:
            statement.deliberation = deliberation
        return statements

    def item_title(self, item: Statement) -> str:
        """Return the statement."""
        return plain_xml(item.text)

    def item_description(self, item: Statement) -> str:
        """Return the statement as HTML without markup."""
        return escape(plain_xml(item.text))

    def item_link(self, item: Statement) -> str:
        """Return the page of its result where everybody may see it, else that of the deliberation."""
        slug = item.deliberation.slug
        if results_are_public(item.deliberation):
            return reverse("deliberation:statement_result", args=[slug, item.number])
        return reverse("deliberation:deliberation", args=[slug])

    def item_guid(self, item: Statement) -> str:
        """Return an id that stays."""
        return entry_id("statement", item.public_id, item.deliberation.created_at)

    def item_pubdate(self, item: Any) -> datetime:
        """Return when it was proposed."""
        since: datetime = item.since
        return since

    def item_updateddate(self, item: Any) -> datetime:
        """Return when a moderator last decided about it, or when it was proposed."""
        changed: datetime = item.changed
        return changed


def plain_xml(text: str) -> str:
    """Return a text without the characters that XML cannot hold, on one line."""
    return " ".join(_NOT_XML.sub("", text).split())


def entry_id(kind: str, name: str, since: datetime) -> str:
    """Return a tag URI (RFC 4151) of a thing on this site."""
    authority = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{authority},{since:%Y-%m-%d}:{kind}/{name}"


def as_feed(feed: Feed) -> Callable[..., HttpResponse]:
    """Return the view of a feed: to be kept for some minutes, and answered with 304 where it is unchanged."""

    @wraps(type(feed).__call__)
    def answered(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = feed(request, *parts, **named)
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        del response["Last-Modified"]
        answer: HttpResponse = get_conditional_response(request, etag=tag, response=response) or response
        answer["ETag"] = tag
        patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
        return answer

    return answered


deliberations = as_feed(NewDeliberations())
accepted_statements = as_feed(AcceptedStatements())
