"""Addresses of the pages that say what a constitution changed in a model."""

from django.urls import path

from training_bridge import views

app_name = "training_bridge"
urlpatterns = [
    path("d/<slug:slug>/training/", views.run_list, name="run_list"),
    path("d/<slug:slug>/training/start/", views.start, name="start"),
    path("d/<slug:slug>/training/<str:public_id>/", views.run, name="run"),
    path("d/<slug:slug>/training/<str:public_id>/progress/", views.progress, name="progress"),
    path("d/<slug:slug>/training/<str:public_id>/files/<path:name>", views.artifact, name="artifact"),
]
