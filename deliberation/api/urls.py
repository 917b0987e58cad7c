"""Addresses of the interface for programs that belong to a deliberation."""

from django.urls import include, path

urlpatterns = [
    # First, since most requests are of people who vote, and addresses are tried one after the other.
    path("", include("deliberation.api.participating_urls")),
    path("", include("deliberation.api.reading_urls")),
    path("", include("deliberation.api.moderating_urls")),
    path("", include("deliberation.api.webhooks_urls")),
]
