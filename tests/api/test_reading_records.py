"""Programs read the public records and take out files: decisions, signed heads, no single votes unasked."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.integrity.sealing import seal_log
from deliberation.models import Deliberation, Event, LogSeal, Membership, Role, Scope
from deliberation.moderation.services import moderate_statement
from deliberation.voting.proposals import propose_statement
from tests.api.callers import ANONYMOUS, bearing, browsing, make_token
from tests.api.reading import address, all_of, answer_to, queries_for, read, refusal
from tests.deliberation.results.assemblies import analysed, member_of, two_camps
from tests.factories import MembershipFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(deliberation: Deliberation, moderator: Any) -> Deliberation:
    """A deliberation in which five statements were decided on, one of them rejected as spam."""
    for number in range(5):
        statement = propose_statement(
            deliberation=deliberation,
            text=f"An AI should keep secret {number}.",
            client_key=f"proposal-{number:020}",
            author=ParticipantFactory(deliberation=deliberation),
        )
        reason = {"reason": "spam"} if number == 4 else {}
        moderate_statement(
            statement=statement,
            outcome="rejected" if number == 4 else "accepted",
            decided_by=moderator,
            client_key=f"decision-{number:020}",
            **reason,
        )
    return deliberation


def test_the_moderation_log_is_that_of_the_website_page_by_page(decided: Deliberation) -> None:
    file = Client().get(reverse("deliberation:moderation_log_json", args=[decided.slug]))
    written = json.loads(file.getvalue())["decisions"]
    told = list(all_of("moderation_log", decided.slug, limit=2))
    for entry, other in zip(told, written, strict=True):
        assert entry.keys() == other.keys()
        assert entry["time"][:19] == other["time"][:19]
        assert entry | {"time": ""} == other | {"time": ""}
    assert told[0]["outcome"] == "rejected"
    assert told[0]["text"] is None
    assert told[0]["text_not_shown"] == "spam"
    assert "moderator@" not in file.getvalue().decode()


def test_the_log_is_narrowed_down_and_what_means_nothing_is_refused(decided: Deliberation) -> None:
    rejected = read("moderation_log", decided.slug, outcome="rejected")["results"]
    assert [entry["reason"] for entry in rejected] == ["spam"]
    number = decided.statements.order_by("number").first().number
    assert len(read("moderation_log", decided.slug, statement=number)["results"]) == 1
    for query in ({"outcome": "burned"}, {"statement": "first"}, {"reason": "because"}):
        answer = answer_to(ANONYMOUS, address("moderation_log", decided.slug), **query)
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) == set(query)


def test_more_decisions_take_no_more_queries(decided: Deliberation) -> None:
    assert queries_for("moderation_log", decided.slug, limit=1) == queries_for("moderation_log", decided.slug)


def test_the_heads_are_those_of_the_website_from_a_number_on(decided: Deliberation) -> None:
    seal_log(deliberation=decided)
    propose_statement(
        deliberation=decided,
        text="An AI should rest.",
        client_key="one-more-proposal-00",
        author=ParticipantFactory(deliberation=decided),
    )
    seal_log(deliberation=decided)
    assert LogSeal.objects.filter(deliberation=decided).count() == 2
    file = b"".join(Client().get(reverse("deliberation:log_heads", args=[decided.slug])).streaming_content)
    written = json.loads(file)["heads"]
    assert list(all_of("log_heads", decided.slug, limit=1)) == written
    assert read("log_heads", decided.slug, **{"from": 2})["results"] == written[1:]
    assert answer_to(ANONYMOUS, address("log_heads", decided.slug), **{"from": "two"}).status_code == 400


def test_every_file_that_is_open_can_be_taken_out_as_it_is_listed() -> None:
    camps = two_camps()
    analysed(camps)
    for file in all_of("exports", camps.slug):
        if not file["is_open_to_you"]:
            assert file["has_single_votes"]
            continue
        answer = Client().get(file["url"])
        assert answer.status_code == 200
        assert answer["Content-Type"] == file["media_type"]
        if file["bytes"] is not None:
            assert len(answer.content) == file["bytes"]


def test_single_votes_are_for_an_owner_with_the_right_and_a_token_made_for_it() -> None:
    camps = two_camps()
    analysed(camps)
    membership = MembershipFactory(deliberation=camps, role=Role.OWNER, may_export_rows=True)
    plain_owner = MembershipFactory(deliberation=camps, role=Role.OWNER).user
    token = bearing(make_token(camps, membership.user, Scope.EXPORT))
    place = ("export", camps.slug, "votes.csv")
    assert refusal(ANONYMOUS, *place) == (401, "not-authenticated")
    assert refusal(browsing(member_of(camps, 0)), *place) == (401, "not-authenticated")
    assert refusal(bearing(make_token(camps, membership.user, Scope.READ)), *place) == (403, "wrong-scope")
    for owner in (browsing(plain_owner), bearing(make_token(camps, plain_owner, Scope.EXPORT))):
        assert refusal(owner, *place) == (403, "no-right-to-rows")
    taken = Event.objects.filter(deliberation=camps, payload__body__after__rows_taken=True)
    assert not taken.exists()
    answer = answer_to(token, address(*place))
    assert answer.status_code == 200
    assert len(answer.content.splitlines()) > camps.participants.count()
    assert "no-store" in answer["Cache-Control"]
    assert taken.count() == 1
    listed = {
        one["name"]: one["is_open_to_you"] for one in read("exports", camps.slug, caller=token)["results"]
    }
    assert listed["votes.csv"]
    Membership.objects.filter(pk=membership.pk).update(may_export_rows=False)
    assert refusal(token, *place) == (403, "no-right-to-rows")
