from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation


class ImportRecord(models.Model):
    """Where an imported deliberation came from, and what its files said that has no place elsewhere.

    `details` keeps what an export needs to write the same rows again, such as the time zone in which the
    source printed its dates and the topic and address of its summary.
    """

    deliberation = models.OneToOneField(
        Deliberation, on_delete=models.CASCADE, primary_key=True, related_name="import_record"
    )
    file_format = models.CharField(max_length=40)
    has_vote_history = models.BooleanField()
    details = models.JSONField(default=dict)
    imported_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"import of {self.deliberation}"
