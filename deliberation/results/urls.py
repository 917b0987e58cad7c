"""Addresses of the results."""

from django.urls import path

from deliberation.results import downloads, views

urlpatterns = [
    path("d/<slug:slug>/results/", views.results, name="results"),
    path("d/<slug:slug>/results/progress/", views.progress, name="results_progress"),
    path("d/<slug:slug>/results/statements/", views.statements, name="statement_results"),
    path("d/<slug:slug>/results/statements.csv", downloads.statements, name="statements_csv"),
    path("d/<slug:slug>/results/groups.csv", downloads.groups, name="groups_csv"),
    path("d/<slug:slug>/results/topics.csv", downloads.topics, name="topics_csv"),
    path("d/<slug:slug>/results/map.csv", downloads.opinion_map, name="map_csv"),
]
