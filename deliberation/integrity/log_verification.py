"""Holding a sealed log against its seals, its contents, and heads that were published earlier. PURE.

One pass over the entries in their order, with no more memory than the complete subtrees: a million entries
take seconds. Everything that does not hold is named; nothing is repaired.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from deliberation.integrity.evidence import commitment, event_content
from deliberation.integrity.merkle import Frontier
from deliberation.integrity.sealed_log import Head, leaf_of, log_entry, plain_json
from verify_receipt import only_grew

NEVER_ERASED: Final = frozenset(
    {
        "vote.cast",
        "vote.undone",
        "vote.marked",
        "ratification.vote_cast",
        "ratification.vote_on_whole_cast",
    }
)
"""Kinds of events that hold no words: whoever takes a salt out of one of them is hiding something."""
SHOWN_PROBLEMS: Final = 1000
"""Problems beyond these are counted and not named."""


class LoggedEvent(NamedTuple):
    """One event as the database holds it. Salt and body are None where there is no payload at all."""

    id: int
    kind: str
    participant: int | None
    key: str
    commitment: str
    origin: str
    occurred_at: datetime | None
    recorded_at: datetime
    account: int | None
    salt: str | None
    body: Mapping[str, Any] | None
    position: int | None = None
    leaf: str | None = None
    seal: int | None = None
    """The number of the seal with which it was sealed."""


@dataclass(frozen=True)
class StoredSeal:
    """One seal as the database holds it, with the complete subtrees that the next one goes on from."""

    number: int
    size: int
    root: str
    signature: str
    public_key: str
    sealed_at: datetime
    frontier: Sequence[str] = ()
    consistency: Sequence[str] = ()

    def head(self, log: str, previous_root: str | None) -> Head:
        """Return what the seal says."""
        return Head(log, self.number, self.size, self.root, previous_root, self.sealed_at, self.public_key)


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: of what kind, at which position or seal, in words."""

    kind: str
    position: int | None
    seal: int | None
    text: str


@dataclass
class Verification:
    """What holding a log against its seals brought to light."""

    log: str
    events: int = 0
    sealed: int = 0
    erased: int = 0
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    keys: list[str] = field(default_factory=list)
    """The public keys of the seals, in the order in which they were first used."""

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problem_count

    def found(self, kind: str, text: str, *, position: int | None = None, seal: int | None = None) -> None:
        """Note something that does not hold."""
        self.problem_count += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(Problem(kind, position, seal, text))


def verify_log(
    *,
    log: str,
    sealed: Iterable[LoggedEvent],
    unsealed: Iterable[LoggedEvent],
    seals: Sequence[StoredSeal],
    known_keys: Collection[str] = (),
    published: Sequence[Mapping[str, Any]] = (),
) -> Verification:
    """Compute every leaf, root and signature of a log anew, and open every commitment.

    Args:
        log: the public id of the deliberation.
        sealed: the sealed events in the order of their positions.
        unsealed: the events that are still to be sealed.
        seals: the seals in the order of their numbers.
        known_keys: the public keys with which seals may be signed; none: any, and only the signatures count.
        published: heads as `heads.json` has them, kept outside since: each has to be in the log unchanged.
    """
    result = Verification(log)
    roots = _check_seals(result, seals, known_keys)
    erasures = _Erasures()
    _check_sealed(result, sealed, seals, roots, erasures)
    for event in unsealed:
        result.events += 1
        _check_content(result, event, erasures)
    erasures.report(result)
    _check_published(result, seals, published)
    return result


def _check_seals(
    result: Verification, seals: Sequence[StoredSeal], known_keys: Collection[str]
) -> dict[int, StoredSeal]:
    """Check what can be told from the seals alone; return them by size."""
    number, size, root = 0, 0, None
    for seal in seals:
        if seal.number != number + 1:
            result.found("missing seal", f"After seal {number} comes seal {seal.number}.", seal=seal.number)
        if seal.size <= size:
            result.found("size", f"Seal {seal.number} is over no more entries than the one before it.",
                         seal=seal.number)  # fmt: skip
        if not seal.head(result.log, root).is_signed_by(seal.signature):
            result.found("signature", f"The signature of seal {seal.number} is not valid.", seal=seal.number)
        if known_keys and seal.public_key not in known_keys:
            result.found("key", f"Seal {seal.number} was signed with a key that is not known here.",
                         seal=seal.number)  # fmt: skip
        if seal.public_key not in result.keys:
            result.keys.append(seal.public_key)
        if root is not None and not _only_grew(seal, size, root):
            result.found("growth", f"What seal {seal.number} shows of the log's growth proves nothing.",
                         seal=seal.number)  # fmt: skip
        number, size, root = seal.number, seal.size, seal.root
    return {seal.size: seal for seal in seals}


def _only_grew(seal: StoredSeal, old_size: int, old_root: str) -> bool:
    """Whether the proof that is published with a seal leads from the one before it to this one."""
    try:
        path = [bytes.fromhex(step) for step in seal.consistency]
        return only_grew(old_size, bytes.fromhex(old_root), seal.size, bytes.fromhex(seal.root), path)
    except ValueError:
        return False


def _check_sealed(
    result: Verification,
    sealed: Iterable[LoggedEvent],
    seals: Sequence[StoredSeal],
    by_size: Mapping[int, StoredSeal],
    erasures: "_Erasures",
) -> None:
    """Check every sealed entry in turn, and each seal where it is reached."""
    frontier, expected, current = Frontier(), 0, iter(seals)
    covering, differs = next(current, None), False
    for event in sealed:
        result.events += 1
        result.sealed += 1
        if event.position != expected:
            result.found("position", f"Where entry {expected} should be is entry {event.position}.",
                         position=expected)  # fmt: skip
            expected = event.position or 0
        expected += 1
        _check_content(result, event, erasures)
        frontier.append(_checked_leaf(result, event))
        if covering is None or event.seal != covering.number:
            result.found("order", f"Entry {event.position} says that it was sealed with seal {event.seal}.",
                         position=event.position)  # fmt: skip
        while covering is not None and covering.size <= expected:
            covering = next(current, None)
        seal = by_size.get(frontier.size)
        if seal is not None and not differs:
            differs = not _check_root(result, seal, frontier)
    reached = seals[-1].size if seals else 0
    if result.sealed != reached:
        result.found("length", f"The last seal is over {reached} entries; there are {result.sealed}.",
                     seal=seals[-1].number if seals else None)  # fmt: skip


def _check_root(result: Verification, seal: StoredSeal, frontier: Frontier) -> bool:
    """Whether a seal is over the entries so far; the first that is not is named, as later ones follow."""
    if frontier.root().hex() != seal.root:
        result.found("root", f"Seal {seal.number} and the ones after it are not over these entries.",
                     seal=seal.number)  # fmt: skip
        return False
    if [peak.hex() for peak in frontier.peaks] != list(seal.frontier):
        result.found("frontier", f"What seal {seal.number} keeps for the next one is not its own.",
                     seal=seal.number)  # fmt: skip
    return True


def _checked_leaf(result: Verification, event: LoggedEvent) -> bytes:
    """Return the leaf of an event, computed anew, and say so if it is not the one that was sealed."""
    try:
        entry = log_entry(
            log=result.log,
            kind=event.kind,
            participant=event.participant,
            key=event.key,
            commitment=event.commitment,
            origin=event.origin,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            account=event.account,
        )
        leaf = leaf_of(entry)
    except ValueError:
        leaf = b""
    if leaf.hex() != event.leaf:
        result.found("leaf", f"Entry {event.position} is not what it was when it was sealed.",
                     position=event.position)  # fmt: skip
    return leaf


def _check_content(result: Verification, event: LoggedEvent, erasures: "_Erasures") -> None:
    """Check what an event says against its commitment; what was erased has to have been erased openly."""
    if event.kind in ERASING:
        erasures.note(event)
    if event.salt is None or event.body is None:
        result.found(
            "payload", f"What {_named(event)} said is gone without a trace.", position=event.position
        )
    elif not event.salt:
        result.erased += 1
        erasures.questioned.append((event, event.body.get("statement")))
    elif not opens(event):
        result.found("content", f"What {_named(event)} says is not what was recorded.",
                     position=event.position)  # fmt: skip


def opens(event: LoggedEvent) -> bool:
    """Whether the salt and the body of an event open its commitment.

    What an event says may hold fractions, which JSON can write in several ways: what does not fit the fast
    way is written as RFC 8785 says.
    """
    content = event_content(
        kind=event.kind,
        participant=event.participant,
        key=event.key,
        occurred_at=event.occurred_at,
        body=event.body,  # type: ignore[arg-type]
    )
    try:
        salt = bytes.fromhex(event.salt or "")
        opened = hashlib.sha256(salt + plain_json(content).encode()).hexdigest()
        return opened == event.commitment or commitment(content, event.salt or "") == event.commitment
    except ValueError:
        return False


def _named(event: LoggedEvent) -> str:
    return f"event {event.id}" if event.position is None else f"entry {event.position}"


ERASING: Final = ("participant.erased", "statement.erased")


@dataclass
class _Erasures:
    """Who was erased and which statements, and the events whose words are gone."""

    participants: set[int | None] = field(default_factory=set)
    statements: set[Any] = field(default_factory=set)
    questioned: list[tuple[LoggedEvent, Any]] = field(default_factory=list)

    def note(self, event: LoggedEvent) -> None:
        """Note an event that says that something is erased from now on."""
        if event.kind == "participant.erased":
            self.participants.add(event.participant)
        elif isinstance(event.body, dict):
            self.statements.add(event.body.get("statement"))

    def report(self, result: Verification) -> None:
        """Name each event whose words are gone though nothing in the log says that they were erased."""
        for event, statement in self.questioned:
            is_explained = (
                event.participant in self.participants and event.participant is not None
            ) or statement in self.statements
            if event.kind in NEVER_ERASED or not is_explained:
                result.found("erasure", f"What {_named(event)} said is gone, and the log does not say why.",
                             position=event.position)  # fmt: skip


def _check_published(
    result: Verification, seals: Sequence[StoredSeal], published: Sequence[Mapping[str, Any]]
) -> None:
    """Check that heads which were published earlier are still in the log, unchanged."""
    roots = [None, *(seal.root for seal in seals)]
    here = {
        seal.number: (seal.head(result.log, root).content(), seal.signature)
        for seal, root in zip(seals, roots, strict=False)
    }
    for one in published:
        head = one["head"]
        number = head["number"]
        if number not in here:
            result.found("truncated", f"Seal {number} was published and is not there any more.", seal=number)
        elif here[number] != (head, one["signature"]):
            result.found("rewritten", f"Seal {number} is not the one that was published.", seal=number)
