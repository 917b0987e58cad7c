"""Random public identifiers: addresses show these, never database keys."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that are hard to mistake for one another."""


def new_public_id() -> str:
    """Return twelve random characters (about 59 bits) for use in an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
