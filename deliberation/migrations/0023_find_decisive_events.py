from django.db import migrations, models

from deliberation.concurrent_indexes import AddIndexWithoutLock, RemoveIndexWithoutLock


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("deliberation", "0022_fill_job_subjects"),
    ]

    operations = [
        AddIndexWithoutLock(
            model_name="event",
            index=models.Index(fields=["deliberation", "kind", "id"], name="event_by_kind_since"),
        ),
        RemoveIndexWithoutLock(model_name="event", name="event_by_kind"),
        AddIndexWithoutLock(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "vote.cast",
                            "vote.undone",
                            "vote.marked",
                            "reason.given",
                            "participant.joined",
                            "statement.proposed",
                            "ratification.vote_cast",
                            "ratification.vote_on_whole_cast",
                            "ratification.suggested",
                        ),
                    ),
                    _negated=True,
                ),
                fields=["deliberation", "-id"],
                name="decisive_event",
            ),
        ),
    ]
