from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.people import User


class Scope(models.TextChoices):
    """What a program with a token may do in one deliberation, beside reading what is public."""

    READ = "read", _("Read results before they are public")
    PARTICIPATE = "participate", _("Let people of another site take part")
    MODERATE = "moderate", _("Read the moderation queue and decide")
    EXPORT = "export", _("Take out single votes")
    WEBHOOKS = "webhooks", _("Set up webhooks")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, read as sentences."""

    def usable(self) -> "ApiTokenQuerySet":
        """Tokens that open something now."""
        in_time = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(in_time, revoked_at=None)


class ApiToken(models.Model):
    """A key with which a program acts in one deliberation; only a keyed digest of it is kept."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    """What the organisers call it, such as the program that holds it."""
    scopes = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=20)
    """The first characters, by which people tell their tokens apart; they open nothing."""
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    """Whoever made it; the token never may more than this account may at the moment."""
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ApiToken"]] = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def allows(self, scope: str) -> bool:
        """Whether it was made for this."""
        return scope in self.scopes


class AnsweredRequest(models.Model):
    """What a request with an `Idempotency-Key` was answered, so that sending it again changes nothing."""

    caller = models.CharField(max_length=64)
    """Keyed digest of who asked."""
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    """Digest of method, address and body: the same key for another request is refused."""
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    """None while the first request is still being answered."""
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_idempotency_key"),
        ]

    def __str__(self) -> str:
        return self.key
