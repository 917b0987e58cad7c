"""Joining by invitation: one code, one person; so many places per kind of people."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import Deliberation, Event, Invitation, Participant, Question, Quota, Statement, User
from deliberation.people import invitations
from deliberation.people.invitations import (
    AnswerNeeded,
    InvitationSpent,
    InvitationUnknown,
    PlacesTaken,
    join_by_invitation,
    make_invitations,
    revoke_invitations,
)
from deliberation.people.services import JoinRefused, join_deliberation
from deliberation.voting.services import cast_vote
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(db: None) -> Deliberation:
    """A deliberation that people join by invitation."""
    return DeliberationFactory(access=Deliberation.Access.INVITATION)


def one_code(deliberation: Deliberation, **options: Any) -> str:
    [code] = make_invitations(deliberation=deliberation, count=1, **options)
    return code


def join(deliberation: Deliberation, code: str, key: str = "", **answers: str) -> Participant:
    return join_by_invitation(deliberation=deliberation, code=code, answers=answers, visitor_key=key)


def test_a_code_is_readable_and_only_its_digest_is_kept(invited: Deliberation) -> None:
    code = one_code(invited)

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("01IOLilo")
    kept = Invitation.objects.values_list("code_digest", "batch").get()
    assert code.replace("-", "").lower() not in str(kept).lower()


def test_a_code_may_be_typed_in_any_case_with_any_spaces_and_dashes(invited: Deliberation) -> None:
    for spelling in (str.lower, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code} —"):
        assert join(invited, spelling(one_code(invited))).pk


def test_a_code_is_used_once(invited: Deliberation) -> None:
    code = one_code(invited)
    join(invited, code, "form-of-the-first")

    with pytest.raises(InvitationSpent, match="used already"):
        join(invited, code, "form-of-the-second")
    assert Participant.objects.count() == 1


def test_the_same_form_sent_twice_finds_the_same_participant(invited: Deliberation) -> None:
    code = one_code(invited)

    assert join(invited, code, "the-same-form") == join(invited, code, "the-same-form")
    assert Event.objects.filter(kind=Event.Kind.PARTICIPANT_JOINED).count() == 1


def test_expired_revoked_foreign_and_unknown_codes_let_nobody_in(invited: Deliberation, owner: User) -> None:
    other = DeliberationFactory(access=Deliberation.Access.INVITATION)
    expired = one_code(invited, expires_at=timezone.now() - timedelta(seconds=1))
    revoked = one_code(invited, batch="revoked", user=owner)
    revoke_invitations(invitations=Invitation.objects.filter(batch="revoked"))

    for code, refusal in [
        (expired, InvitationSpent),
        (revoked, InvitationSpent),
        (one_code(other), InvitationUnknown),
        ("AAAA-AAAA-AAAA", InvitationUnknown),
        ("", InvitationUnknown),
        ("\u202e🗳️ --- ", InvitationUnknown),
        ("x" * 100_000, InvitationUnknown),
    ]:
        with pytest.raises(refusal):
            join(invited, code)
    assert not Participant.objects.exists()


def test_revoking_leaves_used_invitations_as_they_are(invited: Deliberation) -> None:
    used, unused = make_invitations(deliberation=invited, count=2, batch="autumn")
    join(invited, used)

    assert revoke_invitations(invitations=Invitation.objects.filter(batch="autumn")) == 1
    assert Invitation.objects.get(participant__isnull=False).revoked_at is None
    with pytest.raises(InvitationSpent):
        join(invited, unused)


@pytest.mark.parametrize("count", [0, -1, invitations.LARGEST_BATCH + 1])
def test_a_senseless_number_of_invitations_is_refused(invited: Deliberation, count: int) -> None:
    with pytest.raises(ValueError, match="invitations"):
        make_invitations(deliberation=invited, count=count)


def test_a_first_vote_does_not_get_around_the_invitation(invited: Deliberation) -> None:
    with pytest.raises(JoinRefused):
        join_deliberation(deliberation=invited, visitor_key="a-form-of-a-vote")


def test_the_log_says_that_somebody_joined_and_nothing_about_who(invited: Deliberation) -> None:
    quota = Quota.objects.create(deliberation=invited, cell={"age": "old"}, seats=3)
    participant = join(invited, one_code(invited), age="old")
    cast_vote(
        participant=participant,
        statement=StatementFactory(deliberation=invited, author=None, state=Statement.State.ACCEPTED),
        value=1,
        client_key="a-first-vote",
    )

    event = Event.objects.get(kind=Event.Kind.PARTICIPANT_JOINED)
    assert event.payload.body == {"access": "invitation", "quota": quota.pk}
    assert event.user is None
    check = check_deliberation(invited)
    assert [d for d in check.differences if d.what == "vote"] == []
    assert check.log.broken == ()


class TestPlaces:
    """Quotas of a deliberation with two age bands and two regions."""

    @pytest.fixture
    def with_places(self, invited: Deliberation) -> Deliberation:
        """One place for the young of the north, one for the old, one for everybody else."""
        Question.objects.create(
            deliberation=invited,
            key="age",
            text="How old are you?",
            options=["young", "old"],
            translations={"zh-hans": {"text": "您多大?", "options": ["年轻", "年长"]}},
        )
        for cell in ({"age": "young", "region": "north"}, {"age": "old"}, {}):
            Quota.objects.create(deliberation=invited, cell=cell, seats=1)
        return invited

    def test_a_full_quota_says_so_kindly_and_uses_nothing_up(self, with_places: Deliberation) -> None:
        join(with_places, one_code(with_places), age="old")
        code = one_code(with_places)

        with pytest.raises(PlacesTaken, match=r"All places for old are taken\. Your code stays unused"):
            join(with_places, code, age="old")
        assert Invitation.objects.usable().count() == 1
        assert Participant.objects.count() == 1
        assert join(with_places, code, age="young", region="north").quota.cell["region"] == "north"

    def test_a_full_quota_is_named_in_the_reader_s_language(self, with_places: Deliberation) -> None:
        join(with_places, one_code(with_places), age="old")

        with translation.override("zh-hans"), pytest.raises(PlacesTaken, match="年长"):
            join(with_places, one_code(with_places), age="old")

    def test_who_leaves_the_question_out_takes_a_place_of_everybody_else(
        self, with_places: Deliberation
    ) -> None:
        assert join(with_places, one_code(with_places)).quota.cell == {}
        with pytest.raises(AnswerNeeded, match="How old are you") as refusal:
            join(with_places, one_code(with_places))
        assert refusal.value.questions[0] == "age"

    def test_without_a_place_for_everybody_else_one_is_told_why_the_answer_is_needed(
        self, with_places: Deliberation
    ) -> None:
        with_places.quotas.filter(cell={}).delete()

        with pytest.raises(AnswerNeeded, match="giving places and for weighting the results") as refusal:
            join(with_places, one_code(with_places), age="young")
        assert refusal.value.questions == ["region"]
        with pytest.raises(PlacesTaken, match="other answers"):
            join(with_places, one_code(with_places), age="young", region="south")
        assert not Participant.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Real threads on real connections."""

    def together(self, actions: list[Callable[[], Participant]]) -> list[Any]:
        outcomes: list[Any] = []
        barrier = threading.Barrier(len(actions))

        def act(action: Callable[[], Participant]) -> None:
            barrier.wait()
            try:
                outcomes.append(action())
            except JoinRefused as refusal:
                outcomes.append(type(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=act, args=[action]) for action in actions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def test_of_two_people_with_one_code_exactly_one_joins(self, invited: Deliberation) -> None:
        code = one_code(invited)

        outcomes = self.together([lambda key=f"form-{n}": join(invited, code, key) for n in range(6)])  # type: ignore[misc]

        assert outcomes.count(InvitationSpent) == 5
        assert Participant.objects.count() == 1

    def test_the_last_place_is_given_once(self, invited: Deliberation) -> None:
        Quota.objects.create(deliberation=invited, cell={}, seats=2)
        codes = make_invitations(deliberation=invited, count=6)

        outcomes = self.together([lambda code=code: join(invited, code) for code in codes])  # type: ignore[misc]

        assert outcomes.count(PlacesTaken) == 4
        assert Participant.objects.filter(quota__isnull=False).count() == 2
        assert Invitation.objects.usable().count() == 4
