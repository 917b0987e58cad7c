"""What a log adds up to, event by event."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.integrity.evidence import commitment, event_content, new_salt
from deliberation.integrity.replay import (
    CAST,
    MARKED,
    MODERATED,
    PROPOSED,
    REPLAYED,
    STATE_AFTER,
    TAKEN_BACK,
    UNDONE,
    RecordedEvent,
    VoteAsLogged,
    fits_commitment,
    replay,
)
from deliberation.models import Event, ModerationDecision
from deliberation.moderation.services import STATES

numbers = itertools.count(1)


def event(kind: str, participant: int | None = None, **body: object) -> RecordedEvent:
    number, salt = next(numbers), new_salt()
    content = event_content(
        kind=kind, participant=participant, key=f"key-{number}", occurred_at=None, body=body
    )
    return RecordedEvent(
        number, kind, participant, f"key-{number}", None, commitment(content, salt), salt, body
    )


def test_the_names_are_those_of_the_models():
    assert set(REPLAYED) <= set(Event.Kind.values)
    assert set(STATE_AFTER) == set(ModerationDecision.Outcome.values)
    assert {str(outcome): str(state) for outcome, state in STATES.items()} == STATE_AFTER


def test_an_empty_log_adds_up_to_nothing():
    outcome = replay([])
    assert (outcome.events, outcome.votes, outcome.statements) == (0, {}, {})


def test_the_last_vote_counts():
    events = [event(CAST, 7, statement=1, value=1), event(CAST, 7, statement=1, value=-1)]
    assert replay(events).votes == {(7, 1): VoteAsLogged(-1, events[1].id)}


def test_undoing_brings_back_the_vote_before_and_points_to_the_undoing():
    events = [
        event(CAST, 7, statement=1, value=1),
        event(CAST, 7, statement=1, value=-1),
        event(UNDONE, 7, statement=1, restored=1),
    ]
    assert replay(events).votes == {(7, 1): VoteAsLogged(1, events[2].id)}


def test_undoing_the_only_vote_leaves_none():
    events = [event(CAST, 7, statement=1, value=1), event(UNDONE, 7, statement=1, restored=None)]
    assert replay(events).votes == {}


def test_a_statement_has_the_state_of_its_last_moderation():
    said = {"reason": "", "note": "", "is_meta": False}
    events = [
        event(PROPOSED, 7, statement=1, text="A", language="en"),
        event(PROPOSED, 7, statement=2, text="B", language="en"),
        event(MODERATED, statement=2, outcome="duplicate", duplicate_of=1, **said),
    ]
    assert replay(events[:2]).statements[2].state == "pending"
    merged = replay(events).statements[2]
    assert (merged.state, merged.merged_into) == ("accepted", 1)
    reopened = event(MODERATED, statement=2, outcome="reopened", duplicate_of=None, **said)
    again = replay([*events, reopened]).statements[2]
    assert (again.state, again.merged_into) == ("pending", None)


def test_marks_belong_to_the_vote_on_top():
    events = [
        event(CAST, 7, statement=1, value=0),
        event(MARKED, 7, statement=1, pass_reason="unsure"),
        event(MARKED, 7, statement=1, is_important=True),
    ]
    held = replay(events).votes[7, 1]
    assert (held.pass_reason, held.is_important, held.event) == ("unsure", True, events[0].id)
    taken_back = event(MARKED, 7, statement=1, pass_reason="", is_important=False)
    assert replay([*events, taken_back]).votes == {(7, 1): VoteAsLogged(0, events[0].id)}


def test_importance_passes_on_to_the_next_vote_and_a_reason_for_passing_does_not():
    events = [
        event(CAST, 7, statement=1, value=0),
        event(MARKED, 7, statement=1, pass_reason="unsure", is_important=True),
        event(CAST, 7, statement=1, value=1),
        event(UNDONE, 7, statement=1, restored=0),
        event(UNDONE, 7, statement=1, restored=None),
        event(CAST, 7, statement=1, value=0),
    ]
    seen = []
    for end in range(3, 7):
        held = replay(events[:end]).votes.get((7, 1))
        seen.append(held and (held.value, held.pass_reason, held.is_important))
    assert seen == [(1, "", True), (0, "", True), None, (0, "", False)]


def test_a_mark_without_a_vote_and_a_reason_for_passing_without_a_pass_say_nothing():
    alone = [event(MARKED, 7, statement=1, is_important=True)]
    agreed = [event(CAST, 7, statement=1, value=1), event(MARKED, 7, statement=1, pass_reason="unsure")]
    assert replay(alone).votes == {}
    assert replay(agreed).votes == {(7, 1): VoteAsLogged(1, agreed[0].id)}


def test_a_statement_may_be_accepted_as_it_is_proposed():
    events = [event(PROPOSED, 7, statement=1, text="A", language="en", state="accepted")]
    assert replay(events).statements[1].state == "accepted"


@pytest.mark.parametrize("body_is_left", [True, False])
def test_a_statement_taken_back_is_rejected_and_without_words(body_is_left: bool):
    proposed = event(PROPOSED, 7, statement=1, language="en", text="A", state="accepted")
    if not body_is_left:
        proposed = RecordedEvent(proposed.id, PROPOSED, 7, proposed.client_key, None, proposed.commitment)
    taken_back = replay([proposed, event(TAKEN_BACK, 7, statement=1)]).statements[1]
    assert (taken_back.state, taken_back.text) == ("rejected", "")


def test_an_event_without_its_payload_counts_as_erased_and_says_nothing():
    erased = RecordedEvent(1, CAST, 7, "key", None, "0" * 64)
    outcome = replay([erased])
    assert (outcome.erased, outcome.verified, outcome.votes) == (1, 0, {})


@pytest.mark.parametrize(
    "change",
    [{"kind": UNDONE}, {"participant": 8}, {"client_key": "other"}, {"body": {"statement": 1, "value": 0}}],
)
def test_whatever_is_changed_no_longer_fits_the_commitment(change):
    honest = event(CAST, 7, statement=1, value=1)
    assert fits_commitment(honest)
    changed = RecordedEvent(**{**honest.__dict__, **change})
    assert fits_commitment(changed) is False
    assert replay([changed]).broken == (honest.id,)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2), st.sampled_from([-1, 0, 1, None])), max_size=30)
)
def test_votes_are_a_stack_per_person_and_statement(actions):
    """Against the plainest model: a list of lists, where None takes back the last vote."""
    stacks: dict[tuple[int, int], list[int]] = {}
    events = []
    for participant, statement, value in actions:
        stack = stacks.setdefault((participant, statement), [])
        if value is None:
            stack[-1:] = []
            events.append(event(UNDONE, participant, statement=statement, restored=None))
        else:
            stack.append(value)
            events.append(event(CAST, participant, statement=statement, value=value))
    outcome = replay(events)
    assert {pair: vote.value for pair, vote in outcome.votes.items()} == {
        pair: stack[-1] for pair, stack in stacks.items() if stack
    }
    assert outcome.verified == len(events)
