"""Addresses of opt-in e-mail."""

from django.urls import path

from deliberation.people import notices_views

urlpatterns = [
    path("d/<slug:slug>/notices/", notices_views.notices, name="notices"),
    path("notices/confirm/<str:token>/", notices_views.confirm, name="notices_confirm"),
    path("notices/stop/<str:token>/", notices_views.stop, name="notices_stop"),
]
