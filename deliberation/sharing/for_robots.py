"""What programs that read the whole web may read here, and where it is."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from deliberation.models import Deliberation
from deliberation.results.visibility import results_are_public

NOT_FOR_ROBOTS = (
    "/account/",
    "/back-office/",
    "/sign-in/",
    "/organise/",
    "/d/*/organise/",
    "/d/*/moderation/",
    "/d/*/translate/",
    "/d/*/my-",
    "/d/*/vote/",
    "/d/*/return/",
    "/d/*/constitution/organise/",
    "/embed/",
)
"""Rooms of organisers and moderators, and what belongs to one person; each guards itself all the same."""


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots which rooms are not for them, and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class DeliberationPages(Sitemap):
    """The page of each deliberation that is no draft."""

    def items(self) -> "QuerySet[Deliberation]":
        """Return the listed ones."""
        return Deliberation.objects.listed()

    def location(self, item: Deliberation) -> str:
        """Return the page."""
        return reverse("deliberation:deliberation", args=[item.slug])

    def lastmod(self, item: Deliberation) -> datetime:
        """Return when it was made."""
        return item.created_at


class ResultPages(Sitemap):
    """The results of each deliberation whose results everybody may see."""

    def items(self) -> Iterable[Deliberation]:
        """Return those that have results."""
        listed = Deliberation.objects.listed().annotate(analysed_at=Max("analyses__created_at"))
        return [each for each in listed.exclude(analysed_at=None) if results_are_public(each)]

    def location(self, item: Deliberation) -> str:
        """Return the page of the results."""
        return reverse("deliberation:results", args=[item.slug])

    def lastmod(self, item: Deliberation) -> datetime:
        """Return when they were last counted."""
        return item.analysed_at  # type: ignore[attr-defined,no-any-return]
