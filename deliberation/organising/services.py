"""Setting up a deliberation: making it, configuring it subject by subject, opening and closing it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.evidence import content_hash
from deliberation.models import Deliberation, Event, Membership, Role, User
from deliberation.models.public_ids import new_public_id
from deliberation.moderation.grouping import give_places
from deliberation.people.consent import set_consent_text

SHORTEST_ADDRESS = 3
"""Characters below which a title's Latin letters do not make an address one would recognise."""
MARK_LENGTH = 12

State = Deliberation.State


class ChangedMeanwhile(Exception):
    """Somebody else changed the same fields since the form was opened; nothing was written."""

    def __init__(self, fields: Sequence[str], by: Event | None) -> None:
        super().__init__(", ".join(fields))
        self.fields = list(fields)
        self.by = by


class StepRefused(Exception):
    """The deliberation cannot be opened, closed or changed so now; the text says why, for its organiser."""


@transaction.atomic
def create_deliberation(*, title: str, language: str, owner: User) -> Deliberation:
    """Make a draft that only its organisers see, with the account as its owner."""
    public_id = new_public_id()
    deliberation = Deliberation.objects.create(
        public_id=public_id,
        slug=free_address(title) or public_id,
        title=title,
        language=language,
        state=State.DRAFT,
    )
    Membership.objects.create(user=owner, deliberation=deliberation, role=Role.OWNER)
    body = {"slug": deliberation.slug, "title": title, "language": language}
    record_event(deliberation, EventDraft(kind=Event.Kind.DELIBERATION_CREATED, body=body, user=owner))
    return deliberation


def free_address(title: str) -> str:
    """Return the words of a title as an address nobody uses yet; empty where it has no Latin letters."""
    wanted = slugify(title)[:60].strip("-")
    if len(wanted) < SHORTEST_ADDRESS:
        return ""
    taken = set(Deliberation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, address = 2, wanted
    while address in taken:
        number, address = number + 1, f"{wanted}-{number}"
    return address


def marks_of(values: Mapping[str, Any]) -> str:
    """Return a short mark of each value: a form carries them, so that saving notices what changed since."""
    return ".".join(f"{name}:{content_hash(recorded(value))[:MARK_LENGTH]}" for name, value in values.items())


def changed_since(marks: str, values: Mapping[str, Any]) -> list[str]:
    """Return the names of the values that are no longer what the marks were made of."""
    known = set(marks.split("."))
    return [name for name, value in values.items() if marks_of({name: value}) not in known]


def recorded(value: Any) -> Any:
    """Return a value as an event keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value


@transaction.atomic
def configure_deliberation(
    *, deliberation: Deliberation, subject: str, values: Mapping[str, Any], marks: str, user: User
) -> list[str]:
    """Give fields of a deliberation new values and record what they were; return the names of the changed.

    `marks` are those of the values that the person saw, from `marks_of`.

    Raises:
        ChangedMeanwhile: somebody else has changed one of the fields since, to something else.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    now = {name: getattr(locked, name) for name in values}
    overtaken = [name for name in changed_since(marks, now) if now[name] != values[name]]
    if overtaken:
        raise ChangedMeanwhile(overtaken, last_change(locked, subject))
    changed = [name for name in values if now[name] != values[name]]
    if not changed:
        return []
    if "consent_text" in changed:
        set_consent_text(deliberation=locked, text=values["consent_text"], user=user)
    if "moderation" in changed:
        # What people vote on already and nobody has read stays to be read, whatever the new policy.
        give_places(locked)
    for name in changed:
        setattr(locked, name, values[name])
    locked.save(update_fields=changed)
    record_change(
        deliberation=locked,
        subject=subject,
        before={name: now[name] for name in changed},
        after={name: values[name] for name in changed},
        user=user,
    )
    deliberation.refresh_from_db()
    return changed


def record_change(
    *,
    deliberation: Deliberation,
    subject: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    user: User,
) -> Event:
    """Record what a subject was and what it is from now on. Call it inside a transaction."""
    body = {
        "subject": subject,
        "before": {name: recorded(value) for name, value in before.items()},
        "after": {name: recorded(value) for name, value in after.items()},
    }
    draft = EventDraft(kind=Event.Kind.DELIBERATION_CONFIGURED, body=body, user=user)
    return record_event(deliberation, draft)[0]


def last_change(deliberation: Deliberation, subject: str) -> Event | None:
    """Return the event of the latest change to a subject, with the account that made it."""
    changes = deliberation.events.filter(
        kind=Event.Kind.DELIBERATION_CONFIGURED, payload__body__subject=subject
    )
    return changes.select_related("user").order_by("-id").first()


@transaction.atomic
def change_state(*, deliberation: Deliberation, state: str, user: User) -> None:
    """Open a draft, close what is open, or open again what is closed. Asking twice changes nothing.

    Raises:
        StepRefused: this does not follow from where it stands, or nothing can be voted on yet.
    """
    locked = Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    if locked.state == state:
        return
    if state == State.DRAFT:
        raise StepRefused(_("What was open once does not become a draft again; close it instead."))
    if state == State.CLOSED and locked.state == State.DRAFT:
        raise StepRefused(_("It is not open yet, so there is nothing to close."))
    if state == State.OPEN and not locked.statements.open_for_voting().exists():
        raise StepRefused(_("Add at least one statement first, so that people find something to vote on."))
    before = locked.state
    locked.state = state
    locked.save(update_fields=["state"])
    record_change(
        deliberation=locked, subject="state", before={"state": before}, after={"state": state}, user=user
    )
    deliberation.refresh_from_db()
