"""Room for the population to weight by, and for the greatest difference between two groups."""

from django.db import migrations, models
from django.db.models import F


def keep_greatest_difference(apps, schema_editor):
    """Until now `divisiveness` was the greatest difference."""
    results = apps.get_model("deliberation", "StatementResult").objects.using(schema_editor.connection.alias)
    results.filter(greatest_difference=None).update(greatest_difference=F("divisiveness"))


class Migration(migrations.Migration):

    dependencies = [
        ("deliberation", "0008_require_text_vectors"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliberation",
            name="population",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="statementresult",
            name="greatest_difference",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.RunPython(keep_greatest_difference, migrations.RunPython.noop),
    ]
