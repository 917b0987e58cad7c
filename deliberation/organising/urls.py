"""Addresses of creating and steering a deliberation."""

from django.urls import path

from deliberation.organising.views import (
    citation,
    overview,
    people,
    preview,
    programs,
    questions,
    rows,
    seeds,
    settings,
    unusual,
)

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
    path("d/<slug:slug>/organise/citation/", citation.citation, name="organise_citation"),
    path("d/<slug:slug>/organise/questions/", questions.questions, name="organise_questions"),
    path("d/<slug:slug>/organise/questions/new/", questions.new_question, name="organise_new_question"),
    path("d/<slug:slug>/organise/questions/<slug:key>/", questions.edit_question, name="organise_question"),
    path(
        "d/<slug:slug>/organise/questions/<slug:key>/remove/",
        questions.delete_question,
        name="organise_remove_question",
    ),
    path("d/<slug:slug>/organise/quotas/", questions.quotas, name="organise_quotas"),
    path("d/<slug:slug>/organise/population/", questions.population, name="organise_population"),
    path("d/<slug:slug>/organise/invitations/", people.invitations, name="organise_invitations"),
    path(
        "d/<slug:slug>/organise/invitations/file/",
        people.invitations_file,
        name="organise_invitations_file",
    ),
    path("d/<slug:slug>/organise/invitations/revoke/", people.revoke, name="organise_revoke"),
    path("d/<slug:slug>/organise/unusual/", unusual.unusual, name="organise_unusual"),
    path("d/<slug:slug>/organise/unusual.csv", unusual.unusual_csv, name="organise_unusual_csv"),
    path("d/<slug:slug>/organise/programs/", programs.programs, name="organise_programs"),
    path("d/<slug:slug>/organise/people/", people.people, name="organise_people"),
    path("d/<slug:slug>/organise/votes/<str:token>/", rows.rows_file, name="organise_rows"),
    path(
        "d/<slug:slug>/organise/translations/<slug:language>/",
        people.translation,
        name="organise_translation",
    ),
    path("d/<slug:slug>/organise/copy/", people.copy, name="organise_copy"),
]
