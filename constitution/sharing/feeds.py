"""The ratified versions of a constitution as an Atom feed."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from constitution.sharing.words import standing_in_words
from deliberation.models import Deliberation
from deliberation.sharing.feeds import MOST_ENTRIES, SiteFeed, as_feed, entry_id, plain_xml


class RatifiedVersions(SiteFeed):
    """Every version that was ratified, the newest first, also those that later ones replaced."""

    def get_object(self, request: HttpRequest, slug: str) -> Deliberation:
        """Return the deliberation; a draft has no feed."""
        return get_object_or_404(Deliberation.objects.listed(), slug=slug)

    def title(self, deliberation: Deliberation) -> str:
        """Return what the feed is."""
        return plain_xml(_("Constitution: %(title)s") % {"title": deliberation.title})

    def subtitle(self, deliberation: Deliberation) -> str:
        """Return what it holds."""
        return _("Versions that have been ratified, the newest first.")

    def link(self, deliberation: Deliberation) -> str:
        """Return the page of the constitution."""
        return reverse("constitution:constitution", args=[deliberation.slug])

    def feed_url(self, deliberation: Deliberation) -> str:
        """Return where the feed itself stands."""
        return reverse("constitution:versions_feed", args=[deliberation.slug])

    def feed_guid(self, deliberation: Deliberation) -> str:
        """Return an id that stays."""
        return entry_id("feed", f"versions/{deliberation.public_id}", deliberation.created_at)

    def items(self, deliberation: Deliberation) -> Iterable[ConstitutionVersion]:
        """Return the newest ratified ones."""
        return ConstitutionVersion.objects.of(deliberation).ratified()[:MOST_ENTRIES]

    def item_title(self, item: ConstitutionVersion) -> str:
        """Return which version it is and who ratified it."""
        return plain_xml(standing_in_words(item))

    def item_description(self, item: ConstitutionVersion) -> str:
        """Return its preamble and its hash."""
        return escape(plain_xml(f"{item.preamble} SHA-256 {item.content_sha256}"))

    def item_link(self, item: ConstitutionVersion) -> str:
        """Return where it stands for good."""
        return reverse("constitution:version", args=[item.deliberation.slug, item.number])

    def item_guid(self, item: ConstitutionVersion) -> str:
        """Return an id that stays."""
        public_id = item.deliberation.public_id
        return entry_id("version", f"{public_id}/{item.number}", item.deliberation.created_at)

    def item_pubdate(self, item: ConstitutionVersion) -> datetime | None:
        """Return when it was ratified; nothing of it changes afterwards."""
        return item.ratified_at

    item_updateddate = item_pubdate


ratified_versions = as_feed(RatifiedVersions())
