"""Moving the vectors into a table of texts keeps every one of them, forwards and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.final_tables import let_tests_empty_tables

BEFORE = ("deliberation", "0005_drop_participant_results")
AFTER = ("deliberation", "0008_require_text_vectors")


def migrated_to(target: tuple[str, str]):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.fixture
def models_before(transactional_db):
    newest = list(MigrationExecutor(connection).loader.graph.leaf_nodes())
    yield migrated_to(BEFORE)
    MigrationExecutor(connection).migrate(newest)
    let_tests_empty_tables()


@pytest.mark.slow
def test_stored_vectors_survive_and_copies_become_one(models_before) -> None:
    deliberation = models_before.get_model("deliberation", "Deliberation").objects.create(slug="d")
    statements = models_before.get_model("deliberation", "Statement").objects
    embeddings = models_before.get_model("deliberation", "StatementEmbedding").objects
    for number, letter in enumerate("aba"):
        statement = statements.create(
            deliberation=deliberation, number=number, public_id=f"p{number}", text="said"
        )
        embeddings.create(statement=statement, encoder="E", text_hash=letter * 64, vector=letter.encode() * 4)

    after = migrated_to(AFTER)

    rows = after.get_model("deliberation", "StatementEmbedding").objects.order_by("statement__number")
    assert [(row.text_vector.text_hash[0], bytes(row.text_vector.vector)) for row in rows] == [
        ("a", b"aaaa"),
        ("b", b"bbbb"),
        ("a", b"aaaa"),
    ]
    assert after.get_model("deliberation", "TextVector").objects.count() == 2

    back = migrated_to(BEFORE).get_model("deliberation", "StatementEmbedding").objects
    assert [bytes(row.vector) for row in back.order_by("statement__number")] == [b"aaaa", b"bbbb", b"aaaa"]
