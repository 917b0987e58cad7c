"""Addresses for programs: participating. Proposing is a POST to the statements (`reading_urls`)."""

from django.urls import URLPattern, path

from deliberation.api.views.own import MeView, MyStatementsView
from deliberation.api.views.participants import ParticipantsView
from deliberation.api.views.turns import NextStatementsView
from deliberation.api.views.votes import VotesView, VoteView

PLACE = "deliberations/<slug:slug>/"
urlpatterns: list[URLPattern] = [
    path(PLACE + "participants/", ParticipantsView.as_view(), name="participants"),
    path(PLACE + "me/", MeView.as_view(), name="me"),
    path(PLACE + "me/statements/", MyStatementsView.as_view(), name="my_statements"),
    path(PLACE + "statements/next/", NextStatementsView.as_view(), name="next_statements"),
    path(PLACE + "statements/<int:number>/vote/", VoteView.as_view(), name="vote"),
    path(PLACE + "votes/", VotesView.as_view(), name="votes"),
]
