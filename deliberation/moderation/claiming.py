"""Several moderators at one queue: what lies on whose desk, so that nobody does the same work twice.

A claim keeps others from being offered the same item; it does not keep them from deciding. Who decides first
decides, and whoever comes second is told.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deliberation.models import Deliberation, ModerationClaim, QueuePlace, Statement, User
from deliberation.models.moderation import CLAIM_LASTS
from deliberation.moderation.queue_lines import behind, place_of, queue_lines


def take_next(
    *, deliberation: Deliberation, moderator: User, after: int | None = None, topic: int | None = None
) -> int | None:
    """Put the next item that nobody holds on somebody's desk; return the number of its first statement.

    The item is the first behind the statement numbered `after`, or the first of the queue, or the first of
    a topic. None: nothing is left that nobody else has on the desk. What lay on the desk before is free for
    others.
    """
    held = groups_of_others(deliberation, moderator)
    lines = queue_lines(deliberation)
    if topic is not None:
        lines = [line for line in lines if line.topic_number == topic] or lines
    for line in behind(lines, place_of(deliberation, after)):
        if line.group not in held:
            number = _take(deliberation, line.group, moderator)
            if number is not None:
                return number
    leave_desk(deliberation=deliberation, moderator=moderator)
    return None


@transaction.atomic
def open_item(*, statement: Statement, moderator: User) -> User | None:
    """Put a statement and what says the same on somebody's desk; return who has it there already, if so."""
    place = QueuePlace.objects.filter(statement=statement).first()
    if place is None:
        return None
    members = _lock(statement.deliberation, place.group)
    holder = _holder(members, moderator)
    if holder is None:
        _claim(statement.deliberation, members, moderator)
    return holder


def keep_claims(*, deliberation: Deliberation, moderator: User) -> None:
    """Note that somebody is still at the desk; claims that have run out stay lost."""
    now = timezone.now()
    # A minute's grace, so that most signs of life cost no write.
    ageing = Q(until__gt=now, until__lt=now + CLAIM_LASTS * 0.8)
    ModerationClaim.objects.filter(ageing, claimed_by=moderator, statement__deliberation=deliberation).update(
        until=now + CLAIM_LASTS
    )


def leave_desk(*, deliberation: Deliberation, moderator: User) -> None:
    """Let others have what lies on somebody's desk."""
    ModerationClaim.objects.filter(claimed_by=moderator, statement__deliberation=deliberation).delete()


def live_claims(deliberation: Deliberation) -> dict[int, User]:
    """Return who has which statements, by their keys, on the desk now."""
    claims = ModerationClaim.objects.filter(
        statement__deliberation=deliberation, until__gt=timezone.now()
    ).select_related("claimed_by")
    return {claim.statement_id: claim.claimed_by for claim in claims}


def groups_of_others(deliberation: Deliberation, moderator: User) -> set[int]:
    """Return the numbers of the groups that lie on other desks now."""
    others = ModerationClaim.objects.filter(
        statement__deliberation=deliberation, until__gt=timezone.now()
    ).exclude(claimed_by=moderator)
    return set(others.values_list("statement__queue_place__group", flat=True))


def others_at_work(deliberation: Deliberation, moderator: User) -> list[User]:
    """Return who else has something on the desk now."""
    held = ModerationClaim.objects.filter(statement__deliberation=deliberation, until__gt=timezone.now())
    return list(User.objects.filter(pk__in=held.values("claimed_by")).exclude(pk=moderator.pk).order_by("pk"))


@transaction.atomic
def _take(deliberation: Deliberation, group: int, moderator: User) -> int | None:
    """Take a group unless somebody else holds it or is taking it at this moment."""
    members = _lock(deliberation, group, skip_locked=True)
    waiting = Statement.objects.awaiting_moderation().filter(pk__in=[place.statement_id for place in members])
    # Asked again under the lock: a claim may have been made since the free items were looked for.
    if not members or _holder(members, moderator) is not None:
        return None
    first = waiting.values_list("number", flat=True).first()
    if first is not None:
        _claim(deliberation, members, moderator)
    return first


def _lock(deliberation: Deliberation, group: int, *, skip_locked: bool = False) -> list[QueuePlace]:
    places = QueuePlace.objects.filter(deliberation=deliberation, group=group).order_by("pk")
    return list(places.select_for_update(skip_locked=skip_locked))


def _holder(members: Iterable[QueuePlace], moderator: User) -> User | None:
    claim = (
        ModerationClaim.objects.filter(
            statement__in=[place.statement_id for place in members], until__gt=timezone.now()
        )
        .exclude(claimed_by=moderator)
        .select_related("claimed_by")
        .first()
    )
    return claim.claimed_by if claim else None


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
