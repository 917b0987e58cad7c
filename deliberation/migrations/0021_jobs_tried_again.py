"""Expand: jobs pause between attempts, say why they failed and what they are about; the relay says it lives.

Programs from before this change go on writing jobs: what is new may be empty.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0020_open_to_programs")]

    operations = [
        migrations.CreateModel(
            name="RelayHeartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="job",
            name="deliberation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="jobs",
                to="deliberation.deliberation",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("refused", "It cannot be done as things are."),
                    ("lost", "The program that did it was ended each time before it was done."),
                    ("database", "The database could not be reached."),
                    ("server", "Another server that it needs could not be reached."),
                    ("time", "It took longer than it is allowed to."),
                    ("memory", "The memory of the machine was not enough."),
                    ("program", "The program made an error. Whoever runs this site finds it in the log."),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="subject",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["task", "subject", "id"], name="job_by_subject"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["deliberation", "task", "state", "id"], name="job_of_deliberation"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running"), models.Q(("subject", ""), _negated=True)),
                fields=("task", "subject"),
                name="one_job_about_a_subject_runs",
            ),
        ),
    ]
