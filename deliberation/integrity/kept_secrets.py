"""Secrets that have to be used again: kept encrypted, with a key that derives from the site's own.

Whoever reads the database alone (a backup, a copy for testing) learns nothing of them. What has only to be
recognised, such as a password or a token, is kept as a digest instead.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SecretUnreadable(Exception):
    """A kept secret was sealed for another purpose, with another SECRET_KEY, or was changed."""


def seal_secret(text: str, purpose: str) -> str:
    """Return the text encrypted and authenticated, as ASCII.

    Args:
        text: what to keep, of any length.
        purpose: what it is for, such as "webhook"; only the same purpose opens it again.
    """
    return _cipher(purpose).encrypt(text.encode()).decode()


def open_secret(sealed: str, purpose: str) -> str:
    """Return what was sealed, also with a key that SECRET_KEY_FALLBACKS still names.

    Raises:
        SecretUnreadable: it was sealed for another purpose or with a key that is gone, or was changed.
    """
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SecretUnreadable(f"The kept secret ({purpose}) cannot be read with this SECRET_KEY.") from None


def _cipher(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived_key(key, purpose)) for key in keys])


def _derived_key(key: str, purpose: str) -> bytes:
    """Derive a key of this purpose alone (HKDF, RFC 5869): nothing else signed with `key` is weakened."""
    derivation = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"concord kept secret: {purpose}".encode()
    )
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
