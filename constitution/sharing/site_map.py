"""Pages of constitutions for the map of the site."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation


class VersionPages(Sitemap):
    """Every ratified version of a deliberation that is no draft."""

    def items(self) -> "QuerySet[ConstitutionVersion]":
        """Return them, the newest first."""
        ratified = ConstitutionVersion.objects.ratified().select_related("constitution__deliberation")
        drafts = {"constitution__deliberation__state": Deliberation.State.DRAFT}
        return ratified.exclude(**drafts).defer("content").order_by("-ratified_at", "-pk")

    def location(self, item: ConstitutionVersion) -> str:
        """Return where it stands for good."""
        return reverse("constitution:version", args=[item.deliberation.slug, item.number])

    def lastmod(self, item: ConstitutionVersion) -> datetime | None:
        """Return when it was ratified."""
        return item.ratified_at
