"""Whatever is done to a sealed log shows, and what may be done does not."""

import random

import pytest

from deliberation.integrity.log_verification import LoggedEvent
from deliberation.integrity.signing import public_key
from tests.deliberation.integrity.logs_in_memory import (
    KEY,
    SIZES,
    STRANGE_KEY,
    UNSEALED,
    WAYS,
    MemoryLog,
    an_event,
    edited,
    sealed,
    truncate,
)

EVENTS = [an_event(number) for number in range(SIZES[-1] + UNSEALED)]
WHOLE = sealed(EVENTS)
HEADS = WHOLE.heads()


def kinds(log: MemoryLog, **options: object) -> set[str]:
    return {problem.kind for problem in log.verified(HEADS, **options).problems}


def test_an_untouched_log_holds() -> None:
    found = WHOLE.verified(HEADS)
    assert found.ok
    assert (found.events, found.sealed, found.erased) == (SIZES[-1] + UNSEALED, SIZES[-1], 0)
    assert found.keys == [public_key(KEY)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_thousand_ways_of_tampering_are_all_found(way) -> None:
    chance = random.Random(way.__name__)
    missed = [turn for turn in range(1000 // len(WAYS) + 1) if way(WHOLE, chance).verified(HEADS).ok]
    assert missed == []


@pytest.mark.parametrize(
    ("field", "problem"),
    [("key", "content"), ("recorded_at", "leaf"), ("account", "leaf"), ("seal", "order")],
)
def test_an_edit_is_named_where_it_is(field: str, problem: str) -> None:
    events = list(WHOLE.events)
    events[11] = edited(events[11], field, random.Random(1))
    found = MemoryLog(events, WHOLE.seals, WHOLE.unsealed).verified(HEADS)
    assert (problem, 11) in {(one.kind, one.position) for one in found.problems}


def test_only_heads_kept_elsewhere_show_that_the_end_was_cut_off_or_all_was_signed_anew() -> None:
    cut = MemoryLog(WHOLE.events[:20], WHOLE.seals[:2], [])
    assert cut.verified([]).ok
    assert kinds(cut) == {"truncated"}
    anew = sealed([an_event(5000), *EVENTS[1:]])
    assert anew.verified([]).ok
    assert kinds(anew) == {"rewritten"}


def test_a_seal_with_an_unknown_key_is_found_and_a_changed_key_may_be_made_known() -> None:
    other = sealed(EVENTS, key=STRANGE_KEY)
    assert {problem.kind for problem in other.verified([]).problems} == {"key"}
    assert other.verified([], known_keys=(public_key(KEY), public_key(STRANGE_KEY))).ok


def erased(event: LoggedEvent) -> LoggedEvent:
    return event._replace(salt="", body={name: said for name, said in event.body.items() if name != "text"})


def log_with_words(last: LoggedEvent) -> MemoryLog:
    """A log in which statement 4 is proposed, and something follows."""
    said = an_event(3, kind="statement.proposed", body={"statement": 4, "text": "Say why."})
    log = sealed([*EVENTS[:3], said, *EVENTS[4:10], last], sizes=(7, 10))
    events = [erased(event) if event.kind == "statement.proposed" else event for event in log.events]
    return MemoryLog(events, log.seals, log.unsealed)


@pytest.mark.parametrize(
    ("last", "ok"),
    [
        (an_event(11, kind="statement.erased", body={"statement": 4}), True),
        (an_event(13, kind="participant.erased", body={}), True),
        (an_event(11, kind="statement.erased", body={"statement": 5}), False),
        (an_event(12, kind="participant.erased", body={}), False),
        (an_event(11), False),
    ],
    ids=["the statement", "its author", "another statement", "another author", "nothing"],
)
def test_words_may_go_where_the_log_says_so_and_nowhere_else(last: LoggedEvent, ok: bool) -> None:
    found = log_with_words(last).verified([])
    assert found.erased == 1
    assert {problem.kind for problem in found.problems} == (set() if ok else {"erasure"})


def test_a_vote_is_never_erased_whatever_the_log_says() -> None:
    goodbye = an_event(13, kind="participant.erased", body={})
    log = sealed([*EVENTS[:10], goodbye], sizes=(11,))
    events = [event._replace(salt="") if event.position == 3 else event for event in log.events]
    assert {problem.kind for problem in MemoryLog(events, log.seals, []).verified([]).problems} == {"erasure"}


def test_an_event_that_waits_for_its_seal_is_held_against_its_commitment_already() -> None:
    waiting = [WHOLE.unsealed[0]._replace(body={"statement": 1, "value": 5}), *WHOLE.unsealed[1:]]
    assert kinds(MemoryLog(WHOLE.events, WHOLE.seals, waiting)) == {"content"}


def test_many_problems_are_counted_and_the_first_named() -> None:
    events = [event._replace(origin="imported") for event in WHOLE.events] * 40
    found = MemoryLog(events, WHOLE.seals, []).verified([])
    assert found.problem_count > len(found.problems) == 1000


def test_cutting_is_tried_in_all_its_forms() -> None:
    chance = random.Random(1)
    left = {(len(log.events), len(log.seals)) for log in (truncate(WHOLE, chance) for _ in range(200))}
    assert {(0, 0), (20, 2)} <= left
