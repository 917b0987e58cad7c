"""Canonical JSON, content hashes and commitments: the one place where evidence is made.

Canonical JSON is RFC 8785 (JCS): one byte sequence for one value, whatever wrote it.
"""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON-able value.

    Raises:
        ValueError: the value holds something JSON cannot say (NaN, infinity, integers beyond 2**53).
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"This value has no canonical JSON form: {error}") from error


def content_hash(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def file_hash(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def new_salt() -> str:
    """Return 128 random bits in hexadecimal, for one commitment."""
    return secrets.token_hex(16)


def commitment(value: Any, salt: str) -> str:
    """Return a hiding, binding commitment: SHA-256 over the salt and the value's canonical JSON.

    Without the salt nobody can confirm a guess of the value, not even of a vote with three possibilities.
    """
    return hashlib.sha256(bytes.fromhex(salt) + canonical_json(value)).hexdigest()


def event_content(
    *, kind: str, participant: int | None, key: str, occurred_at: datetime | None, body: dict[str, Any]
) -> dict[str, Any]:
    """Return what the commitment of an event binds: content and participant number, no database ids."""
    return {
        "kind": kind,
        "participant": participant,
        "key": key,
        "occurred_at": occurred_at.astimezone(UTC).isoformat() if occurred_at else None,
        "body": body,
    }
