import django.db.models.deletion
from django.db import migrations, models

from deliberation.concurrent_indexes import AddIndexWithoutLock
from deliberation.foreign_keys_in_place import AlterForeignKeyInPlace


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("deliberation", "0024_count_marks_with_results"),
    ]

    operations = [
        AddIndexWithoutLock(
            model_name="exposure",
            index=models.Index(fields=["participant", "statement"], name="exposure_of_statement"),
        ),
        AlterForeignKeyInPlace(
            model_name="event",
            name="deliberation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="deliberation.deliberation",
            ),
        ),
        AlterForeignKeyInPlace(
            model_name="event",
            name="participant",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="deliberation.participant",
            ),
        ),
        AlterForeignKeyInPlace(
            model_name="exposure",
            name="analysis",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="deliberation.analysis",
            ),
        ),
        AlterForeignKeyInPlace(
            model_name="exposure",
            name="participant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="exposures",
                to="deliberation.participant",
            ),
        ),
        AlterForeignKeyInPlace(
            model_name="vote",
            name="deliberation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="deliberation.deliberation",
            ),
        ),
        AlterForeignKeyInPlace(
            model_name="vote",
            name="participant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="deliberation.participant",
            ),
        ),
    ]
