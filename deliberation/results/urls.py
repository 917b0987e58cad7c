"""Addresses of the results."""

from django.urls import path

from deliberation.results import downloads, people_views, standing_views, statement_views, views

urlpatterns = [
    path("d/<slug:slug>/results/", views.results, name="results"),
    path("d/<slug:slug>/results/progress/", views.progress, name="results_progress"),
    path("d/<slug:slug>/results/statements/", views.statements, name="statement_results"),
    path(
        "d/<slug:slug>/results/statements/<int:number>/", statement_views.statement, name="statement_result"
    ),
    path("d/<slug:slug>/results/statements/<int:number>.csv", downloads.statement, name="statement_csv"),
    path("d/<slug:slug>/results/statements.csv", downloads.statements, name="statements_csv"),
    path("d/<slug:slug>/results/participation/", people_views.participation, name="participation"),
    path("d/<slug:slug>/results/participation.csv", people_views.participation_csv, name="participation_csv"),
    path("d/<slug:slug>/results/people.csv", people_views.who_took_part_csv, name="people_csv"),
    path("d/<slug:slug>/results/groups.csv", downloads.groups, name="groups_csv"),
    path("d/<slug:slug>/results/topics.csv", downloads.topics, name="topics_csv"),
    path("d/<slug:slug>/results/map.csv", downloads.opinion_map, name="map_csv"),
    path("d/<slug:slug>/where-you-stand/", standing_views.where_you_stand, name="where_you_stand"),
    path(
        "d/<slug:slug>/where-you-stand/small/",
        standing_views.where_you_stand_small,
        name="where_you_stand_small",
    ),
]
