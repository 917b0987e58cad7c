"""The database itself refuses to change or lose what was recorded; words may be erased, nothing else."""

import os
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from deliberation.integrity.sealing import seal_log
from deliberation.integrity.stored_log import check_log
from deliberation.models import Event, EventPayload
from deliberation.people.erasure import erase_participant
from deliberation.people.services import join_deliberation
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote
from tests.final_tables import MIGRATION, protect_as_in_production

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent.parent
ON_SQLITE = os.environ.get("TEST_DATABASE") == "sqlite"


@pytest.fixture(autouse=True)
def recorded(statement, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    person = join_deliberation(deliberation=statement.deliberation)
    cast_vote(participant=person, statement=statement, value=1, client_key="vote")
    propose_statement(
        deliberation=statement.deliberation, author=person, text="Say why.", client_key="propose"
    )
    seal_log(deliberation=statement.deliberation)
    protect_as_in_production()


def refused(sql: str, match: str = "never|only be erased") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", MIGRATION.FINAL)
def test_no_row_is_ever_deleted(table: str) -> None:
    refused(f"DELETE FROM {table}")


@pytest.mark.skipif(ON_SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", MIGRATION.FINAL)
def test_no_table_is_ever_emptied(table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE deliberation_event SET kind = 'vote.undone'",
        "UPDATE deliberation_event SET recorded_at = recorded_at",
        "UPDATE deliberation_logseal SET root = 'other'",
        "UPDATE deliberation_logseal SET frontier = '[]'",
        "UPDATE deliberation_sealedevent SET leaf = 'other'",
        "UPDATE deliberation_sealedevent SET position = position + 10",
    ],
)
def test_no_row_is_ever_changed(change: str) -> None:
    refused(change)


PROPOSED = "event_id IN (SELECT id FROM deliberation_event WHERE kind = 'statement.proposed')"


@pytest.mark.parametrize(
    "change",
    [
        'body = \'{"statement": 2, "text": "Other words."}\', salt = \'\'',
        "body = '{}', salt = 'abcd'",
        "body = '{}'",
        "salt = 'abcd'",
        "salt = '', body = '{\"more\": 1}'",
        "salt = '', event_id = event_id + 1000",
    ],
)
def test_words_are_not_replaced_by_others(change: str) -> None:
    refused(f"UPDATE deliberation_eventpayload SET {change} WHERE {PROPOSED}")


def test_words_can_be_erased_with_their_salt() -> None:
    payload = EventPayload.objects.get(event__kind=Event.Kind.STATEMENT_PROPOSED)
    payload.body.pop("text")
    payload.salt = ""
    payload.save(update_fields=["body", "salt"])
    payload.refresh_from_db()
    assert "text" not in payload.body


def test_a_vote_cannot_even_be_erased() -> None:
    payload = EventPayload.objects.filter(event__kind=Event.Kind.VOTE_CAST)
    with pytest.raises(DatabaseError), transaction.atomic():
        payload.update(salt="")


def test_a_deliberation_with_a_log_cannot_be_deleted(statement) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        statement.deliberation.delete()


@pytest.mark.skipif(ON_SQLITE, reason="SQLite has no roles")
def test_the_grants_of_the_documents_are_enough_and_no_more(statement) -> None:
    grants = re.search(r"```sql\n(.*?)```", (ROOT / "docs" / "evidence.md").read_text("utf-8"), re.S)
    with connection.cursor() as cursor:
        cursor.execute(grants[1])
        cursor.execute("SET LOCAL ROLE concord_runtime")
    person = join_deliberation(deliberation=statement.deliberation)
    cast_vote(participant=person, statement=statement, value=-1, client_key="vote")
    proposed = {"deliberation": statement.deliberation, "author": person}
    propose_statement(**proposed, text="Say more.", client_key="propose")
    seal_log(deliberation=statement.deliberation)
    erase_participant(participant=person, with_accepted_statements=True)
    assert check_log(statement.deliberation).ok
    for table in MIGRATION.FINAL:
        refused(f"DELETE FROM {table}", "permission denied")
        refused(f"TRUNCATE {table}", "permission denied")
        refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL", "must be owner")
    refused("UPDATE deliberation_event SET kind = kind", "permission denied")
    refused("UPDATE deliberation_eventpayload SET event_id = event_id", "permission denied")
    refused("UPDATE deliberation_logseal SET root = root", "permission denied")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
