"""Forward, back and forward again with a row in every table: what was stored is there afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.final_tables import let_tests_empty_tables
from tests.migrating.rows import contents, fill, kept

BEGINNING = ("deliberation", "0002_events_are_final")
PLACES_IN_COLUMNS = ("deliberation", "0005_drop_participant_results")
BEFORE_CHEAPER_VOTES = ("deliberation", "0024_count_marks_with_results")
VECTORS_BY_TEXT = ("deliberation", "0008_require_text_vectors")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

NEVER_USED = {"deliberation_user_groups", "deliberation_user_user_permissions"}
"""Tables that Django brings along; rights here come from roles."""
ROWS = [(9, 0.1, -2.5, 1), (4, 1 / 3, 0.0, None), (7, -1e-9, 3.0, 0)]
"""Number, place and group of some participants."""


def migrated_to(*targets: tuple[str, str]) -> Any:
    """Migrate, and return the models of that moment."""
    MigrationExecutor(connection).migrate(list(targets))
    loader = MigrationLoader(connection)
    return loader.project_state(
        [node for node in loader.applied_migrations if node in loader.graph.nodes]
    ).apps


@pytest.fixture
def newest(transactional_db: None) -> Iterator[list[tuple[str, str]]]:
    """The last migrations; the database is there again afterwards."""
    leaves = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield leaves
    MigrationExecutor(connection).migrate(leaves)
    let_tests_empty_tables()


def an_analysis_with_places(models: Any) -> None:
    deliberation = models.get_model("deliberation", "Deliberation").objects.create(slug="old", title="Old")
    analysis = models.get_model("deliberation", "Analysis").objects.create(
        deliberation=deliberation, mode="stable", parameters={}, seed=0, input_hash="1" * 64,
        result_hash="2" * 64, participant_count=3, statement_count=0, vote_count=0, agree=0, disagree=0,
        passed=0, summary={},
    )  # fmt: skip
    people = models.get_model("deliberation", "Participant").objects
    results = models.get_model("deliberation", "ParticipantResult").objects
    for number, x, y, group in ROWS:
        person = people.create(deliberation=deliberation, number=number, public_id=f"p{number}")
        results.create(analysis=analysis, participant=person, x=x, y=y, group=group)


def statements_with_vectors(models: Any) -> None:
    deliberation = models.get_model("deliberation", "Deliberation").objects.get()
    statements = models.get_model("deliberation", "Statement").objects
    embeddings = models.get_model("deliberation", "StatementEmbedding").objects
    for number, letter in enumerate("aba"):
        statement = statements.create(
            deliberation=deliberation, number=number, public_id=f"p{number}", text="said"
        )
        embeddings.create(statement=statement, encoder="E", text_hash=letter * 64, vector=letter.encode() * 4)


def assert_analyses_are_final(models: Any) -> None:
    with pytest.raises(DatabaseError, match="never updated"), transaction.atomic():
        models.get_model("deliberation", "Analysis").objects.update(seed=1)


def assert_places_are_columns(models: Any) -> None:
    (places,) = models.get_model("deliberation", "ParticipantPlaces").objects.all()
    assert (places.first, places.last) == (4, 9)
    assert places.participants.tolist() == [4, 7, 9]
    assert places.x.tolist() == [1 / 3, -1e-9, 0.1]
    assert places.y.tolist() == [0.0, 3.0, -2.5]
    assert places.groups.tolist() == [-1, 0, 1]


def assert_vectors_are_by_text(models: Any) -> None:
    rows = models.get_model("deliberation", "StatementEmbedding").objects.order_by("statement__number")
    assert [(row.text_vector.text_hash[0], bytes(row.text_vector.vector)) for row in rows] == [
        ("a", b"aaaa"),
        ("b", b"bbbb"),
        ("a", b"aaaa"),
    ]
    assert models.get_model("deliberation", "TextVector").objects.count() == 2


def without_what_is_made_anew(stored: dict[str, dict[str, list[Any]]]) -> dict[str, dict[str, list[Any]]]:
    """Leave out the ids of results, which going back gives anew; and order them by what they are about."""
    results = stored["deliberation_participantresult"]
    names = [name for name in results if name != "id"]
    rows = sorted(zip(*(results[name] for name in names), strict=True), key=str)
    return stored | {"deliberation_participantresult": dict(zip(names, zip(*rows, strict=True), strict=True))}


def test_everything_stored_survives_forward_back_and_forward_again(newest: list[tuple[str, str]]) -> None:
    models = migrated_to(BEGINNING)
    an_analysis_with_places(models)
    statements_with_vectors(models)
    fill(models)
    at_first = contents()
    assert {table for table, columns in at_first.items() if not any(columns.values())} <= NEVER_USED

    models = migrated_to(PLACES_IN_COLUMNS)
    assert_places_are_columns(models)
    assert_analyses_are_final(models)
    assert_vectors_are_by_text(migrated_to(VECTORS_BY_TEXT))

    models = migrated_to(*newest)
    now = contents()
    assert kept(at_first, now) == kept(now, kept(at_first, now))
    fill(models)
    filled = contents()

    models = migrated_to(BEGINNING)
    assert_analyses_are_final(models)
    assert without_what_is_made_anew(contents(at_first)) == without_what_is_made_anew(at_first)

    models = migrated_to(*newest)
    again = contents(kept(at_first, filled))
    assert kept(at_first, again) == kept(again, kept(at_first, again))
    assert_analyses_are_final(models)


def keys_of(table: str) -> dict[str, set[str]]:
    """Return which columns of a table point to other tables, and by which rows can be found."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table).values()
    return {
        "checked": {one["columns"][0] for one in found if one["foreign_key"]},
        "found by": {one["columns"][0] for one in found if one["index"] and len(one["columns"]) == 1},
    }


def test_keys_lose_what_votes_pay_for_and_get_it_back(newest: list[tuple[str, str]]) -> None:
    tables = ("deliberation_vote", "deliberation_event", "deliberation_exposure")
    now = [keys_of(table) for table in tables]
    migrated_to(BEFORE_CHEAPER_VOTES)
    before = [keys_of(table) for table in tables]
    migrated_to(*newest)
    assert [keys_of(table) for table in tables] == now
    lost = [
        (was["checked"] - now["checked"], was["found by"] - now["found by"])
        for was, now in zip(before, now, strict=True)
    ]
    assert lost == [
        ({"deliberation_id"}, {"participant_id"}),
        ({"deliberation_id"}, {"participant_id"}),
        ({"analysis_id"}, {"participant_id"}),
    ]
