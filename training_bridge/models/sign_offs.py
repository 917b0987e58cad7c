"""Who signed what a run learns from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import User
from training_bridge.models.runs import Data, TrainingRun

SIGNERS_NEEDED = 2


class DataSignOffQuerySet(models.QuerySet["DataSignOff"]):
    """Signatures, read as sentences."""

    def of_data(self, data_sha256: str) -> DataSignOffQuerySet:
        """Those about one state of the data, the first one first."""
        return self.filter(data_sha256=data_sha256).order_by("id")


class DataSignOff(models.Model):
    """One person's yes or no to the data that a model would learn from.

    It names the fingerprint of what was looked at: once a row of the data changes, it signs nothing any
    more. Nobody signs the same data twice, with an account or, by a command, with a name.
    """

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE, related_name="sign_offs")
    data = models.CharField(max_length=10, choices=Data.choices)
    data_sha256 = models.CharField(max_length=64)
    account = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    """What the person is called in public."""
    refused = models.BooleanField(default=False)
    reason = models.TextField(blank=True, max_length=1000)
    """Why it was refused; with a yes, a remark."""
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[DataSignOff]] = DataSignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "data_sha256", "account"],
                condition=Q(account__isnull=False),
                name="account_signs_data_once",
            ),
            models.UniqueConstraint(
                "run",
                "data_sha256",
                Lower("name"),
                condition=Q(account__isnull=True),
                name="name_signs_data_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signer_has_a_name"),
            models.CheckConstraint(condition=~Q(data_sha256=""), name="signed_data_has_a_digest"),
            models.CheckConstraint(condition=Q(refused=False) | ~Q(reason=""), name="refusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.name} on the {self.data} of {self.run}"
