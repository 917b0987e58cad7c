from django.db import models
from django.utils import timezone

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import Participant


class Embedding(models.Model):
    """On which other sites a deliberation may be shown, and how those sites vouch for their people."""

    deliberation = models.OneToOneField(
        Deliberation, on_delete=models.CASCADE, primary_key=True, related_name="embedding"
    )
    origins = models.JSONField(default=list, blank=True)
    """Sites that may show it in a frame, as origins such as "https://news.example"; none: nowhere."""
    identity_secret = models.CharField(max_length=300, blank=True)
    """Encrypted; with it a host site signs who its people are. Empty: no such identities."""
    only_with_identity = models.BooleanField(default=False)
    """Whether only people for whom a host site vouches may take part."""

    def __str__(self) -> str:
        return f"embedding of {self.deliberation}"


class HostIdentity(models.Model):
    """Who a participant is on a host site: a keyed digest only, so that nobody is named here."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="host_identities")
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="host_identity")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "digest"], name="host_identity_once"),
        ]

    def __str__(self) -> str:
        return f"identity of {self.participant}"
