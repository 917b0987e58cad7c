"""Hypothesis strategies for small conversations as Polis could have held them."""

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st

from deliberation.interchange.conversation import (
    Generation,
    ParticipantRow,
    PolisConversation,
    StatementRow,
    VoteRow,
)
from deliberation.interchange.polis_dates import UTC_ONLY, ZoneRun

NUMBERS = st.integers(0, 50)
TIMES = st.integers(1_300_000_000_000, 1_800_000_000_000)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from('",\n\r;\t =+-@你好'),
    max_size=60,
)
ZONES = st.sampled_from([UTC_ONLY, (ZoneRun(0, "WIB", 25200), ZoneRun(1_500_000_000_000, "WITA", 28800))])


@st.composite
def statements(draw: st.DrawFn) -> tuple[StatementRow, ...]:
    rows = st.builds(
        StatementRow,
        number=NUMBERS,
        author=st.none() | NUMBERS,
        text=TEXTS,
        time=TIMES,
        moderated=st.sampled_from([-1, 0, 1]),
        is_meta=st.booleans(),
        is_seed=st.booleans(),
    )
    return tuple(draw(st.lists(rows, max_size=6, unique_by=lambda row: row.number)))


@st.composite
def conversations(draw: st.DrawFn) -> PolisConversation:
    """A conversation with a history of votes, or with last votes only, that does not contradict itself."""
    proposed = draw(statements())
    numbers = [row.number for row in proposed]
    pairs = st.tuples(NUMBERS, st.sampled_from(numbers)) if numbers else st.nothing()
    with_history = draw(st.booleans())
    cast = draw(st.lists(pairs, max_size=12, unique=not with_history)) if numbers else []
    times = sorted(draw(st.lists(TIMES, min_size=len(cast), max_size=len(cast))))
    values = [draw(st.sampled_from([-1, 0, 1])) for _ in cast]
    votes = tuple(
        VoteRow(participant, statement, value, time if with_history else None, f"import-{n}")
        for n, ((participant, statement), value, time) in enumerate(zip(cast, values, times, strict=True))
    )
    counts = Counter((vote.statement, vote.value) for vote in votes)
    people = {vote.participant for vote in votes} | draw(st.sets(NUMBERS, max_size=3))
    with_ids = draw(st.booleans())
    return PolisConversation(
        generation=Generation.DARWIN,
        statements=tuple(
            replace(row, agrees=counts[row.number, 1], disagrees=counts[row.number, -1]) for row in proposed
        ),
        votes=votes,
        participants=tuple(
            ParticipantRow(number, f"x{number}" if with_ids else "", draw(st.sampled_from(["", "0", "1"])))
            for number in sorted(people)
        ),
        summary=(("topic", draw(TEXTS)), ("conversation-description", draw(TEXTS))),
        zones=draw(ZONES),
        has_external_ids=with_ids,
        has_flags=any(row.is_seed or row.is_meta for row in proposed),
    )


def told(conversation: PolisConversation) -> dict[str, object]:
    """Return everything a conversation says, in an order that does not depend on that of its rows."""
    histories: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
    for vote in conversation.votes:
        histories.setdefault((vote.participant, vote.statement), []).append((vote.value, vote.time))
    return {
        "statements": conversation.statements,
        "histories": histories,
        "participants": set(conversation.participants),
        "topic and description": {
            key: value for key, value in conversation.summary if key in {"topic", "conversation-description"}
        },
    }
