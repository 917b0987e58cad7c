"""Put the places of participants into columns; going back, into a row each."""

import numpy as np
from django.db import migrations

PARTICIPANTS_PER_ROW = 10_000


def fill_columns(apps, schema_editor):
    Analysis = apps.get_model("deliberation", "Analysis")
    ParticipantPlaces = apps.get_model("deliberation", "ParticipantPlaces")
    for analysis in Analysis.objects.filter(participant_results__isnull=False).distinct():
        rows = list(
            analysis.participant_results.order_by("participant__number").values_list(
                "participant__number", "x", "y", "group"
            )
        )
        for start in range(0, len(rows), PARTICIPANTS_PER_ROW):
            numbers, x, y, groups = zip(*rows[start : start + PARTICIPANTS_PER_ROW], strict=True)
            ParticipantPlaces.objects.create(
                analysis=analysis,
                first=numbers[0],
                last=numbers[-1],
                participants=np.array(numbers, dtype=np.int64),
                x=np.array(x, dtype=np.float64),
                y=np.array(y, dtype=np.float64),
                groups=np.array([-1 if group is None else group for group in groups], dtype=np.int16),
                certainties=np.full(len(numbers), np.nan, dtype=np.float32),
            )


def fill_rows(apps, schema_editor):
    Participant = apps.get_model("deliberation", "Participant")
    ParticipantPlaces = apps.get_model("deliberation", "ParticipantPlaces")
    ParticipantResult = apps.get_model("deliberation", "ParticipantResult")
    for places in ParticipantPlaces.objects.select_related("analysis"):
        people = Participant.objects.filter(
            deliberation_id=places.analysis.deliberation_id,
            number__gte=places.first,
            number__lte=places.last,
        )
        ids = dict(people.values_list("number", "id"))
        columns = (places.participants, places.x, places.y, places.groups)
        ParticipantResult.objects.bulk_create(
            [
                ParticipantResult(
                    analysis=places.analysis,
                    participant_id=ids[number],
                    x=x,
                    y=y,
                    group=None if group < 0 else group,
                )
                for number, x, y, group in zip(*(column.tolist() for column in columns), strict=True)
                if number in ids
            ],
            batch_size=2000,
        )


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0003_columnar_results")]

    operations = [migrations.RunPython(fill_columns, fill_rows)]
