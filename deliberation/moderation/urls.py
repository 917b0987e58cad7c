"""Addresses of the moderation panel."""

from django.urls import path, re_path

from deliberation.moderation import reason_views, views

urlpatterns = [
    path("d/<slug:slug>/moderation/", views.queue, name="moderation_queue"),
    path("d/<slug:slug>/moderation/<int:number>/decide/", views.decide, name="moderation_decide"),
    path("d/<slug:slug>/moderation/<int:number>/targets/", views.targets, name="moderation_targets"),
    path("d/<slug:slug>/moderation/undo/", views.undo, name="moderation_undo"),
    re_path(
        r"^d/(?P<slug>[-\w]+)/moderation/(?P<tab>accepted|rejected|merged)/$",
        views.decided,
        name="moderation_decided",
    ),
    path("d/<slug:slug>/moderation/duplicates/", views.duplicates, name="moderation_duplicates"),
    path("d/<slug:slug>/moderation/duplicates/settle/", views.settle_pair, name="moderation_settle_pair"),
    path("d/<slug:slug>/moderation/reasons/", reason_views.reasons, name="moderation_reasons"),
    path(
        "d/<slug:slug>/moderation/reasons/decide/",
        reason_views.decide_reasons,
        name="moderation_decide_reasons",
    ),
    path("d/<slug:slug>/moderation/jobs/", views.jobs, name="moderation_jobs"),
    path("d/<slug:slug>/moderation/jobs/analyse/", views.analyse, name="moderation_analyse"),
    path("d/<slug:slug>/moderation/jobs/retry/", views.retry_job, name="moderation_retry_job"),
]
