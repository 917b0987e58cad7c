"""Addresses of the constitution pages."""

from django.urls import path, register_converter

from constitution.principle_labels import PrincipleLabel
from constitution.sharing import card_views, feeds
from constitution.views import (
    amending,
    comparing,
    concerns,
    difference,
    downloads,
    editing,
    one_principle,
    organising,
    preamble,
    public,
    ratification,
    rules,
    suggestions,
    tracing,
)

register_converter(PrincipleLabel, "principle")

app_name = "constitution"
urlpatterns = [
    path("d/<slug:slug>/constitution/", public.constitution, name="constitution"),
    path("d/<slug:slug>/constitution/versions/", public.versions, name="versions"),
    path("d/<slug:slug>/constitution/versions.atom", feeds.ratified_versions, name="versions_feed"),
    path("d/<slug:slug>/constitution/v<int:number>/", public.version, name="version"),
    path("d/<slug:slug>/constitution/v<int:number>/card.png", card_views.version, name="version_card"),
    path(
        "d/<slug:slug>/constitution/v<int:number>/<principle:principle>/card.png",
        card_views.principle,
        name="principle_card",
    ),
    path("d/<slug:slug>/constitution/v<int:number>/rules/", rules.rules, name="rules"),
    path("d/<slug:slug>/constitution/v<int:number>/files/", downloads.files, name="files"),
    path("verify_export.py", downloads.program, name="verify_export_program"),
    path("d/<slug:slug>/constitution/comparisons/", comparing.comparisons, name="comparisons"),
    path("d/<slug:slug>/constitution/sources/", comparing.sources, name="sources"),
    path(
        "d/<slug:slug>/constitution/v<int:number>/comparisons/<int:comparison>/",
        comparing.comparison,
        name="comparison",
    ),
    path(
        "d/<slug:slug>/constitution/v<int:number>/comparisons/<int:comparison>.json",
        comparing.comparison_json,
        name="comparison_json",
    ),
    path(
        "d/<slug:slug>/constitution/v<int:number>/comparisons/<int:comparison>.csv",
        comparing.comparison_csv,
        name="comparison_csv",
    ),
    path("d/<slug:slug>/constitution/organise/compare/", comparing.compare, name="compare"),
    path(
        "d/<slug:slug>/constitution/organise/compare/<int:comparison>/",
        comparing.confirm_comparison,
        name="confirm_comparison",
    ),
    path(
        "d/<slug:slug>/constitution/organise/compare/<int:comparison>/progress/",
        comparing.comparison_progress,
        name="comparison_progress",
    ),
    path(
        "d/<slug:slug>/constitution/organise/compare/<int:comparison>/again/",
        comparing.compare_again,
        name="compare_again",
    ),
    path("d/<slug:slug>/constitution/v<int:number>/<str:name>", downloads.download, name="download"),
    path(
        "d/<slug:slug>/constitution/v<int:number>/<principle:principle>/",
        one_principle.principle,
        name="principle",
    ),
    path(
        "d/<slug:slug>/constitution/v<int:number>/<principle:principle>/trace/",
        tracing.principle,
        name="trace",
    ),
    path(
        "d/<slug:slug>/constitution/statements/<int:number>/",
        tracing.statement,
        name="trace_statement",
    ),
    path(
        "d/<slug:slug>/constitution/v<int:number>/other-statements/",
        one_principle.other_statements,
        name="other_statements",
    ),
    path("d/<slug:slug>/constitution/organise/preamble/", preamble.preamble, name="preamble"),
    path("d/<slug:slug>/constitution/ratify/", ratification.ratify, name="ratify"),
    path("d/<slug:slug>/constitution/ratify/whole/", ratification.vote_on_whole, name="vote_on_whole"),
    path("d/<slug:slug>/constitution/ratify/suggest/", ratification.suggest, name="suggest"),
    path("d/<slug:slug>/constitution/suggestions/", suggestions.suggestions, name="suggestions"),
    path(
        "d/<slug:slug>/constitution/suggestions/decide/",
        suggestions.decide_suggestion,
        name="decide_suggestion",
    ),
    path("d/<slug:slug>/constitution/differences/", difference.differences, name="differences"),
    path(
        "d/<slug:slug>/constitution/differences/<int:earlier>-<int:later>/",
        difference.difference,
        name="difference",
    ),
    path(
        "d/<slug:slug>/constitution/differences/<int:earlier>-<int:later>.json",
        difference.difference_json,
        name="difference_json",
    ),
    path("d/<slug:slug>/constitution/organise/amend/v<int:number>/", amending.amend, name="amend"),
    path("d/<slug:slug>/constitution/organise/add/", amending.add, name="add"),
    path("d/<slug:slug>/constitution/organise/p<int:number>/drop/", amending.drop, name="drop"),
    path("d/<slug:slug>/constitution/organise/concerns/", concerns.concerns, name="concerns"),
    path("d/<slug:slug>/constitution/organise/concerns/check/", concerns.check, name="check_draft"),
    path("d/<slug:slug>/constitution/organise/concerns/decide/", concerns.decide, name="decide_concern"),
    path("d/<slug:slug>/constitution/organise/concerns/separate/", concerns.separate, name="separate"),
    path(
        "d/<slug:slug>/constitution/organise/concerns/progress/",
        concerns.progress,
        name="concerns_progress",
    ),
    path("d/<slug:slug>/constitution/organise/", organising.organise, name="organise"),
    path("d/<slug:slug>/constitution/organise/draft/", organising.draft, name="draft"),
    path("d/<slug:slug>/constitution/organise/open/", organising.open_vote, name="open_vote"),
    path("d/<slug:slug>/constitution/organise/close/", organising.close_vote, name="close_vote"),
    path("d/<slug:slug>/constitution/organise/ratify/", organising.ratify_alone, name="ratify_alone"),
    path("d/<slug:slug>/constitution/organise/p<int:number>/", editing.edit, name="edit"),
    path("d/<slug:slug>/constitution/organise/p<int:number>/put-back/", editing.put_back, name="put_back"),
]
