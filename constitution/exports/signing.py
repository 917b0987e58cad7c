"""The key with which an export is signed."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from deliberation.integrity.signing import signing_key
from deliberation.jobs import WorkRefused

OF_THE_SITE = "site"


def read_signing_key(given: str) -> Ed25519PrivateKey:
    """Return the key to sign with: the site's own for "site", otherwise that of a file.

    The file is PEM, or the key in hexadecimal as LOG_SIGNING_KEY has it.

    Raises:
        WorkRefused: there is no such file, or it holds no Ed25519 private key.
    """
    if given == OF_THE_SITE:
        return signing_key()
    try:
        data = Path(given).read_bytes()
    except OSError as error:
        raise WorkRefused(f"The key {given} cannot be read: {error.strerror or error}.") from error
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(data.decode("ascii").strip()))
    except ValueError:
        return _from_pem(given, data)


def _from_pem(given: str, data: bytes) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(data, password=None)
    except TypeError as error:
        raise WorkRefused(f"The key {given} is locked by a passphrase; give one that is not.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WorkRefused(f"{given} holds no private key.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise WorkRefused(f"{given} holds a private key of another kind; Ed25519 is needed.")
    return key
