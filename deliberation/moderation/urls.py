"""Addresses of the moderation panel."""

from django.urls import path, re_path

from deliberation.moderation import desk_views, reason_views, views

urlpatterns = [
    path("d/<slug:slug>/moderation/", desk_views.queue, name="moderation_queue"),
    path("d/<slug:slug>/moderation/<int:number>/decide/", desk_views.decide, name="moderation_decide"),
    path("d/<slug:slug>/moderation/<int:number>/targets/", desk_views.targets, name="moderation_targets"),
    path("d/<slug:slug>/moderation/next/", desk_views.take, name="moderation_take"),
    path("d/<slug:slug>/moderation/together/", desk_views.together, name="moderation_together"),
    path("d/<slug:slug>/moderation/<int:number>/live/", desk_views.live, name="moderation_live"),
    path("d/<slug:slug>/moderation/leave/", desk_views.leave, name="moderation_leave"),
    path("d/<slug:slug>/moderation/undo/", desk_views.undo, name="moderation_undo"),
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
    path("d/<slug:slug>/moderation/jobs/retry-all/", views.retry_all_jobs, name="moderation_retry_all_jobs"),
]
