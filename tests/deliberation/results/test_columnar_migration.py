"""Moving the places of participants into columns keeps every one of them, forwards and back."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.final_tables import let_tests_empty_tables

BEFORE = ("deliberation", "0002_events_are_final")
AFTER = ("deliberation", "0005_drop_participant_results")

pytestmark = pytest.mark.slow


def migrated_to(target: tuple[str, str]) -> Any:
    MigrationExecutor(connection).migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def models_before(transactional_db):
    newest = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield migrated_to(BEFORE)
    MigrationExecutor(connection).migrate(newest)
    let_tests_empty_tables()


def an_analysis(models: Any) -> Any:
    deliberation = models.get_model("deliberation", "Deliberation").objects.create(slug="old", title="Old")
    return models.get_model("deliberation", "Analysis").objects.create(
        deliberation=deliberation, mode="stable", parameters={}, seed=0, input_hash="1" * 64,
        result_hash="2" * 64, participant_count=3, statement_count=0, vote_count=0, agree=0, disagree=0,
        passed=0, summary={},
    )  # fmt: skip


def assert_final(models: Any) -> None:
    """Nobody changes a stored analysis, whichever tables there are."""
    with pytest.raises(DatabaseError, match="never updated"), transaction.atomic():
        models.get_model("deliberation", "Analysis").objects.update(seed=1)


def test_places_survive_and_come_back_and_the_analysis_stays_final(models_before) -> None:
    analysis = an_analysis(models_before)
    people = models_before.get_model("deliberation", "Participant").objects
    results = models_before.get_model("deliberation", "ParticipantResult").objects
    rows = [(9, 0.1, -2.5, 1), (4, 1 / 3, 0.0, None), (7, -1e-9, 3.0, 0)]
    for number, x, y, group in rows:
        person = people.create(deliberation=analysis.deliberation, number=number, public_id=f"p{number}")
        results.create(analysis=analysis, participant=person, x=x, y=y, group=group)

    after = migrated_to(AFTER)
    (places,) = after.get_model("deliberation", "ParticipantPlaces").objects.all()
    assert (places.first, places.last) == (4, 9)
    assert places.participants.tolist() == [4, 7, 9]
    assert places.x.tolist() == [1 / 3, -1e-9, 0.1]
    assert places.y.tolist() == [0.0, 3.0, -2.5]
    assert places.groups.tolist() == [-1, 0, 1]
    assert_final(after)

    back_again = migrated_to(BEFORE)
    assert_final(back_again)
    back = back_again.get_model("deliberation", "ParticipantResult").objects
    assert sorted(back.values_list("participant__number", "x", "y", "group")) == sorted(rows)
