"""Addresses for programs: moderating."""

from django.urls import URLPattern, path

from deliberation.api.views.decisions import AnswersView, DecisionsView
from deliberation.api.views.moderation_queue import ModerationQueueView

PLACE = "deliberations/<slug:slug>/moderation/"
urlpatterns: list[URLPattern] = [
    path(PLACE + "queue/", ModerationQueueView.as_view(), name="moderation_queue"),
    path(PLACE + "statements/<int:number>/decisions/", DecisionsView.as_view(), name="decisions"),
    path(PLACE + "statements/<int:number>/answers/", AnswersView.as_view(), name="answers"),
]
