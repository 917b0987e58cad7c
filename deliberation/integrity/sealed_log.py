"""What is sealed: the entry of an event, and the signed head over all entries. PURE.

An entry is everything that the row of an event says, without database ids; its hash is the leaf. What the
event says in words is bound by its commitment, so an entry stays as it is when words are erased.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from deliberation.integrity.evidence import canonical_json
from deliberation.integrity.merkle import leaf_hash

HEAD_FORMAT: Final = "concord-log-head-1"
HEADS_FORMAT: Final = "concord-log-heads-1"
RECEIPT_FORMAT: Final = "concord-receipt-1"


def log_entry(
    *,
    log: str,
    kind: str,
    participant: int | None,
    key: str,
    commitment: str,
    origin: str,
    occurred_at: datetime | None,
    recorded_at: datetime,
    account: int | None,
) -> dict[str, Any]:
    """Return what the leaf of an event is the hash of: `log` is the deliberation's public id.

    `participant` is a number within it; `account` the id of the account that acted, which the entry binds
    without telling it.
    """
    return {
        "log": log,
        "kind": kind,
        "participant": participant,
        "key": key,
        "commitment": commitment,
        "origin": origin,
        "occurred_at": said(occurred_at) if occurred_at else None,
        "recorded_at": said(recorded_at),
        "account": None if account is None else blinded_account(account, commitment),
    }


def blinded_account(account: int, commitment: str) -> str:
    """Return a name for an account that holds for one event.

    Keyed by the commitment, which nobody outside knows or can guess: two events of one account cannot be
    told to be one account's, and whoever reads the database can still tell that the account was not changed.
    """
    return hmac.new(bytes.fromhex(commitment), b"account:%d" % account, hashlib.sha256).hexdigest()


def leaf_of(entry: dict[str, Any]) -> bytes:
    """Return the leaf of an entry."""
    return leaf_hash(plain_json(entry).encode())


plain_json: Final[Callable[[Any], str]] = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False
).encode
"""RFC 8785 for what entries consist of: text, whole numbers, null, under ASCII names. Five times as fast."""


def said(moment: datetime) -> str:
    """Return a moment as entries and heads say it: ISO 8601 in UTC."""
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()


@dataclass(frozen=True)
class Head:
    """What a seal says: that the first `size` entries of a log have this root."""

    log: str
    number: int
    size: int
    root: str
    previous_root: str | None
    sealed_at: datetime
    public_key: str

    def content(self) -> dict[str, Any]:
        """Return what is signed."""
        return {
            "format": HEAD_FORMAT,
            "log": self.log,
            "number": self.number,
            "size": self.size,
            "root": self.root,
            "previous_root": self.previous_root,
            "sealed_at": said(self.sealed_at),
            "public_key": self.public_key,
        }

    def signed_with(self, key: Ed25519PrivateKey) -> str:
        """Return the signature over this head, in hexadecimal."""
        return key.sign(canonical_json(self.content())).hex()

    def is_signed_by(self, signature: str) -> bool:
        """Whether that is the signature of this head's key over it."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(signature), canonical_json(self.content()))
        except (InvalidSignature, ValueError):
            return False
        return True
