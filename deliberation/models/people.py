from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation
from deliberation.models.public_ids import new_public_id


class UserManager(BaseUserManager["User"]):
    """Creates accounts; the e-mail address is the name people sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; e-mail addresses are compared without regard to case."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account that may use the back office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: moderators and organisers need one, participants do not."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def role_in(self, deliberation: Deliberation) -> "Role | None":
        """Return this person's role in a deliberation; back-office accounts own every one."""
        if self.is_superuser:
            return Role.OWNER
        membership = Membership.objects.filter(user=self, deliberation=deliberation).first()
        return Role(membership.role) if membership else None


class Role(models.TextChoices):
    """What an account may do in one deliberation. Anonymous visitors and participants hold none of these."""

    OBSERVER = "observer", _("Observer")
    TRANSLATOR = "translator", _("Translator")
    MODERATOR = "moderator", _("Moderator")
    OWNER = "owner", _("Owner")

    @property
    def may_moderate(self) -> bool:
        """Whether the role decides about statements."""
        return self in {Role.MODERATOR, Role.OWNER}

    @property
    def may_see_moderation(self) -> bool:
        """Whether the role may read the moderation panel."""
        return self in {Role.OBSERVER, Role.MODERATOR, Role.OWNER}


class Membership(models.Model):
    """The role of one account in one deliberation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    may_export_rows = models.BooleanField(default=False)
    """Whether this account may take out what single participants voted, and not only counts of them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "deliberation"], name="one_role_per_deliberation"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Participant(models.Model):
    """One person in one deliberation, known by a number and nothing else."""

    class Origin(models.TextChoices):
        WEB = "web", _("Website")
        IMPORTED = "imported", _("Imported")
        SIMULATED = "simulated", _("Simulated")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveBigIntegerField()
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WEB)
    consent_version = models.PositiveIntegerField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    quota = models.ForeignKey(
        "deliberation.Quota", on_delete=models.SET_NULL, null=True, blank=True, related_name="participants"
    )
    recovery_number = models.PositiveIntegerField(default=1)
    """Written into recovery links: raising it makes every earlier link worthless."""
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="participant_number_once"),
            models.UniqueConstraint(
                fields=["deliberation", "user"],
                condition=models.Q(user__isnull=False),
                name="account_takes_part_once",
            ),
        ]

    def __str__(self) -> str:
        return f"participant {self.number}"


class ParticipantProfile(models.Model):
    """What a participant chose to say about themselves; kept apart so that it can be erased."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"profile of {self.participant}"
