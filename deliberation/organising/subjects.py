"""The subjects of organising, in the order in which one goes through them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import Role


@dataclass(frozen=True)
class Subject:
    """One page of organising; `owners_only` hides it from moderators and observers."""

    key: str
    title: str | Promise
    owners_only: bool = False

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"deliberation:organise_{self.key}"


SUBJECTS = (
    Subject("about", _("About")),
    Subject("phases", _("Dates")),
    Subject("joining", _("Joining")),
    Subject("consent", _("Consent")),
    Subject("questions", _("Questions")),
    Subject("quotas", _("Quotas")),
    Subject("invitations", _("Invitations"), owners_only=True),
    Subject("population", _("Population")),
    Subject("seeds", _("First statements")),
    Subject("rules", _("Moderation")),
    Subject("visibility", _("Results")),
    Subject("citation", _("Citation")),
    Subject("programs", _("Programs"), owners_only=True),
    Subject("webhooks", _("Webhooks"), owners_only=True),
    Subject("embedding", _("Embedding")),
    Subject("unusual", _("Unusual voting")),
    Subject("people", _("Organisers"), owners_only=True),
)


def subjects_for(role: Role) -> Iterator[Subject]:
    """Yield the subjects that a role may look at."""
    yield from (subject for subject in SUBJECTS if role == Role.OWNER or not subject.owners_only)


def frame(deliberation: Any, role: Role, key: str = "") -> dict[str, Any]:
    """Return what the frame of every organising page shows, with the subject that is open."""
    subjects = list(subjects_for(role))
    keys = [subject.key for subject in subjects]
    following = keys.index(key) + 1 if key in keys else len(keys)
    return {
        "deliberation": deliberation,
        "role": role,
        "may_change": role == Role.OWNER,
        "subjects": subjects,
        "open_subject": key,
        "next_subject": subjects[following] if following < len(subjects) else None,
    }
