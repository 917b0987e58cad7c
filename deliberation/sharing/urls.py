"""Addresses of cards for shared links, the one-page summary, feeds and the map of the site."""

from django.urls import path

from deliberation.sharing import card_views, feeds, for_robots, summary_views

urlpatterns = [
    path("d/<slug:slug>/card.png", card_views.deliberation, name="card"),
    path("d/<slug:slug>/results/card.png", card_views.results, name="results_card"),
    path(
        "d/<slug:slug>/results/statements/<int:number>/card.png", card_views.statement, name="statement_card"
    ),
    path("d/<slug:slug>/summary/", summary_views.summary, name="summary"),
    path("d/<slug:slug>/statements.atom", feeds.accepted_statements, name="statements_feed"),
    path("deliberations.atom", feeds.deliberations, name="deliberations_feed"),
    path("robots.txt", for_robots.robots, name="robots"),
]
