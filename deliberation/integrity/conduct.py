"""How people took part, read for the anomaly report: votes in their order, times, networks and texts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import OuterRef, Subquery

from deliberation.analysis.anomalies.ranking import Conduct, TimedVotes
from deliberation.analysis.anomalies.spam_texts import AuthoredText
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.integrity.one_moment import one_moment
from deliberation.models import (
    Deliberation,
    Event,
    ModerationDecision,
    Participant,
    ParticipantNetwork,
    Statement,
    Vote,
)
from deliberation.results.stored_votes import read_votes

AN_HOUR = 3600
MOST_TIMED_VOTES = 2_000_000
"""With more votes than this their times are not looked at: reading them would take minutes."""


@dataclass(frozen=True)
class Participation:
    """The votes on accepted statements, everything else that is known, and the last event they reflect."""

    votes: VoteMatrix
    conduct: Conduct
    event_watermark: int


def read_participation(deliberation: Deliberation, excluded: frozenset[int]) -> Participation:
    """Read how everybody took part who is not excluded already."""
    with one_moment():
        reading = read_votes(deliberation)
        accepted = set(
            deliberation.statements.filter(
                state=Statement.State.ACCEPTED, is_meta=False, merged_into=None
            ).values_list("number", flat=True)
        )
    rows = reading.rows
    kept = np.isin(rows.statements, sorted(accepted)) & ~np.isin(rows.participants, sorted(excluded))
    rows = rows.where(kept)
    votes = VoteMatrix.from_votes(rows.participants, rows.statements, rows.values)
    conduct = Conduct(
        order=rows.events[np.lexsort((rows.statements, rows.participants))],
        timed=_timed_votes(deliberation, len(rows)),
        hours=_hours_of_joining(deliberation),
        networks=_networks(deliberation),
        texts=_texts(deliberation),
    )
    return Participation(votes, _without(conduct, excluded), reading.last_event)


def _without(conduct: Conduct, excluded: frozenset[int]) -> Conduct:
    def kept(known: Any) -> Any:
        return {number: value for number, value in known.items() if number not in excluded}

    return Conduct(
        order=conduct.order,
        timed=kept(conduct.timed),
        hours=kept(conduct.hours),
        networks=kept(conduct.networks),
        texts=[text for text in conduct.texts if text.author not in excluded],
    )


def _timed_votes(deliberation: Deliberation, votes: int) -> dict[int, TimedVotes]:
    """Votes cast one by one on the website; imported, simulated and batched ones have no such times."""
    if votes > MOST_TIMED_VOTES:
        return {}
    lengths = {pk: len(text) for pk, text in deliberation.statements.values_list("id", "text")}
    rows = (
        Vote.objects.filter(
            deliberation=deliberation, event__origin=Event.Origin.WEB, event__occurred_at=None
        )
        .order_by("event_id")
        .values_list("participant__number", "event__recorded_at", "statement_id")
    )
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for number, when, statement in rows.iterator(chunk_size=10_000):
        found[number].append((when.timestamp(), lengths.get(statement, 0)))
    return {number: _timed(sorted(entries)) for number, entries in found.items()}


def _timed(entries: list[tuple[float, int]]) -> TimedVotes:
    table = np.array(entries, dtype=np.float64)
    return TimedVotes(table[:, 0], table[:, 1])


def _hours_of_joining(deliberation: Deliberation) -> dict[int, int]:
    joined = deliberation.participants.filter(
        origin=Participant.Origin.WEB, joined_at__isnull=False, erased_at=None
    ).values_list("number", "joined_at")
    return {number: _hour(when) for number, when in joined}


def _hour(when: datetime) -> int:
    return int(when.timestamp()) // AN_HOUR


def _networks(deliberation: Deliberation) -> dict[int, int]:
    """For everybody the network and day they came from first; each pair of them has a number."""
    rows = (
        ParticipantNetwork.objects.filter(participant__deliberation=deliberation)
        .order_by("day", "id")
        .values_list("participant__number", "day", "network_hash")
    )
    places: dict[tuple[Any, str], int] = {}
    found: dict[int, int] = {}
    for number, day, hashed in rows.iterator(chunk_size=10_000):
        found.setdefault(number, places.setdefault((day, hashed), len(places)))
    return found


def _texts(deliberation: Deliberation) -> list[AuthoredText]:
    latest = ModerationDecision.objects.filter(statement=OuterRef("pk")).order_by("-id").values("reason")[:1]
    rows = (
        deliberation.statements.filter(author__isnull=False, erased_at=None)
        .annotate(reason=Subquery(latest))
        .values_list("author__number", "text", "state", "reason")
    )
    return [
        AuthoredText(
            author,
            text,
            state == Statement.State.REJECTED,
            state == Statement.State.REJECTED and reason == ModerationDecision.Reason.SPAM,
        )
        for author, text, state, reason in rows
    ]
