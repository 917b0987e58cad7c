"""Drop the row per participant and analysis, whose content is in columns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0004_fill_participant_places")]

    operations = [migrations.DeleteModel(name="ParticipantResult")]
