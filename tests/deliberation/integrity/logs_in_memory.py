"""A sealed log in memory, and everything that somebody could do to one."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deliberation.integrity.evidence import commitment, event_content, new_salt
from deliberation.integrity.log_verification import LoggedEvent, StoredSeal, Verification, verify_log
from deliberation.integrity.merkle import Frontier, grown
from deliberation.integrity.sealed_log import Head, leaf_of, log_entry
from deliberation.integrity.signing import public_key

LOG = "abcdefghijkl"
START = datetime(2026, 1, 1, 12, 0, 0, 123, tzinfo=UTC)
SIZES = (7, 20, 21, 40)
UNSEALED = 3
KEY, STRANGE_KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32), Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class MemoryLog:
    """A log as the database would hold it."""

    events: list[LoggedEvent]
    seals: list[StoredSeal]
    unsealed: list[LoggedEvent]

    def verified(self, published: list[dict[str, Any]], known_keys: tuple[str, ...] = ()) -> Verification:
        return verify_log(
            log=LOG,
            sealed=self.events,
            unsealed=self.unsealed,
            seals=self.seals,
            known_keys=known_keys or (public_key(KEY),),
            published=published,
        )

    def heads(self) -> list[dict[str, Any]]:
        roots = [None, *(seal.root for seal in self.seals)]
        return [
            {"head": seal.head(LOG, root).content(), "signature": seal.signature}
            for seal, root in zip(self.seals, roots, strict=False)
        ]


def an_event(number: int, *, kind: str = "vote.cast", body: dict[str, Any] | None = None) -> LoggedEvent:
    """Return a recorded event that is not sealed."""
    body = {"statement": number % 9, "value": number % 3 - 1} if body is None else body
    moment = START + timedelta(seconds=number)
    participant = number % 5 + 1
    occurred = moment if number % 4 == 0 else None
    salt, key = new_salt(), f"key-{number}"
    content = event_content(kind=kind, participant=participant, key=key, occurred_at=occurred, body=body)
    return LoggedEvent(
        id=100 + number,
        kind=kind,
        participant=participant,
        key=key,
        commitment=commitment(content, salt),
        origin="web",
        occurred_at=occurred,
        recorded_at=moment,
        account=7 if number % 6 == 0 else None,
        salt=salt,
        body=body,
    )


def leaf_hex(event: LoggedEvent) -> str:
    names = ("kind", "participant", "key", "commitment", "origin", "occurred_at", "recorded_at", "account")
    return leaf_of(log_entry(log=LOG, **{name: getattr(event, name) for name in names})).hex()


def sealed(
    events: list[LoggedEvent], sizes: tuple[int, ...] = SIZES, key: Ed25519PrivateKey = KEY
) -> MemoryLog:
    """Seal recorded events as the site does."""
    tree, seals, placed, root = Frontier(), [], [], None
    for number, (start, end) in enumerate(zip((0, *sizes), sizes, strict=False), start=1):
        batch = [
            event._replace(position=start + place, leaf=leaf_hex(event), seal=number)
            for place, event in enumerate(events[start:end])
        ]
        tree, path = grown(tree, [bytes.fromhex(event.leaf) for event in batch])
        head = Head(
            LOG, number, tree.size, tree.root().hex(), root, START + timedelta(hours=number), public_key(key)
        )
        seals.append(
            StoredSeal(
                number,
                head.size,
                head.root,
                head.signed_with(key),
                head.public_key,
                head.sealed_at,
                [peak.hex() for peak in tree.peaks],
                [step.hex() for step in path],
            )
        )
        placed += batch
        root = head.root
    return MemoryLog(placed, seals, events[sizes[-1] :])


def renumbered(events: list[LoggedEvent], log: MemoryLog) -> MemoryLog:
    """Hide what was done to a list of events: positions, leaves and seals fit one another again."""
    fitting = []
    for position, event in enumerate(events):
        seal = next((seal.number for seal in log.seals if position < seal.size), log.seals[-1].number)
        fitting.append(event._replace(position=position, leaf=leaf_hex(event), seal=seal))
    return replace(log, events=fitting)


def edited(event: LoggedEvent, field: str, chance: random.Random) -> LoggedEvent:
    """Change one field of an event to something else."""
    now = getattr(event, field)
    second = timedelta(microseconds=chance.randint(1, 10**9))
    other: dict[str, Callable[[], Any]] = {
        "kind": lambda: "vote.undone",
        "participant": lambda: chance.choice([None, (now or 0) + chance.randint(1, 9)]),
        "key": lambda: now + chance.choice(["", "0", " "]) + "x",
        "commitment": lambda: chance.choice([now[::-1], "", now[:-2], f"{chance.getrandbits(256):064x}"]),
        "origin": lambda: "imported",
        "occurred_at": lambda: (now or START) + second,
        "recorded_at": lambda: now + second,
        "account": lambda: (now or 0) + chance.randint(1, 9),
        "salt": lambda: chance.choice([None, "", "zz", f"{chance.getrandbits(128) + 2**100:032x}"]),
        "body": lambda: chance.choice([None, [], {}, now | {"value": now["value"] + 2}, now | {"more": 1}]),
        "leaf": lambda: chance.choice(["", now[::-1] + "0", f"{chance.getrandbits(256):064x}"]),
        "position": lambda: now + chance.randint(1, 50),
        "seal": lambda: now % len(SIZES) + 1,
    }
    return event._replace(**{field: other[field]()})


FIELDS = (
    "kind", "participant", "key", "commitment", "origin", "occurred_at", "recorded_at", "account", "salt",
    "body", "leaf", "position", "seal",
)  # fmt: skip


def edit(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Change one field of one sealed event; sometimes make its leaf fit again."""
    place, field = chance.randrange(len(log.events)), chance.choice(FIELDS)
    event = edited(log.events[place], field, chance)
    if field in {"kind", "participant", "key", "origin", "occurred_at", "recorded_at", "account"}:
        event = event._replace(leaf=leaf_hex(event)) if chance.random() < 0.5 else event
    return replace(log, events=[*log.events[:place], event, *log.events[place + 1 :]])


def edit_seal(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Change one thing about one seal."""
    place = chance.randrange(len(log.seals))
    seal = log.seals[place]
    changed = chance.choice([
        replace(seal, size=seal.size + chance.choice([-1, 1])),
        replace(seal, number=seal.number + 1),
        replace(seal, root=seal.root[::-1]),
        replace(seal, signature=seal.signature[::-1]),
        replace(seal, public_key=public_key(STRANGE_KEY)),
        replace(seal, sealed_at=seal.sealed_at + timedelta(seconds=1)),
        replace(seal, frontier=[*seal.frontier[:-1], seal.root[::-1]]),
        replace(seal, consistency=[*seal.consistency, seal.root]) if place else replace(seal, frontier=[]),
    ])  # fmt: skip
    return replace(log, seals=[*log.seals[:place], changed, *log.seals[place + 1 :]])


def delete(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Take some events out, or a seal; sometimes close the gap."""
    if chance.random() < 0.2:
        place = chance.randrange(len(log.seals))
        return replace(log, seals=[*log.seals[:place], *log.seals[place + 1 :]])
    start = chance.randrange(len(log.events))
    left = log.events[:start] + log.events[start + chance.randint(1, 4) :]
    return renumbered(left, log) if chance.random() < 0.6 else replace(log, events=left)


def insert(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Put events in between, as if they had been there."""
    place = chance.randrange(len(log.events) + 1)
    strange = [an_event(1000 + chance.randrange(10**6)) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.3:
        strange = [chance.choice(log.events)]
    return renumbered([*log.events[:place], *strange, *log.events[place:]], log)


def reorder(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Swap two events, or turn a stretch around; sometimes as if it had always been so."""
    events = list(log.events)
    one, other = sorted(chance.sample(range(len(events)), 2))
    if chance.random() < 0.5:
        events[one], events[other] = events[other], events[one]
    else:
        events[one : other + 1] = events[one : other + 1][::-1]
    return renumbered(events, log) if chance.random() < 0.6 else replace(log, events=events)


def truncate(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Cut the end off; sometimes with the seals over it, so that a whole smaller log is left."""
    if chance.random() < 0.5:
        return replace(log, events=log.events[: chance.randrange(len(log.events))])
    kept = chance.randrange(len(log.seals))
    size = log.seals[kept - 1].size if kept else 0
    rest = [event._replace(position=None, leaf=None, seal=None) for event in log.events[size:]]
    unsealed = [] if chance.random() < 0.5 else rest
    return MemoryLog(log.events[:size], log.seals[:kept], [*unsealed, *log.unsealed])


def seal_anew(log: MemoryLog, chance: random.Random) -> MemoryLog:
    """Change something and seal everything anew, with another key or with the site's own."""
    events = [event._replace(position=None, leaf=None, seal=None) for event in log.events]
    place = chance.randrange(len(events))
    events[place] = an_event(2000 + chance.randrange(10**6))
    return sealed([*events, *log.unsealed], key=chance.choice([KEY, STRANGE_KEY]))


WAYS = (edit, edit_seal, delete, insert, reorder, truncate, seal_anew)
