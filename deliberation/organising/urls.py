"""Addresses of creating and steering a deliberation."""

from django.urls import path

from deliberation.organising.views import overview, preview, seeds, settings

urlpatterns = [
    path("organise/new/", overview.start, name="organise_start"),
    path("d/<slug:slug>/organise/", overview.overview, name="organise"),
    path("d/<slug:slug>/organise/state/", overview.state, name="organise_state"),
    path("d/<slug:slug>/organise/preview/", preview.preview, name="organise_preview"),
    path("d/<slug:slug>/organise/preview/<path:page>", preview.preview, name="organise_preview_page"),
    path("d/<slug:slug>/organise/about/", settings.about, name="organise_about"),
    path("d/<slug:slug>/organise/about/preview/", settings.markdown_preview, name="organise_markdown"),
    path("d/<slug:slug>/organise/dates/", settings.phases, name="organise_phases"),
    path("d/<slug:slug>/organise/joining/", settings.joining, name="organise_joining"),
    path("d/<slug:slug>/organise/consent/", settings.consent, name="organise_consent"),
    path("d/<slug:slug>/organise/seeds/", seeds.seeds, name="organise_seeds"),
    path("d/<slug:slug>/organise/rules/", settings.rules, name="organise_rules"),
    path("d/<slug:slug>/organise/visibility/", settings.visibility, name="organise_visibility"),
]
