"""Addresses of voting and proposing."""

from django.urls import path

from deliberation.voting import proposing_views, views

urlpatterns = [
    path("d/<slug:slug>/vote/", views.vote, name="vote"),
    path("d/<slug:slug>/undo/", views.undo, name="undo_vote"),
    path("d/<slug:slug>/propose/", proposing_views.propose, name="propose"),
    path("d/<slug:slug>/propose/similar/", proposing_views.similar, name="similar"),
    path("d/<slug:slug>/my-votes/", views.my_votes, name="my_votes"),
    path("d/<slug:slug>/my-votes/withdraw/", views.withdraw, name="withdraw_vote"),
    path("d/<slug:slug>/my-statements/", proposing_views.my_statements, name="my_statements"),
]
