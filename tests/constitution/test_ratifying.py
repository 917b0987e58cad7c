import threading

import pytest
from django.db import DatabaseError, connection, transaction

from constitution.exports.canonical import canonical_constitution
from constitution.models import (
    ConstitutionVersion,
    Principle,
    PrincipleEdit,
    PrincipleStatement,
    RatificationVote,
    RatifiedIsFinal,
)
from constitution.ratification_rule import RatificationRule
from constitution.services import (
    RatificationBallot,
    RatificationRefused,
    RatificationVoteRefused,
    cast_first_ratification_vote,
    cast_ratification_vote,
    close_ratification,
    draft_version,
    open_ratification,
    ratify_version,
    record_ratification_votes,
)
from deliberation.integrity.event_log import KeyReused
from deliberation.models import Analysis, Event, Participant, User
from tests.constitution.assemblies import analysed_assembly, people_of_group
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db

ADOPT, PASS, REJECT = 1, 0, -1
RULE = {"overall": 0.6, "every_group": 0.5, "quorum": 5}


@pytest.fixture
def analysis() -> Analysis:
    """Six people in group A, four in group B, and two statements that both agree with."""
    return analysed_assembly()


@pytest.fixture
def draft(analysis: Analysis) -> ConstitutionVersion:
    """A draft of two principles."""
    return draft_version(deliberation=analysis.deliberation)


@pytest.fixture
def open_version(draft: ConstitutionVersion) -> ConstitutionVersion:
    """The draft, open for ratification."""
    return open_ratification(version=draft, rule=RULE)


def vote(person: Participant, principle: Principle, value: int, key: str = "") -> RatificationVote:
    key = key or f"{person.number}-{principle.number}-{value}"
    return cast_ratification_vote(participant=person, principle=principle, value=value, client_key=key)


def everybody_votes(version: ConstitutionVersion, values: dict[int, tuple[str, str]]) -> None:
    """Values per principle number, one sign per member: ("++++++", "++-o")."""
    signs = {"+": ADOPT, "-": REJECT, "o": PASS, " ": None}
    for number, by_group in values.items():
        principle = version.principles.get(number=number)
        for group, row in enumerate(by_group):
            people = people_of_group(version.analysis, group)
            for person, sign in zip(people, row, strict=False):
                if signs[sign] is not None:
                    vote(person, principle, signs[sign])


def states(version: ConstitutionVersion) -> list[str]:
    return list(version.principles.order_by("number").values_list("state", flat=True))


def test_what_every_group_adopts_is_ratified_and_the_rest_is_not(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("++++++", "+++-"), 2: ("++++++", "+---")})
    version = close_ratification(version=open_version)
    assert (version.state, version.decided_by) == ("ratified", "citizens")
    assert states(version) == ["adopted", "rejected"]
    assert version.principles.get(number=2).ratification == {
        "adopt": 7,
        "change": 0,
        "reject": 3,
        "pass": 0,
        "by_group": [
            {"group": "A", "adopt": 6, "change": 0, "reject": 0, "pass": 0},
            {"group": "B", "adopt": 1, "change": 0, "reject": 3, "pass": 0},
        ],
        "reason": "not enough in a group",
        "lacking": ["B"],
        "silent": [],
    }


def test_a_tie_in_a_group_does_not_adopt(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("++++++", "++++"), 2: ("++++++", "++--")})
    assert states(close_ratification(version=open_version)) == ["adopted", "rejected"]


def test_the_result_says_who_took_part(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("+++++", "+++"), 2: ("+", "")})
    vote(ParticipantFactory(deliberation=open_version.deliberation), open_version.principles.first(), ADOPT)
    version = close_ratification(version=open_version)
    assert version.ratification is not None
    assert version.ratification.pop("whole")["adopt"] == 0
    assert version.ratification == {
        "decided_by": "citizens",
        "rule": RatificationRule.from_dict(RULE).as_dict(),
        "outcome": "ratified",
        "participants": 9,
        "by_group": [{"group": "A", "participants": 5}, {"group": "B", "participants": 3}],
    }


def test_without_a_quorum_nothing_is_decided_and_nothing_is_lost(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("++", "+"), 2: ("++", "+")})
    with pytest.raises(RatificationRefused, match="3 of the 5 people needed"):
        close_ratification(version=open_version)
    open_version.refresh_from_db()
    assert open_version.state == "ratifying"
    assert states(open_version) == ["proposed", "proposed"]
    assert RatificationVote.objects.count() == 6


def test_a_group_that_stayed_away_leaves_the_vote_without_a_quorum(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("++++++", ""), 2: ("++++++", "")})
    with pytest.raises(RatificationRefused, match="group B"):
        close_ratification(version=open_version)


def test_a_vote_without_a_quorum_can_be_given_up_and_a_new_draft_made(
    open_version: ConstitutionVersion,
) -> None:
    everybody_votes(open_version, {1: ("+", "")})
    version = close_ratification(version=open_version, give_up=True)
    assert version.state == "rejected"
    assert RatificationVote.objects.count() == 1
    assert draft_version(deliberation=version.deliberation).number == 2


def test_where_nothing_is_adopted_the_version_is_rejected(open_version: ConstitutionVersion) -> None:
    everybody_votes(open_version, {1: ("------", "----"), 2: ("------", "oooo")})
    version = close_ratification(version=open_version)
    assert (version.state, version.is_ratified) == ("rejected", False)
    assert RatificationVote.objects.count() == 20


def test_people_may_change_their_vote_and_resend_it(open_version: ConstitutionVersion) -> None:
    person, principle = people_of_group(open_version.analysis, 0)[0], open_version.principles.first()
    vote(person, principle, ADOPT, key="first")
    vote(person, principle, REJECT, key="second")
    vote(person, principle, ADOPT, key="first")
    assert RatificationVote.objects.get().value == REJECT
    assert Event.objects.filter(kind=Event.Kind.RATIFICATION_VOTE_CAST).count() == 2


def test_a_key_used_for_something_else_is_refused(open_version: ConstitutionVersion) -> None:
    person = people_of_group(open_version.analysis, 0)[0]
    first, second = open_version.principles.all()
    vote(person, first, ADOPT, key="same")
    with pytest.raises(KeyReused):
        vote(person, second, ADOPT, key="same")


def test_votes_before_and_after_the_vote_are_refused(draft: ConstitutionVersion) -> None:
    person, principle = people_of_group(draft.analysis, 0)[0], draft.principles.first()
    with pytest.raises(RatificationVoteRefused, match="has not begun"):
        vote(person, principle, ADOPT)
    ratify_version(version=draft)
    with pytest.raises(RatificationVoteRefused, match="has ended"):
        vote(person, principle, ADOPT)
    assert not Event.objects.filter(kind=Event.Kind.RATIFICATION_VOTE_CAST).exists()


def test_unknown_values_and_foreign_participants_are_refused(open_version: ConstitutionVersion) -> None:
    principle = open_version.principles.first()
    with pytest.raises(RatificationVoteRefused, match="adopt, change, reject or pass"):
        vote(people_of_group(open_version.analysis, 0)[0], principle, 3)
    with pytest.raises(RatificationVoteRefused, match="another deliberation"):
        vote(ParticipantFactory(), principle, ADOPT)


def test_a_visitor_joins_with_their_first_vote_or_not_at_all(open_version: ConstitutionVersion) -> None:
    before = Participant.objects.count()
    ballot = {
        "deliberation": open_version.deliberation,
        "principle": open_version.principles.first(),
        "client_key": "first-key",
        "visitor_key": "visitor-key",
    }
    with pytest.raises(RatificationVoteRefused):
        cast_first_ratification_vote(value=7, **ballot)
    assert Participant.objects.count() == before
    first, _vote = cast_first_ratification_vote(value=ADOPT, **ballot)
    again, _vote = cast_first_ratification_vote(value=ADOPT, **ballot)
    assert first == again
    assert Participant.objects.count() == before + 1


def test_many_votes_at_once_are_recorded_once(open_version: ConstitutionVersion) -> None:
    principles = list(open_version.principles.all())
    votes = [
        (
            person,
            [RatificationBallot(principle, ADOPT, f"bulk-{principle.number}") for principle in principles],
        )
        for group in (0, 1)
        for person in people_of_group(open_version.analysis, group)
    ]
    assert record_ratification_votes(version=open_version, votes=votes, origin="simulated") == 20
    assert record_ratification_votes(version=open_version, votes=votes, origin="simulated") == 0
    assert RatificationVote.objects.count() == 20
    assert close_ratification(version=open_version).state == "ratified"


def test_an_unknown_rule_does_not_open_a_vote(draft: ConstitutionVersion) -> None:
    with pytest.raises(RatificationRefused, match="knows nothing of"):
        open_ratification(version=draft, rule={"majority": 0.5})
    with pytest.raises(RatificationRefused, match="above 0"):
        open_ratification(version=draft, rule={"overall": 0})


def test_a_vote_opens_once(open_version: ConstitutionVersion) -> None:
    with pytest.raises(RatificationRefused, match="Only a draft"):
        open_ratification(version=open_version)


def test_an_empty_draft_can_be_neither_voted_on_nor_ratified() -> None:
    empty = draft_version(deliberation=analysed_assembly([]).deliberation)
    with pytest.raises(RatificationRefused, match="no principles"):
        open_ratification(version=empty)
    with pytest.raises(RatificationRefused, match="no principles"):
        ratify_version(version=empty)


def test_without_a_vote_it_is_recorded_as_the_organisers_decision(draft: ConstitutionVersion) -> None:
    version = ratify_version(version=draft)
    assert (version.state, version.decided_by) == ("ratified", "organiser")
    assert version.ratification == {"decided_by": "organiser", "rule": None, "participants": 0}
    body = Event.objects.get(kind=Event.Kind.CONSTITUTION_RATIFIED).payload.body
    assert (body["decided_by"], body["sha256"]) == ("organiser", version.content_sha256)


def test_an_organiser_cannot_decide_while_citizens_vote(open_version: ConstitutionVersion) -> None:
    with pytest.raises(RatificationRefused, match="close their vote"):
        ratify_version(version=open_version)


def test_a_new_ratified_version_supersedes_the_one_before(draft: ConstitutionVersion) -> None:
    first = ratify_version(version=draft)
    second = ratify_version(version=draft_version(deliberation=draft.deliberation, size=1))
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "ratified")
    assert canonical_constitution(second)["parent_sha256"] == first.content_sha256


def test_only_owners_open_close_and_ratify(
    draft: ConstitutionVersion, moderator: User, stranger: User
) -> None:
    for account in (moderator, stranger):
        with pytest.raises(PermissionError):
            open_ratification(version=draft, opened_by=account)
        with pytest.raises(PermissionError):
            ratify_version(version=draft, ratified_by=account)
        with pytest.raises(PermissionError):
            close_ratification(version=draft, closed_by=account)


@pytest.fixture
def ratified(draft: ConstitutionVersion) -> ConstitutionVersion:
    """A version ratified by the organiser."""
    return ratify_version(version=draft)


def test_the_code_refuses_to_change_or_delete_what_is_ratified(ratified: ConstitutionVersion) -> None:
    principle = ratified.principles.first()
    for change in (principle.save, principle.delete, ratified.save, ratified.delete):
        with pytest.raises(RatifiedIsFinal):
            change()


@pytest.mark.parametrize(
    "change",
    [
        lambda version: Principle.objects.filter(version=version).update(text="Choose evil."),
        lambda version: Principle.objects.filter(version=version).update(version_id=0),
        lambda version: ConstitutionVersion.objects.filter(pk=version.pk).update(preamble="Obey."),
        lambda version: ConstitutionVersion.objects.filter(pk=version.pk).update(state="draft"),
        lambda version: ConstitutionVersion.objects.filter(pk=version.pk).update(ratified_at=None),
        lambda version: ConstitutionVersion.objects.filter(pk=version.pk).update(
            state="superseded", preamble="Obey."
        ),
        lambda version: PrincipleStatement.objects.filter(principle__version=version).update(text="x"),
        lambda version: PrincipleEdit.objects.filter(principle__version=version).update(why="x"),
        lambda version: Principle.objects.bulk_create(
            [
                Principle(
                    version=version,
                    number=99,
                    text="Choose evil.",
                    kind="promote",
                    votes={},
                    group_aware_consensus=1,
                    lower_bound=1,
                )
            ]
        ),
    ],
)
def test_the_database_refuses_to_change_what_is_ratified(ratified: ConstitutionVersion, change) -> None:
    before = canonical_constitution(ratified)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change(ratified)
    ratified.refresh_from_db()
    assert canonical_constitution(ratified) == before


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite empties tables by deleting rows")
def test_the_database_refuses_to_delete_what_is_ratified(ratified: ConstitutionVersion) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM constitution_principleedit")


def test_drafts_stay_free_to_change(draft: ConstitutionVersion) -> None:
    assert Principle.objects.filter(version=draft).update(text="Choose well.") == 2
    draft.delete()
    assert not ConstitutionVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_vote_is_either_counted_or_refused_never_lost_in_between(analysis: Analysis) -> None:
    version = open_ratification(version=draft_version(deliberation=analysis.deliberation), rule=RULE)
    everybody_votes(version, {1: ("+++++", "++++"), 2: ("+++++", "++++")})
    latecomer, principle = people_of_group(analysis, 0)[5], version.principles.first()
    outcome: list[str] = []

    def vote_late() -> None:
        try:
            vote(latecomer, principle, ADOPT)
            outcome.append("taken")
        except RatificationVoteRefused:
            outcome.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=vote_late)
    thread.start()
    close_ratification(version=version)
    thread.join()
    counted = version.principles.get(number=1).ratification["adopt"]
    assert counted == (10 if outcome == ["taken"] else 9)
    assert RatificationVote.objects.filter(principle=principle).count() == counted
