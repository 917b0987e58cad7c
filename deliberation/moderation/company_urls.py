"""Addresses of what needs somebody else, and of the public log."""

from django.urls import path

from deliberation.moderation import log_views, pending_views

urlpatterns = [
    path("d/<slug:slug>/moderation/pending/", pending_views.pending, name="moderation_pending"),
    path(
        "d/<slug:slug>/moderation/<int:number>/other-words/",
        pending_views.other_words,
        name="moderation_other_words",
    ),
    path(
        "d/<slug:slug>/moderation/<int:number>/reject-together/",
        pending_views.reject_together,
        name="moderation_reject_together",
    ),
    path("d/<slug:slug>/moderation/<int:number>/answer/", pending_views.answer, name="moderation_answer"),
    path("d/<slug:slug>/moderation-log/", log_views.moderation_log, name="moderation_log"),
    path("d/<slug:slug>/moderation-log.csv", log_views.moderation_log_csv, name="moderation_log_csv"),
    path("d/<slug:slug>/moderation-log.json", log_views.moderation_log_json, name="moderation_log_json"),
    path(
        "d/<slug:slug>/moderation-parity.csv", log_views.moderation_parity_csv, name="moderation_parity_csv"
    ),
]
