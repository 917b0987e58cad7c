from datetime import datetime

from django.db import models
from django.utils import timezone


class RelayHeartbeat(models.Model):
    """When a relay last handed over all jobs that waited: one row, for whoever watches over the site."""

    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"relay, {self.looked_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls) -> None:
        """Note that a relay has just looked, and reached the database, and Redis where it had to."""
        cls.objects.update_or_create(pk=1, defaults={"looked_at": timezone.now()})

    @classmethod
    def last(cls) -> datetime | None:
        """Return when a relay last looked, or None if none ever did."""
        return cls.objects.filter(pk=1).values_list("looked_at", flat=True).first()
