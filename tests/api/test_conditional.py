"""Tags: an unchanged answer is not put together again, a changed one is."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from deliberation.api.conditional import newest_event, newest_of, unless_unchanged
from deliberation.models import Deliberation, Participant, Statement
from deliberation.results.services import run_analysis
from tests.factories import VoteFactory

pytestmark = pytest.mark.django_db


def ask(
    *parts: Any,
    tag: str = "",
    address: str = "/list/",
    caller: Participant | None = None,
    in_languages: bool = False,
) -> tuple[Any, int]:
    """Return the answer and how often it was put together."""
    made: list[int] = []

    def answer() -> Response:
        made.append(1)
        return Response({"answer": 1})

    headers = {"If-None-Match": tag} if tag else {}
    request = Request(APIRequestFactory().get(address, headers=headers))
    request.user, request.auth = AnonymousUser(), caller
    return unless_unchanged(request, answer, *parts, in_languages=in_languages), len(made)


def test_who_holds_the_answer_is_told_so_without_its_being_made() -> None:
    first, made = ask("abc")
    assert (first.status_code, made) == (200, 1)
    again, made = ask("abc", tag=first["ETag"])
    assert (again.status_code, made) == (304, 0)
    assert again["ETag"] == first["ETag"]


def test_another_state_address_or_caller_has_another_tag(participant: Participant) -> None:
    tag = ask("abc")[0]["ETag"]
    assert ask("abd", tag=tag)[0].status_code == 200
    assert ask("abc", tag=tag, address="/list/?limit=3")[0].status_code == 200
    assert ask("abc", tag=tag, caller=participant)[0].status_code == 200


def test_an_answer_in_several_languages_has_a_weak_tag_for_each() -> None:
    english = ask("abc", in_languages=True)[0]
    assert english["ETag"].startswith('W/"')
    assert "Accept-Language" in english["Vary"]
    assert ask("abc", tag=english["ETag"], in_languages=True)[0].status_code == 304
    with translation.override("es"):
        assert ask("abc", tag=english["ETag"], in_languages=True)[0].status_code == 200


def test_a_vote_changes_what_results_depend_on_and_so_does_an_analysis(
    deliberation: Deliberation, statement: Statement, participant: Participant, django_assert_num_queries: Any
) -> None:
    before = newest_event(deliberation)
    VoteFactory(statement=statement, participant=participant)
    assert newest_event(deliberation) > before
    before_analysis = newest_of(deliberation)
    run_analysis(deliberation=deliberation)
    assert newest_of(deliberation) != before_analysis
    with django_assert_num_queries(1):
        newest_of(deliberation)


def test_a_deliberation_in_which_nothing_happened_has_a_tag_all_the_same(deliberation: Deliberation) -> None:
    assert newest_event(deliberation) == 0
    assert newest_of(deliberation) == (None, None)
