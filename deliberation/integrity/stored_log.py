"""Reading a sealed log out of the database, and holding it against itself."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any, Final

from django.db.models import QuerySet

from deliberation.integrity.log_verification import LoggedEvent, StoredSeal, Verification, verify_log
from deliberation.integrity.one_moment import one_moment
from deliberation.integrity.sealing import unsealed_events
from deliberation.integrity.signing import known_public_keys
from deliberation.models import Deliberation, LogSeal, SealedEvent

READ_AT_ONCE: Final = 5000
EVENT: Final = (
    "id", "kind", "participant__number", "client_key", "commitment", "origin", "occurred_at", "recorded_at",
    "user_id", "payload__salt", "payload__body",
)  # fmt: skip


def check_log(
    deliberation: Deliberation,
    *,
    known_keys: Sequence[str] = (),
    published: Sequence[Mapping[str, Any]] = (),
) -> Verification:
    """Compute the whole sealed log of a deliberation anew, as of one moment, and say what does not hold.

    `known_keys` are taken for this site's beside those that the settings know; `published` are heads that
    were published earlier and kept elsewhere.
    """
    with one_moment():
        return verify_log(
            log=deliberation.public_id,
            sealed=sealed_rows(deliberation),
            unsealed=starmap(LoggedEvent, _rows(unsealed_events(deliberation).values_list(*EVENT))),
            seals=stored_seals(deliberation),
            known_keys=known_public_keys() | set(known_keys),
            published=published,
        )


def sealed_rows(deliberation: Deliberation) -> Iterator[LoggedEvent]:
    """Read the sealed events of a deliberation in the order of their positions, some thousands at a time."""
    columns = [f"event__{column}" for column in EVENT]
    rows = SealedEvent.objects.filter(deliberation=deliberation).order_by("position")
    return starmap(LoggedEvent, _rows(rows.values_list(*columns, "position", "leaf", "seal__number")))


def stored_seals(deliberation: Deliberation) -> list[StoredSeal]:
    """Return the seals of a deliberation in order."""
    return [
        StoredSeal(
            number=seal.number,
            size=seal.size,
            root=seal.root,
            signature=seal.signature,
            public_key=seal.public_key,
            sealed_at=seal.sealed_at,
            frontier=seal.frontier,
            consistency=seal.consistency,
        )
        for seal in LogSeal.objects.filter(deliberation=deliberation).order_by("number").iterator()
    ]


def published_heads(deliberation: Deliberation, first: int = 1) -> Iterator[dict[str, Any]]:
    """Yield the heads of a log from a number on, as anybody may have them."""
    seals = LogSeal.objects.filter(deliberation=deliberation, number__gte=first).order_by("number")
    before = LogSeal.objects.filter(deliberation=deliberation, number=first - 1).first()
    root = before.root if before else None
    for seal in seals.iterator(chunk_size=500):
        yield signed_head(deliberation, seal, root) | {"consistency": seal.consistency}
        root = seal.root


def signed_head(deliberation: Deliberation, seal: LogSeal, previous_root: str | None) -> dict[str, Any]:
    """Return the head of one seal with its signature."""
    stored = StoredSeal(seal.number, seal.size, seal.root, seal.signature, seal.public_key, seal.sealed_at)
    head = stored.head(deliberation.public_id, previous_root)
    return {"head": head.content(), "signature": seal.signature}


def _rows(rows: "QuerySet[Any, Any]") -> Iterator[Any]:
    return rows.iterator(chunk_size=READ_AT_ONCE)
