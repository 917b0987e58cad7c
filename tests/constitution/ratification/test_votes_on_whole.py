import threading

import pytest
from django.db import connection

from constitution.models import ConstitutionVersion, RatificationVote, VersionVote
from constitution.services import (
    RatificationRefused,
    RatificationVoteRefused,
    cast_first_vote_on_whole,
    cast_vote_on_whole,
    close_ratification,
    open_ratification,
    record_votes_on_whole,
)
from deliberation.models import Analysis, Event, Participant
from tests.constitution.assemblies import people_of_group
from tests.constitution.ratification.answers import (
    ADOPT,
    CHANGE,
    REJECT,
    RULE,
    answer,
    everybody_answers,
    everybody_answers_the_whole,
)
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_vote_on_the_whole_is_kept_changed_and_sent_twice_without_harm(
    open_version: ConstitutionVersion, person: Participant
) -> None:
    for value, key in ((ADOPT, "first"), (REJECT, "second"), (ADOPT, "first")):
        cast_vote_on_whole(participant=person, version=open_version, value=value, client_key=key)
    assert VersionVote.objects.get().value == REJECT
    assert Event.objects.filter(kind=Event.Kind.RATIFICATION_VOTE_ON_WHOLE_CAST).count() == 2


def test_unknown_values_foreign_people_and_closed_votes_are_refused(
    open_version: ConstitutionVersion, person: Participant
) -> None:
    with pytest.raises(RatificationVoteRefused, match="adopt, reject or pass"):
        cast_vote_on_whole(participant=person, version=open_version, value=CHANGE, client_key="key")
    with pytest.raises(RatificationVoteRefused, match="another deliberation"):
        cast_vote_on_whole(
            participant=ParticipantFactory(), version=open_version, value=ADOPT, client_key="key"
        )
    close_ratification(version=open_version, give_up=True)
    with pytest.raises(RatificationVoteRefused, match="has ended"):
        cast_vote_on_whole(participant=person, version=open_version, value=ADOPT, client_key="key")
    assert not VersionVote.objects.exists()


def test_a_visitor_joins_with_a_vote_on_the_whole_or_not_at_all(open_version: ConstitutionVersion) -> None:
    before = Participant.objects.count()
    asked = {
        "deliberation": open_version.deliberation,
        "version": open_version,
        "client_key": "key",
        "visitor_key": "visitor-key",
    }
    with pytest.raises(RatificationVoteRefused):
        cast_first_vote_on_whole(value=7, **asked)
    assert Participant.objects.count() == before
    cast_first_vote_on_whole(value=ADOPT, **asked)
    cast_first_vote_on_whole(value=ADOPT, **asked)
    assert (Participant.objects.count(), VersionVote.objects.count()) == (before + 1, 1)


def test_many_votes_on_the_whole_are_recorded_once(open_version: ConstitutionVersion) -> None:
    votes = [(person, ADOPT, "whole") for person in people_of_group(open_version.analysis, 0)]
    assert record_votes_on_whole(version=open_version, votes=votes, origin="simulated") == 6
    assert record_votes_on_whole(version=open_version, votes=votes, origin="simulated") == 0


def test_people_who_wish_for_other_words_do_not_adopt_the_ones_that_stand(
    open_version: ConstitutionVersion,
) -> None:
    everybody_answers(open_version, {1: ("+++~~~", "+++~"), 2: ("+++++~", "++~-")})
    version = close_ratification(version=open_version)
    first, second = version.principles.order_by("number")
    assert (first.state, first.ratification["adopt"], first.ratification["change"]) == ("rejected", 6, 4)
    assert (first.ratification["reason"], first.ratification["lacking"]) == ("not enough in a group", ["A"])
    assert (second.ratification["reason"], second.ratification["lacking"]) == ("not enough in a group", ["B"])


def test_closing_is_on_record_with_its_counts(open_version: ConstitutionVersion) -> None:
    everybody_answers(open_version, {1: ("++++++", "++++"), 2: ("------", "+~o-")})
    everybody_answers_the_whole(open_version, ("+++-", "++"))
    version = close_ratification(version=open_version)
    body = Event.objects.get(kind=Event.Kind.RATIFICATION_CLOSED).payload.body
    assert (body["version"], body["outcome"], body["participants"]) == (1, "ratified", 10)
    assert (body["whole"]["adopt"], body["whole"]["reject"]) == (5, 1)
    assert [(one["id"], one["adopt"], one["change"]) for one in body["principles"]] == [
        ("p01", 10, 0),
        ("p02", 1, 1),
    ]
    assert version.ratification is not None
    assert version.ratification["whole"]["reason"] == "adopted"


def open_with(draft: ConstitutionVersion, **more: object) -> ConstitutionVersion:
    return open_ratification(version=draft, rule={**RULE, **more})


def test_where_the_rule_asks_for_the_whole_its_rejection_ends_the_version(draft: ConstitutionVersion) -> None:
    version = open_with(draft, whole=0.5)
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("++++++", "++++")})
    everybody_answers_the_whole(version, ("------", "++++"))
    version = close_ratification(version=version)
    assert (version.state, version.ratification["outcome"]) == ("rejected", "whole not adopted")
    assert {principle.state for principle in version.principles.all()} == {"rejected"}
    assert {principle.ratification["reason"] for principle in version.principles.all()} == {"adopted"}
    assert RatificationVote.objects.count() == 20


def test_where_the_rule_asks_for_the_whole_too_few_answers_to_it_are_no_quorum(
    draft: ConstitutionVersion,
) -> None:
    version = open_with(draft, whole=0.5)
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("++++++", "++++")})
    with pytest.raises(RatificationRefused, match="as a whole"):
        close_ratification(version=version)
    version.refresh_from_db()
    assert version.state == "ratifying"
    assert not Event.objects.filter(kind=Event.Kind.RATIFICATION_CLOSED).exists()
    everybody_answers_the_whole(version, ("++++++", "+++o"))
    assert close_ratification(version=version).state == "ratified"


def test_a_group_that_stays_away_is_waited_for_unless_the_rule_says_otherwise(
    draft: ConstitutionVersion,
) -> None:
    version = open_with(draft, silent_groups="go on", group_quorum=2)
    everybody_answers(version, {1: ("++++++", "-"), 2: ("++++++", "+")})
    version = close_ratification(version=version)
    assert version.state == "ratified"
    first = version.principles.get(number=1)
    assert (first.state, first.ratification["silent"], first.ratification["lacking"]) == (
        "adopted",
        ["B"],
        [],
    )


@pytest.mark.django_db(transaction=True)
def test_a_vote_on_the_whole_is_either_counted_or_refused(
    analysis: Analysis, draft: ConstitutionVersion
) -> None:
    version = open_with(draft)
    everybody_answers(version, {1: ("++++++", "++++"), 2: ("++++++", "++++")})
    latecomer = people_of_group(analysis, 0)[5]
    outcome: list[str] = []

    def vote_late() -> None:
        try:
            cast_vote_on_whole(participant=latecomer, version=version, value=ADOPT, client_key="late")
            outcome.append("taken")
        except RatificationVoteRefused:
            outcome.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=vote_late)
    thread.start()
    closed = close_ratification(version=version)
    thread.join()
    assert closed.ratification["whole"]["adopt"] == (1 if outcome == ["taken"] else 0)
    assert VersionVote.objects.count() == closed.ratification["whole"]["adopt"]


def test_dates_of_the_phase_are_kept(open_version: ConstitutionVersion, person: Participant) -> None:
    from datetime import timedelta

    from django.utils import timezone

    deliberation = open_version.deliberation
    deliberation.ratifying_until = timezone.now() - timedelta(hours=1)
    deliberation.save(update_fields=["ratifying_until"])
    with pytest.raises(RatificationVoteRefused, match="time that was set"):
        answer(person, open_version.principles.get(number=1), ADOPT)
