"""Sealing: giving each recorded event its place in the log's tree, and signing the tree.

It happens after the events were recorded, in transactions of its own. It locks nothing that a vote, a
proposal or somebody who joins needs, so none of them ever waits for a seal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from deliberation.integrity.merkle import Frontier, grown
from deliberation.integrity.proofs import keep_blocks
from deliberation.integrity.sealed_log import Head, leaf_of, log_entry
from deliberation.integrity.signing import public_key, signing_key
from deliberation.jobs import Report, WorkRefused, request_follow_up
from deliberation.models import Deliberation, Event, Job, LogSeal, SealedEvent

SEAL_TASK: Final = "deliberation.tasks.seal_log"
EVENTS_PER_SEAL: Final = 10_000
SEALS_PER_JOB: Final = 5
"""After so many a job ends and asks for the next one, so that what is more urgent comes in between."""
PAUSE_AFTER_FAILURE: Final = timedelta(hours=1)
LOCK_CLASS: Final = 0x5EA1
"""First half of the advisory lock under which one deliberation's log is sealed; the second is its id."""
ENTRY_COLUMNS: Final = (
    "kind", "participant__number", "client_key", "commitment", "origin", "occurred_at", "recorded_at",
    "user_id",
)  # fmt: skip


@dataclass(frozen=True)
class Sealing:
    """What sealing did: how many events it sealed, the last seal there is, and whether all is sealed."""

    events: int
    seals: int
    last: LogSeal | None
    is_done: bool


def seal_log(
    *, deliberation: Deliberation, report: Report | None = None, most_seals: int | None = None
) -> Sealing:
    """Seal every event of a deliberation that can be seen and is not sealed yet, in order of recording.

    With `most_seals` it stops after so many, and says whether that was all.

    Events get their ids before they can be seen, so that one with a smaller id may turn up later: it is then
    sealed later. Two sealers at once wait for one another; one that is killed leaves whole seals behind. All
    hashes are computed before the transaction that writes a seal begins.

    Raises:
        WorkRefused: the last seal is not what it was when it was made; `verify_log` says what happened.
    """
    waiting = unsealed_events(deliberation).count() if report else 0
    events = seals = after = 0
    is_done = False
    while most_seals is None or seals < most_seals:
        previous = last_seal(deliberation)
        batch = list(_batch(deliberation, after))
        if not batch:
            is_done = True
            break
        leaves = [leaf_of(stored_entry(deliberation, row[1:])) for row in batch]
        with transaction.atomic():
            _wait_for_turn(deliberation)
            if last_seal(deliberation) != previous:
                continue  # Another sealer was quicker and may have taken these events up.
            _seal(deliberation, previous, [row[0] for row in batch], leaves)
        after, events, seals = batch[-1][0], events + len(batch), seals + 1
        if report:
            report(f"{events:,} events sealed", events / max(waiting, events))
    last = last_seal(deliberation)
    if last and seals:
        keep_blocks(deliberation, last.size)
    return Sealing(events, seals, last, is_done)


def last_seal(deliberation: Deliberation) -> LogSeal | None:
    """Return the latest seal of a deliberation's log."""
    return LogSeal.objects.filter(deliberation=deliberation).order_by("-number").first()


def unsealed_events(deliberation: Deliberation) -> "QuerySet[Event]":
    """Events of a deliberation that are not sealed yet, in order of recording."""
    return Event.objects.filter(deliberation=deliberation, sealed=None).order_by("id")


def request_due_seals() -> int:
    """Ask for what seals the events that have waited long enough; return for how many deliberations.

    Counting finds every event that was left out, whatever its id.
    """
    due = 0
    for deliberation in Deliberation.objects.filter(pk__in=_with_unsealed_events()):
        last = last_seal(deliberation)
        pause = timedelta(seconds=settings.SEAL_AFTER_SECONDS)
        if (last and last.sealed_at > timezone.now() - pause) or _is_under_way(deliberation):
            continue
        request_seal(deliberation=deliberation)
        due += 1
    return due


def request_seal(*, deliberation: Deliberation) -> Job:
    """Ask for the log of a deliberation to be sealed."""
    return request_follow_up(
        task=SEAL_TASK,
        arguments={"deliberation": deliberation.public_id},
        subject=deliberation.public_id,
        deliberation=deliberation,
    )


def _with_unsealed_events() -> list[int]:
    """Return the ids of the deliberations that have more events than their last seal covers."""
    size = (
        LogSeal.objects.filter(deliberation=OuterRef("deliberation")).order_by("-number").values("size")[:1]
    )
    counted = (
        Event.objects.order_by()
        .values("deliberation")
        .annotate(events=Count("id"))
        .annotate(sealed_size=Coalesce(Subquery(size, output_field=IntegerField()), 0))
    )
    return [row["deliberation"] for row in counted if row["events"] > row["sealed_size"]]


def _is_under_way(deliberation: Deliberation) -> bool:
    """Whether a job seals this log, or one found within the last hour that it cannot be sealed."""
    jobs = Job.objects.about(SEAL_TASK, deliberation.public_id)
    return jobs.unfinished().exists() or jobs.failed_within(PAUSE_AFTER_FAILURE).exists()


def _wait_for_turn(deliberation: Deliberation) -> None:
    """Let no other process seal this log until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, deliberation.pk % 2**31])


def _batch(deliberation: Deliberation, after: int) -> "QuerySet[Any, Any]":
    waiting = unsealed_events(deliberation).filter(id__gt=after)
    return waiting.values_list("id", *ENTRY_COLUMNS)[:EVENTS_PER_SEAL]


def _seal(
    deliberation: Deliberation, previous: LogSeal | None, events: list[int], leaves: list[bytes]
) -> LogSeal:
    before = _tree_of(previous)
    tree, path = grown(before, leaves)
    key = signing_key()
    head = Head(
        log=deliberation.public_id,
        number=previous.number + 1 if previous else 1,
        size=tree.size,
        root=tree.root().hex(),
        previous_root=previous.root if previous else None,
        sealed_at=timezone.now(),
        public_key=public_key(key),
    )
    seal = LogSeal.objects.create(
        deliberation=deliberation,
        number=head.number,
        size=head.size,
        root=head.root,
        signature=head.signed_with(key),
        public_key=head.public_key,
        sealed_at=head.sealed_at,
        frontier=[peak.hex() for peak in tree.peaks],
        consistency=[step.hex() for step in path],
    )
    SealedEvent.objects.bulk_create(
        [
            SealedEvent(
                event_id=event, deliberation=deliberation, seal=seal, position=position, leaf=leaf.hex()
            )
            for position, (event, leaf) in enumerate(zip(events, leaves, strict=True), start=before.size)
        ],
        batch_size=2000,
    )
    return seal


def _tree_of(seal: LogSeal | None) -> Frontier:
    """Return the tree that the next seal goes on from."""
    if seal is None:
        return Frontier()
    try:
        tree = Frontier(seal.size, [bytes.fromhex(peak) for peak in seal.frontier])
    except ValueError:
        tree = Frontier()
    if tree.root().hex() != seal.root:
        raise WorkRefused(
            f"Seal {seal.number} of {seal.deliberation.slug} is not what it was when it was made; nothing is "
            "sealed upon it. `manage.py verify_log` says what does not hold."
        )
    return tree


def stored_entry(deliberation: Deliberation, columns: Sequence[Any]) -> dict[str, Any]:
    """Return the entry of an event of which the `ENTRY_COLUMNS` were read."""
    kind, participant, key, commitment, origin, occurred_at, recorded_at, account = columns
    return log_entry(
        log=deliberation.public_id,
        kind=kind,
        participant=participant,
        key=key,
        commitment=commitment,
        origin=origin,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        account=account,
    )
