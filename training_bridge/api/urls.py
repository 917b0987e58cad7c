"""Addresses for programs: training runs."""

from django.urls import URLPattern, path

from training_bridge.api import views

RUNS = "deliberations/<slug:slug>/training/runs/"
urlpatterns: list[URLPattern] = [
    path(RUNS, views.RunsView.as_view(), name="runs"),
    path(f"{RUNS}<slug:public_id>/", views.RunView.as_view(), name="run"),
]
