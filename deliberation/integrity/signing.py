"""The key with which this site signs the heads of its logs."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

KEY_FILE = "log_signing_key"


def signing_key() -> Ed25519PrivateKey:
    """Return the key of LOG_SIGNING_KEY, or one made once and kept in the data folder."""
    if settings.LOG_SIGNING_KEY:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.LOG_SIGNING_KEY))
    kept = Path(settings.DATA_DIR) / KEY_FILE
    if not kept.exists():
        _write_once(kept, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.read_text(encoding="ascii").strip()))


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def known_public_keys() -> set[str]:
    """Return the public keys whose seals are this site's: the one of now, if any, and earlier ones."""
    known = {key.lower() for key in settings.LOG_EARLIER_PUBLIC_KEYS}
    if settings.LOG_SIGNING_KEY or (Path(settings.DATA_DIR) / KEY_FILE).exists():
        known.add(public_key(signing_key()))
    return known


def _write_once(kept: Path, key: str) -> None:
    """Write the key in full or not at all; of two processes at once the first one's stays."""
    unfinished = kept.with_name(f"{kept.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, kept)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()
