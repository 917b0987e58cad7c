"""Several moderators at one queue: what lies on whose desk, so that nobody does the same work twice.

A claim keeps others from being offered the same item; it does not keep them from deciding. Who decides first
decides, and whoever comes second is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deliberation.models import Deliberation, ModerationClaim, QueuePlace, Statement, User
from deliberation.models.moderation import CLAIM_LASTS
from deliberation.moderation.queue_lines import QueueLine, QueueLines

RENEWED_AT = 0.8
"""Share of its time down to which a claim is as good as new, so that most signs of life write nothing."""


@dataclass(frozen=True)
class Others:
    """What lies on the desks of others: who has which statement, by its key, and the groups of those."""

    holders: dict[int, User]
    groups: set[int]
    people: list[User]


def take_next(
    *,
    deliberation: Deliberation,
    moderator: User,
    lines: QueueLines,
    others: Others,
    after: tuple[int, int] | None = None,
) -> int | None:
    """Put the next item that nobody holds on somebody's desk; return the number of its first statement.

    The item is the first of the lines, or the first behind the place `after`. None: nothing is left that
    nobody else has on the desk. What lay on the desk before is free for others.
    """
    for line in lines.behind(after):
        if line.group not in others.groups:
            number = _take(deliberation, line, moderator)
            if number is not None:
                return number
    leave_desk(deliberation=deliberation, moderator=moderator)
    return None


@transaction.atomic
def open_item(*, statement: Statement, moderator: User) -> User | None:
    """Put a statement and what says the same on somebody's desk; return who has it there already, if so."""
    place, _new = QueuePlace.objects.get_or_create(
        statement=statement, defaults={"deliberation": statement.deliberation, "group": statement.number}
    )
    members = _lock(statement.deliberation, place.group)
    holder, is_own = _holder(members, moderator)
    if holder is None and not is_own:
        _claim(statement.deliberation, members, moderator)
    return holder


def keep_claims(*, deliberation: Deliberation, moderator: User) -> None:
    """Note that somebody is still at the desk; claims that have run out stay lost."""
    now = timezone.now()
    ageing = Q(until__gt=now, until__lt=now + CLAIM_LASTS * RENEWED_AT)
    ModerationClaim.objects.filter(ageing, claimed_by=moderator, statement__deliberation=deliberation).update(
        until=now + CLAIM_LASTS
    )


def leave_desk(*, deliberation: Deliberation, moderator: User) -> None:
    """Let others have what lies on somebody's desk."""
    ModerationClaim.objects.filter(claimed_by=moderator, statement__deliberation=deliberation).delete()


def others_at_work(deliberation: Deliberation, moderator: User) -> Others:
    """Return what lies on other desks now, in one query."""
    claims = (
        ModerationClaim.objects.filter(statement__deliberation=deliberation, until__gt=timezone.now())
        .exclude(claimed_by=moderator)
        .select_related("claimed_by", "statement__queue_place")
        .order_by("claimed_by", "statement")
    )
    return Others(
        holders={claim.statement_id: claim.claimed_by for claim in claims},
        groups={claim.statement.queue_place.group for claim in claims},
        people=list({claim.claimed_by_id: claim.claimed_by for claim in claims}.values()),
    )


@transaction.atomic
def _take(deliberation: Deliberation, line: QueueLine, moderator: User) -> int | None:
    """Take an item unless somebody else holds it or is taking it at this moment."""
    members = _lock(deliberation, line.group, skip_locked=True)
    if not members and _give_place(deliberation, line):
        members = _lock(deliberation, line.group, skip_locked=True)
    # Asked again under the lock: a claim may have been made since the free items were looked for.
    if not members or _holder(members, moderator)[0] is not None:
        return None
    waiting = deliberation.statements.filter(pk__in=[place.statement_id for place in members])
    first: int | None = waiting.awaiting_moderation().values_list("number", flat=True).first()
    if first is not None:
        _claim(deliberation, members, moderator)
    return first


def _give_place(deliberation: Deliberation, line: QueueLine) -> bool:
    """Give a statement that is new to the queue its place; return whether it had none."""
    statement = deliberation.statements.get(number=line.first)
    defaults = {"deliberation": deliberation, "group": line.group}
    return QueuePlace.objects.get_or_create(statement=statement, defaults=defaults)[1]


def _lock(deliberation: Deliberation, group: int, *, skip_locked: bool = False) -> list[QueuePlace]:
    places = QueuePlace.objects.filter(deliberation=deliberation, group=group).order_by("pk")
    return list(places.select_for_update(skip_locked=skip_locked))


def _holder(members: Iterable[QueuePlace], moderator: User) -> tuple[User | None, bool]:
    """Return who else holds one of the members, and whether this moderator holds them all for long yet."""
    now = timezone.now()
    keys = {place.statement_id for place in members}
    claims = list(
        ModerationClaim.objects.filter(statement__in=keys, until__gt=now).select_related("claimed_by")
    )
    other = next((claim.claimed_by for claim in claims if claim.claimed_by_id != moderator.pk), None)
    fresh = {claim.statement_id for claim in claims if claim.until > now + CLAIM_LASTS * RENEWED_AT}
    return other, fresh == keys


def _claim(deliberation: Deliberation, members: Iterable[QueuePlace], moderator: User) -> None:
    leave_desk(deliberation=deliberation, moderator=moderator)
    until = timezone.now() + CLAIM_LASTS
    ModerationClaim.objects.bulk_create(
        [
            ModerationClaim(statement_id=place.statement_id, claimed_by=moderator, until=until)
            for place in members
        ],
        update_conflicts=True,
        unique_fields=["statement"],
        update_fields=["claimed_by", "until"],
    )
