"""What was imported is exported again, and our own deliberations are exported as Polis would."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings

from deliberation.interchange.polis_export import conversation_of, latest_consensus
from deliberation.interchange.polis_files import read_polis_folder
from deliberation.interchange.polis_writing import write_polis_folder
from deliberation.interchange.services import import_conversation
from deliberation.models import Deliberation, Participant, Statement, Vote
from deliberation.moderation.services import moderate_statement
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote, undo_vote
from tests.deliberation.interchange.conversations import conversations, told
from tests.deliberation.interchange.polis_folders import WHOLE, WITHOUT_HISTORY, write_folder
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory
from tests.shared_data import shared_data

pytestmark = pytest.mark.django_db


def take_in(folder: Path, slug: str = "taken-in") -> Deliberation:
    return import_conversation(conversation=read_polis_folder(folder), slug=slug, title="Taken in")


def written(deliberation: Deliberation, folder: Path) -> dict[str, str]:
    folder.mkdir()
    names = write_polis_folder(folder, conversation_of(deliberation), latest_consensus(deliberation))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


@given(conversations())
@settings(max_examples=20, deadline=None)
def test_whatever_was_imported_is_exported(conversation):
    with transaction.atomic():
        deliberation = import_conversation(conversation=conversation, slug="round-trip", title="T")
        exported = conversation_of(deliberation)
        transaction.set_rollback(True)
    assert told(exported) == told(conversation)


def test_a_small_export_comes_out_byte_for_byte(tmp_path):
    deliberation = take_in(write_folder(tmp_path / "in", WHOLE))
    assert written(deliberation, tmp_path / "out") == WHOLE


def test_without_history_the_last_votes_come_out_byte_for_byte(tmp_path):
    deliberation = take_in(write_folder(tmp_path / "in", WITHOUT_HISTORY))
    out = written(deliberation, tmp_path / "out")
    assert "votes.csv" not in out
    assert out["participants-votes.csv"] == WITHOUT_HISTORY["participants-votes.csv"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name",
    [
        "ccai",
        "polis-open/15-per-hour-seattle",
        "polis-open/canadian-electoral-reform",
        "polis-open/football-concussions",
        "polis-open/scoop-hivemind.biodiversity",
        pytest.param("polis-open/vtaiwan.uberx", marks=pytest.mark.slow),
    ],
)
def test_real_conversations_come_out_byte_for_byte(name, tmp_path):
    folder = shared_data(name)
    out = written(take_in(folder), tmp_path / "out")
    for file in set(out) - ({"summary.csv"} if name == "ccai" else set()):
        assert out[file] == (folder / file).read_bytes().decode("utf-8"), file
    assert ("votes.csv" in out) == (folder / "votes.csv").exists()


def test_our_own_deliberations_are_exported_with_the_times_of_their_events(deliberation, tmp_path):
    author = ParticipantFactory(deliberation=deliberation)
    statement = propose_statement(
        deliberation=deliberation, text="The AI should ask back.", client_key="proposal", author=author
    )
    moderate_statement(statement=statement, outcome="accepted", decided_by=None)
    cast_vote(participant=author, statement=statement, value=0, client_key="first")
    vote = cast_vote(participant=author, statement=statement, value=1, client_key="second")
    out = written(deliberation, tmp_path / "out")
    again = read_polis_folder(tmp_path / "out")
    assert again.problems == ()
    assert [vote.value for vote in again.votes] == [0, 1]
    assert again.votes[-1].time == int(vote.event.recorded_at.timestamp() * 1000)
    assert " UTC " in out["votes.csv"]
    assert again.statements[0].moderated == 1
    assert dict(again.summary)["topic"] == deliberation.title


def test_a_vote_taken_back_is_not_exported_and_a_restored_one_is(deliberation):
    statement = StatementFactory(deliberation=deliberation)
    undecided, changer = ParticipantFactory.create_batch(2, deliberation=deliberation)
    cast_vote(participant=undecided, statement=statement, value=1, client_key="a")
    undo_vote(participant=undecided, statement=statement, client_key="b")
    cast_vote(participant=changer, statement=statement, value=1, client_key="a")
    cast_vote(participant=changer, statement=statement, value=-1, client_key="b")
    undo_vote(participant=changer, statement=statement, client_key="c")
    exported = conversation_of(deliberation)
    assert exported.current_votes == {(changer.number, statement.number): Vote.Value.AGREE}


def test_a_merged_statement_is_exported_as_rejected(deliberation, moderator):
    kept, copy = StatementFactory.create_batch(2, deliberation=deliberation)
    moderate_statement(statement=copy, outcome="duplicate", decided_by=moderator, duplicate_of=kept)
    assert [row.moderated for row in conversation_of(deliberation).statements] == [1, -1]


def test_votes_cast_after_an_import_are_exported_with_the_imported_ones(tmp_path):
    deliberation = take_in(write_folder(tmp_path / "in", WITHOUT_HISTORY))
    statement = deliberation.statements.get(number=0)
    voter = Participant.objects.get(deliberation=deliberation, number=8)
    cast_vote(participant=voter, statement=statement, value=-1, client_key="on-the-site")
    VoteFactory(statement=statement, value=1)
    written(deliberation, tmp_path / "out")
    again = read_polis_folder(tmp_path / "out")
    current = {
        (vote.participant.number, vote.statement.number): vote.value
        for vote in Vote.objects.select_related("participant", "statement")
    }
    assert again.current_votes == current
    assert again.counts()["votes"] == 5


def test_an_organiser_who_votes_after_the_import_becomes_a_participant(tmp_path):
    deliberation = take_in(write_folder(tmp_path / "in", WHOLE))
    organiser = Participant.objects.get(deliberation=deliberation, number=0)
    assert 0 not in {row.number for row in conversation_of(deliberation).participants}
    cast_vote(
        participant=organiser, statement=deliberation.statements.get(number=0), value=1, client_key="x" * 8
    )
    assert 0 in {row.number for row in conversation_of(deliberation).participants}


def test_an_empty_deliberation_is_exported_and_read_again(deliberation, tmp_path):
    written(deliberation, tmp_path / "out")
    counts = read_polis_folder(tmp_path / "out").counts()
    assert set(counts.values()) == {0}


def test_statements_of_nobody_are_exported_without_an_author(deliberation):
    StatementFactory(deliberation=deliberation, author=None, state=Statement.State.REJECTED)
    [row] = conversation_of(deliberation).statements
    assert (row.author, row.moderated) == (None, -1)
