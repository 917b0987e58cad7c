"""Addresses of voting and proposing."""

from django.urls import path

from deliberation.voting import answering_views, casting_views, marking_views, proposing_views, views

urlpatterns = [
    path("d/<slug:slug>/cast/", casting_views.cast, name="cast_vote"),
    path("d/<slug:slug>/vote/", views.vote, name="vote"),
    path("d/<slug:slug>/undo/", views.undo, name="undo_vote"),
    path("d/<slug:slug>/mark/", marking_views.mark, name="mark_vote"),
    path("d/<slug:slug>/reason/", marking_views.give_reason, name="give_reason"),
    path("d/<slug:slug>/propose/", proposing_views.propose, name="propose"),
    path("d/<slug:slug>/propose/similar/", proposing_views.similar, name="similar"),
    path("d/<slug:slug>/my-votes/", views.my_votes, name="my_votes"),
    path("d/<slug:slug>/my-votes/withdraw/", views.withdraw, name="withdraw_vote"),
    path("d/<slug:slug>/my-statements/", proposing_views.my_statements, name="my_statements"),
    path(
        "d/<slug:slug>/my-statements/<int:number>/answer/",
        answering_views.answer_other_words,
        name="answer_other_words",
    ),
]
