"""What the database says of a deliberation, held against the model of its life."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection

from constitution.models import RatificationVote
from deliberation.integrity.rebuild import check_deliberation
from deliberation.integrity.sealing import seal_log
from deliberation.integrity.stored_log import check_log, published_heads
from deliberation.interchange.polis_export import conversation_of
from deliberation.interchange.polis_files import read_polis_folder
from deliberation.interchange.polis_writing import write_polis_folder
from deliberation.models import (
    Analysis,
    Deliberation,
    Event,
    ParticipantExclusion,
    PendingDecision,
    StatementLineage,
    Vote,
)
from tests.life.model import Life

ON_VOTES = {Event.Kind.VOTE_CAST: "cast", Event.Kind.VOTE_UNDONE: "undo", Event.Kind.VOTE_MARKED: "mark"}
COUNTED = """
SELECT (SELECT count(*) FROM deliberation_event WHERE deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_participant WHERE deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_statement WHERE deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_vote WHERE deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_exposure
        JOIN deliberation_participant AS who ON who.id = participant_id WHERE who.deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_pendingdecision
        JOIN deliberation_statement AS what ON what.id = statement_id WHERE what.deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_analysis WHERE deliberation_id = %(pk)s),
    (SELECT count(*) FROM deliberation_job)
"""


def trace(deliberation: Deliberation) -> tuple[int, ...]:
    """How many rows there are of everything that an act may leave behind."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"pk": deliberation.pk})
        row: tuple[int, ...] = cursor.fetchone()
    return row


def assert_rows_are(life: Life, deliberation: Deliberation) -> None:
    """The current votes and statements are those of the model, and so is who is left out and asked."""
    columns = ("participant__number", "statement__number", "value", "pass_reason", "is_important")
    votes = Vote.objects.filter(deliberation=deliberation).values_list(*columns)
    assert {(who, what): tuple(said) for who, what, *said in votes} == {
        pair: (vote.value, vote.pass_reason, vote.is_important) for pair, vote in life.votes().items()
    }
    columns = ("number", "state", "merged_into__number", "text", "author__number", "is_seed")
    assert list(deliberation.statements.order_by("number").values_list(*columns)) == [
        (one.number, one.state, one.merged_into, one.text, one.author, one.is_seed)
        for one in life.statements.values()
    ]
    lines = StatementLineage.objects.filter(source__deliberation=deliberation)
    assert sorted(lines.values_list("source__number", "result__number")) == [
        (one.number, new) for one in life.statements.values() for new in one.replaced_by
    ]
    asked = PendingDecision.objects.filter(
        statement__deliberation=deliberation, state=PendingDecision.State.OPEN
    )
    assert set(asked.values_list("statement__number", flat=True)) == set(life.questions)
    excluded = ParticipantExclusion.objects.standing().filter(participant__deliberation=deliberation)
    assert set(excluded.values_list("participant__number", flat=True)) == life.excluded


def assert_one_event_per_key(life: Life, deliberation: Deliberation) -> None:
    """There are as many events about votes as keys that people used for them, and no others."""
    events = Event.objects.filter(deliberation=deliberation, kind__in=list(ON_VOTES))
    found = Counter(events.values_list("participant__number", "client_key", "kind"))
    acts = {kind: on for on, kind in ON_VOTES.items()}
    assert found == Counter(
        (who, key, str(acts[str(act[0])])) for (who, key), act in life.keys.items() if act[0] in acts
    )


def assert_counts_are(life: Life, analysis: Analysis) -> None:
    """The stored results count what a recount by hand finds."""
    columns = ("statement__number", "agree", "passed", "disagree")
    assert {
        number: tuple(counts) for number, *counts in analysis.statement_results.values_list(*columns)
    } == {number: (counts[1], counts[0], counts[-1]) for number, counts in life.counted().items()}


def assert_polis_files_say(life: Life, deliberation: Deliberation, folder: Path) -> None:
    """Polis files, written and read again, hold the votes of the model."""
    write_polis_folder(folder, conversation_of(deliberation))
    read = read_polis_folder(folder)
    assert {(vote.participant, vote.statement): vote.value for vote in read.votes} == {
        pair: vote.value for pair, vote in life.votes().items()
    }
    assert {row.number: row.text for row in read.statements} == {
        one.number: one.text for one in life.statements.values()
    }


def assert_log_holds(deliberation: Deliberation, published: list[dict[str, Any]]) -> None:
    """Sealing what is left, the whole log verifies, also against the heads that were published before."""
    seal_log(deliberation=deliberation)
    found = check_log(deliberation, published=published)
    assert found.ok, found.problems
    assert found.sealed == deliberation.events.count()
    rebuilt = check_deliberation(deliberation)
    assert not rebuilt.differences, [str(difference) for difference in rebuilt.differences]


def sealed_heads(deliberation: Deliberation) -> list[dict[str, Any]]:
    """Seal the log and return its heads, as somebody outside would keep them."""
    seal_log(deliberation=deliberation)
    return list(published_heads(deliberation))


def log_so_far(deliberation: Deliberation) -> list[tuple[int, str, str, str]]:
    """Every event that there is, with what it is committed to."""
    columns = ("id", "kind", "client_key", "commitment")
    return list(deliberation.events.order_by("id").values_list(*columns))


def answers_to(version: Any) -> dict[tuple[str, int], int]:
    """The current answers to a version by (label of the principle, participant)."""
    rows = RatificationVote.objects.filter(principle__version=version).select_related(
        "principle", "participant"
    )
    return {(row.principle.label, row.participant.number): row.value for row in rows}
