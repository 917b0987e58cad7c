"""Addresses of the deliberation pages, room by room."""

from django.urls import include, path

app_name = "deliberation"
urlpatterns = [
    # First, since most requests are votes, and addresses are tried one after the other.
    path("", include("deliberation.voting.urls")),
    path("", include("deliberation.people.urls")),
    path("", include("deliberation.people.notices_urls")),
    path("", include("deliberation.results.urls")),
    path("", include("deliberation.integrity.urls")),
    path("", include("deliberation.moderation.urls")),
    path("", include("deliberation.moderation.company_urls")),
    path("", include("deliberation.organising.urls")),
    path("", include("deliberation.translating.urls")),
    path("", include("deliberation.webhooks.urls")),
    path("", include("deliberation.embedding.urls")),
    path("", include("deliberation.sharing.urls")),
    path("", include("deliberation.research.urls")),
]
