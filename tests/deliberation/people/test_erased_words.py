"""What somebody erased is nowhere any more: not in a table, not in an export, not in the log."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from deliberation.integrity.sealing import seal_log
from deliberation.integrity.stored_log import check_log
from deliberation.models import ParticipantProfile, Statement, StatementFlag, StatementTranslation
from deliberation.moderation.pending import propose_words
from deliberation.moderation.services import moderate_statement
from deliberation.people.erasure import erase_participant
from deliberation.people.my_data import data_about
from deliberation.people.notices import keep_subscription
from deliberation.people.services import join_deliberation
from deliberation.results.services import run_analysis
from deliberation.voting.marks import give_reason
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db
WORD = "quagswagging"


def tables_with(word: str) -> set[str]:
    """Return every column of every table of ours that holds the word."""
    found = set()
    for app in ("deliberation", "constitution", "training_bridge"):
        for model in apps.get_app_config(app).get_models():
            for row in model._default_manager.values():
                found |= {
                    f"{model.__name__}.{name}" for name, value in row.items() if word in str(value).lower()
                }
    return found


@pytest.fixture
def author(deliberation, moderator, settings, tmp_path):
    """Somebody who has written in every place in which one can write."""
    settings.DATA_DIR = tmp_path
    person = join_deliberation(deliberation=deliberation)
    for state in ("accepted", "rejected", None):
        said = propose_statement(
            deliberation=deliberation, author=person, text=f"The {WORD} {state}.", client_key=f"p-{state}"
        )
        if state:
            moderate_statement(
                statement=said, outcome=state, reason="spam" if state == "rejected" else "",
                decided_by=moderator,
            )  # fmt: skip
        if state is None:
            propose_words(statement=said, texts=[f"The {WORD}, reworded."], proposed_by=moderator)
            StatementFlag.objects.create(statement=said, kind="spam", detail={"found": WORD})
        StatementTranslation.objects.create(
            statement=said, language="es", text=f"El {WORD}.", source="machine"
        )
    accepted = Statement.objects.get(state="accepted", author=person)
    for number, statement in enumerate((accepted, StatementFactory(deliberation=deliberation))):
        cast_vote(participant=person, statement=statement, value=1, client_key=f"vote-{number}")
    give_reason(participant=person, statement=accepted, text=f"{WORD}!", client_key="reason")
    ParticipantProfile.objects.create(participant=person, answers={"occupation": WORD})
    keep_subscription(participant=person, email=f"{WORD}@example.org", language="en")
    run_analysis(deliberation=deliberation)
    seal_log(deliberation=deliberation)
    return person


def test_erasing_takes_every_word_out_of_every_table(author, deliberation, tmp_path):
    assert {"Statement.text", "EventPayload.body", "VoteReason.text"} <= tables_with(WORD)
    erase_participant(participant=author, with_accepted_statements=True)
    assert tables_with(WORD) == set()
    run_analysis(deliberation=deliberation)
    seal_log(deliberation=deliberation)
    call_command("export_results", deliberation.slug, to=tmp_path / "results", stdout=StringIO())
    files = [file for file in Path(tmp_path / "results").rglob("*") if file.is_file()]
    assert files
    assert [file.name for file in files if WORD in file.read_text(encoding="utf-8").lower()] == []
    assert WORD not in json.dumps(data_about(author))
    assert check_log(deliberation).ok


def test_without_its_salt_no_guess_of_an_erased_word_can_be_confirmed(author, deliberation):
    erase_participant(participant=author, with_accepted_statements=True)
    gone = [
        event
        for event in deliberation.events.select_related("payload")
        if event.participant_id == author.pk and event.kind in {"statement.proposed", "reason.given"}
    ]
    assert gone
    assert {event.payload.salt for event in gone} == {""}
