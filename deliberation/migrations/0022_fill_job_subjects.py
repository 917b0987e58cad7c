"""Fill: jobs that were asked for before know what they are about, and whose deliberation shows them."""

from django.db import migrations
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length, Substr

UNIQUE_END = r":[0-9a-f]{32}$"
"""What makes the key of a follow-up unique; the task and the subject stand before it."""


def fill_subjects(apps, schema_editor):
    """Read the subject out of the key and the deliberation out of the arguments.

    What runs right now is left: two jobs about the same may, and from now on no two will begin to.
    """
    Job = apps.get_model("deliberation", "Job")
    Deliberation = apps.get_model("deliberation", "Deliberation")
    Webhook = apps.get_model("deliberation", "Webhook")
    waiting_or_ended = Job.objects.exclude(state="running")
    before_the_subject = Length("task") + Value(2)
    waiting_or_ended.filter(subject="", key__startswith=F("task")).update(
        subject=Case(
            When(
                key__regex=UNIQUE_END,
                then=Substr("key", before_the_subject, Length("key") - Length("task") - Value(34)),
            ),
            default=Substr("key", before_the_subject),
        )
    )
    named = Deliberation.objects.filter(public_id=OuterRef("named")).values("pk")[:1]
    told = Webhook.objects.filter(public_id=OuterRef("told")).values("deliberation_id")[:1]
    for argument, found, of_job in (("deliberation", named, "named"), ("webhook", told, "told")):
        unfilled = waiting_or_ended.filter(deliberation=None, arguments__has_key=argument)
        unfilled.annotate(**{of_job: KeyTextTransform(argument, "arguments")}).update(
            deliberation_id=Subquery(found)
        )


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0021_jobs_tried_again")]

    operations = [migrations.RunPython(fill_subjects, migrations.RunPython.noop)]
