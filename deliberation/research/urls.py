"""Addresses of files for researchers."""

from django.urls import path

from deliberation.research import views

urlpatterns = [
    path("d/<slug:slug>/results/data/", views.research_data, name="research_data"),
    path("d/<slug:slug>/results/data/<str:name>", views.research_file, name="research_file"),
    path("d/<slug:slug>/results/data/votes/<str:token>/", views.research_rows, name="research_rows"),
]
