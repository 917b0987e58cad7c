"""Tighten: every embedding refers to the vector of its text, and holds none itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0007_fill_vectors_by_text")]

    operations = [
        migrations.AlterField(
            model_name="statementembedding",
            name="text_vector",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="deliberation.textvector",
            ),
        ),
        # With a default, so that going back finds columns it can fill.
        migrations.AlterField(
            model_name="statementembedding",
            name="text_hash",
            field=models.CharField(max_length=64, default=""),
        ),
        migrations.AlterField(
            model_name="statementembedding",
            name="vector",
            field=models.BinaryField(default=b""),
        ),
        migrations.RemoveField(model_name="statementembedding", name="text_hash"),
        migrations.RemoveField(model_name="statementembedding", name="vector"),
    ]
