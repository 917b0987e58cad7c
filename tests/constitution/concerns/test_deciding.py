"""What a person decides about two principles, and what two people decide at once."""

import pytest

from constitution.models import Concern, ConstitutionVersion
from constitution.services import edit_principle, open_ratification, ratify_version
from constitution.services.amending import start_amendment
from constitution.services.concerns import checks_of
from constitution.services.deciding_concerns import ConcernConflict, ConcernRefused, decide_concern
from deliberation.models import Deliberation, Event, User
from tests.constitution.concerns.drafts import OPPOSITES, behind, checked_draft, draft_of, the_concern

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft with two opposites, two likes and a vague word."""
    return checked_draft(deliberation)


def test_one_of_two_contradicting_principles_goes_first_and_the_log_says_why(
    draft: ConstitutionVersion, owner: User
) -> None:
    concern = the_concern(draft, "negation")
    first = behind(draft, OPPOSITES[1])
    decide_concern(
        concern=concern,
        decision="ordered",
        prevails=first,
        why="Doctors should advise.",
        decided_by=owner,
        seen=concern.seen_mark,
    )
    [order] = Concern.objects.orders_of(draft)
    assert (order.prevails, order.gives_way) == (first, behind(draft, OPPOSITES[0]))
    event = Event.objects.get(kind="constitution.concern_decided")
    assert event.user == owner
    body = event.payload.body
    assert (body["decision"], body["prevails"], body["why"]) == (
        "ordered",
        first.label,
        "Doctors should advise.",
    )
    assert {one["text"] for one in body["principles"]} == {concern.principle.text, concern.other.text}


def test_a_decision_can_be_taken_back(draft: ConstitutionVersion, owner: User) -> None:
    concern = the_concern(draft, "negation")
    decided = decide_concern(
        concern=concern, decision="dismissed", why="Both.", decided_by=owner, seen=concern.seen_mark
    )
    decide_concern(concern=decided, decision="open", why="", decided_by=owner, seen=decided.seen_mark)
    concern.refresh_from_db()
    assert (concern.state, concern.decided_by) == ("open", None)
    assert Event.objects.filter(kind="constitution.concern_decided").count() == 2


def test_the_second_of_two_people_is_told_what_the_first_decided(
    draft: ConstitutionVersion, owner: User
) -> None:
    concern = the_concern(draft, "negation")
    seen = concern.seen_mark
    decide_concern(concern=concern, decision="dismissed", why="Both.", decided_by=owner, seen=seen)
    with pytest.raises(ConcernConflict, match="Both stay as they are.*Both"):
        decide_concern(concern=concern, decision="dismissed", why="Neither.", decided_by=owner, seen=seen)
    concern.refresh_from_db()
    assert concern.why == "Both."


def test_nobody_decides_about_words_they_have_not_seen(draft: ConstitutionVersion, owner: User) -> None:
    concern = the_concern(draft, "double meaning")
    seen = concern.seen_mark
    edit_principle(
        principle=concern.principle, text="Choose whatever.", edited_by=owner, seen_revision=1, why="No."
    )
    with pytest.raises(ConcernConflict, match="look again"):
        decide_concern(concern=concern, decision="dismissed", why="Fine.", decided_by=owner, seen=seen)
    concern.delete()
    with pytest.raises(ConcernConflict, match="somebody else has changed"):
        decide_concern(concern=concern, decision="dismissed", why="Fine.", decided_by=owner, seen=seen)


def test_orders_do_not_go_in_a_circle(deliberation: Deliberation, owner: User) -> None:
    draft = draft_of(deliberation, [f"The AI should be {word}." for word in ("brief", "warm", "exact")])
    first, second, third = draft.principles.order_by("number")
    pairs = [(first, second), (second, third), (first, third)]
    concerns = [
        Concern.objects.create(
            version=draft, kind="contradiction", principle=one, other=two, found_by="votes"
        )
        for one, two in pairs
    ]
    for concern in concerns[:2]:
        decide_concern(
            concern=concern,
            decision="ordered",
            prevails=concern.principle,
            why="So.",
            decided_by=owner,
            seen=concern.seen_mark,
        )
    with pytest.raises(ConcernRefused, match="circle"):
        decide_concern(
            concern=concerns[2],
            decision="ordered",
            prevails=third,
            why="So.",
            decided_by=owner,
            seen=concerns[2].seen_mark,
        )
    assert Concern.objects.orders_of(draft).count() == 2


@pytest.mark.parametrize(
    ("kind", "decision", "why", "message"),
    [
        ("negation", "dismissed", " ", "say why"),
        ("negation", "ordered", "So.", "choose which"),
        ("double meaning", "ordered", "So.", "Only principles that contradict"),
        ("negation", "merged", "So.", "cannot be decided here"),
    ],
)
def test_decisions_that_make_no_sense_are_refused(
    draft: ConstitutionVersion, owner: User, kind: str, decision: str, why: str, message: str
) -> None:
    concern = the_concern(draft, kind)
    with pytest.raises(ConcernRefused, match=message):
        decide_concern(concern=concern, decision=decision, why=why, decided_by=owner, seen=concern.seen_mark)


def test_nothing_is_decided_about_a_draft_once_people_vote_on_it(
    draft: ConstitutionVersion, owner: User
) -> None:
    concern = the_concern(draft, "negation")
    open_ratification(version=draft)
    with pytest.raises(ConcernRefused, match="no draft any more"):
        decide_concern(
            concern=concern, decision="dismissed", why="So.", decided_by=owner, seen=concern.seen_mark
        )


def test_only_owners_decide(draft: ConstitutionVersion, moderator: User) -> None:
    concern = the_concern(draft, "negation")
    with pytest.raises(PermissionError):
        decide_concern(
            concern=concern, decision="dismissed", why="So.", decided_by=moderator, seen=concern.seen_mark
        )


def test_rejected_principles_are_in_no_order(draft: ConstitutionVersion, owner: User) -> None:
    concern = the_concern(draft, "negation")
    decide_concern(
        concern=concern,
        decision="ordered",
        prevails=concern.principle,
        why="So.",
        decided_by=owner,
        seen=concern.seen_mark,
    )
    concern.principle.state = "rejected"
    concern.principle.save()
    assert not Concern.objects.orders_of(draft).exists()


def test_an_order_goes_on_in_the_amendment_of_a_version(draft: ConstitutionVersion, owner: User) -> None:
    concern = the_concern(draft, "negation")
    decide_concern(
        concern=concern,
        decision="ordered",
        prevails=concern.principle,
        why="So.",
        decided_by=owner,
        seen=concern.seen_mark,
    )
    ratified = ratify_version(version=draft)
    amendment = start_amendment(version=ratified, started_by=owner, why="A word is missing.")
    [order] = Concern.objects.orders_of(amendment)
    assert (order.prevails.replaces, order.gives_way.replaces) == (concern.principle, concern.other)
    assert order.why == "So."
    assert [job.state for job in checks_of(amendment)] == ["queued"]
