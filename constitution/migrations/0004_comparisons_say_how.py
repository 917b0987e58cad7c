"""A comparison remembers which encoders were asked; a match may be an opposite, and says why it is in doubt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("constitution", "0003_fair_worded_ratified"),
    ]

    operations = [
        migrations.AddField(
            model_name="comparison",
            name="encoders",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="comparisonmatch",
            name="why",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="comparisonmatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("matched", "Says the same"),
                    ("partial", "Overlaps"),
                    ("opposed", "Says the opposite"),
                ],
                max_length=10,
            ),
        ),
    ]
