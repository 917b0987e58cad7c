"""Addresses of the pages that say what a constitution changed in a model."""

from django.urls import path

from training_bridge.views import changed, comparing, runs, signing, starting

app_name = "training_bridge"
urlpatterns = [
    path("d/<slug:slug>/constitution/v<int:number>/changed/", changed.changed, name="changed"),
    path("d/<slug:slug>/training/", runs.run_list, name="run_list"),
    path("d/<slug:slug>/training/start/", starting.start, name="start"),
    path("d/<slug:slug>/training/compare/", comparing.compare, name="compare"),
    path("d/<slug:slug>/training/<str:public_id>/", runs.run, name="run"),
    path("d/<slug:slug>/training/<str:public_id>/progress/", runs.progress, name="progress"),
    path("d/<slug:slug>/training/<str:public_id>/sign-off/", signing.sign_off, name="sign_off"),
    path("d/<slug:slug>/training/<str:public_id>/stop/", runs.stop, name="stop"),
    path("d/<slug:slug>/training/<str:public_id>/resume/", runs.resume, name="resume"),
    path("d/<slug:slug>/training/<str:public_id>/files/<path:name>", runs.artifact, name="artifact"),
]
