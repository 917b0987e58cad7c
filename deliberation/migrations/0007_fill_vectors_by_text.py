"""Fill: each stored vector moves to the table of texts, once per encoder and text."""

from django.db import migrations

BATCH = 1000


def move_vectors(apps, schema_editor):
    embeddings = apps.get_model("deliberation", "StatementEmbedding").objects.order_by("pk")
    vectors = apps.get_model("deliberation", "TextVector").objects
    last = 0
    while rows := list(embeddings.filter(pk__gt=last)[:BATCH]):
        vectors.bulk_create(
            [vectors.model(encoder=row.encoder, text_hash=row.text_hash, vector=row.vector) for row in rows],
            ignore_conflicts=True,
        )
        found = {
            (vector.encoder, vector.text_hash): vector.pk
            for vector in vectors.filter(text_hash__in=[row.text_hash for row in rows]).defer("vector")
        }
        for row in rows:
            row.text_vector_id = found[row.encoder, row.text_hash]
        embeddings.bulk_update(rows, ["text_vector"])
        last = rows[-1].pk


def move_back(apps, schema_editor):
    embeddings = apps.get_model("deliberation", "StatementEmbedding").objects.order_by("pk")
    last = 0
    while rows := list(embeddings.filter(pk__gt=last).select_related("text_vector")[:BATCH]):
        for row in rows:
            row.text_hash, row.vector = row.text_vector.text_hash, row.text_vector.vector
        embeddings.bulk_update(rows, ["text_hash", "vector"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0006_vectors_by_text")]

    operations = [migrations.RunPython(move_vectors, move_back)]
