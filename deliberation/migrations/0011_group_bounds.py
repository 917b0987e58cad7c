"""Room for the credible bounds of each group."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("deliberation", "0010_stored_structure"),
    ]

    operations = [
        migrations.AddField(
            model_name="statementresult",
            name="group_bounds",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
