"""Expand: vectors stand in a table of their own, by encoder and text; topics may gather what has none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0005_drop_participant_results")]

    operations = [
        migrations.CreateModel(
            name="TextVector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("encoder", models.CharField(max_length=200)),
                ("text_hash", models.CharField(max_length=64)),
                ("vector", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("encoder", "text_hash"), name="one_vector_per_text")
                ],
            },
        ),
        migrations.AddField(
            model_name="statementembedding",
            name="text_vector",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="deliberation.textvector",
            ),
        ),
        migrations.AddField(
            model_name="statementembedding",
            name="is_compared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="topic",
            name="is_other",
            field=models.BooleanField(default=False),
        ),
    ]
