from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliberation", "0023_find_decisive_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="statementresult",
            name="marks",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
