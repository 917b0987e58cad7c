"""Addresses for programs: reading."""

from django.urls import URLPattern, path

from deliberation.api.views import deliberations, exports, index, record, results, statements

OF_A_DELIBERATION = "deliberations/<slug:slug>"
urlpatterns: list[URLPattern] = [
    path("", index.IndexView.as_view(), name="root"),
    path("deliberations/", deliberations.DeliberationsView.as_view(), name="deliberations"),
    path(f"{OF_A_DELIBERATION}/", deliberations.DeliberationView.as_view(), name="deliberation"),
    path(f"{OF_A_DELIBERATION}/statements/", statements.StatementsView.as_view(), name="statements"),
    path(
        f"{OF_A_DELIBERATION}/statements/<int:number>/",
        statements.StatementView.as_view(),
        name="statement",
    ),
    path(f"{OF_A_DELIBERATION}/results/", results.ResultsView.as_view(), name="results"),
    path(
        f"{OF_A_DELIBERATION}/results/statements/",
        results.ResultsStatementsView.as_view(),
        name="results_statements",
    ),
    path(f"{OF_A_DELIBERATION}/analyses/", results.AnalysesView.as_view(), name="analyses"),
    path(
        f"{OF_A_DELIBERATION}/analyses/<slug:result_hash>/",
        results.AnalysisView.as_view(),
        name="analysis",
    ),
    path(
        f"{OF_A_DELIBERATION}/moderation/log/",
        record.ModerationLogView.as_view(),
        name="moderation_log",
    ),
    path(f"{OF_A_DELIBERATION}/log/heads/", record.LogHeadsView.as_view(), name="log_heads"),
    path(f"{OF_A_DELIBERATION}/exports/", exports.ExportsView.as_view(), name="exports"),
    path(f"{OF_A_DELIBERATION}/exports/<str:name>/", exports.ExportView.as_view(), name="export"),
]
