"""Invitation codes: how they are made, how people may type them, and the digest that is kept of them."""

import secrets

from django.utils.crypto import salted_hmac

from deliberation.models import Deliberation
from deliberation.models.public_ids import ALPHABET

GROUPS = 3
GROUP_LENGTH = 4
"""Twelve characters of thirty, about 59 bits: nobody guesses one, however many there are."""


def new_code() -> str:
    """Return a fresh code as it is printed: groups of four, such as "K7MP-2QXT-9HBC"."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH))
    return written_code(characters)


def bare_code(typed: str) -> str:
    """Return what was typed without case, spaces and dashes; at most 100 characters of it."""
    return "".join(character for character in typed[:200].lower() if character.isalnum())[:100]


def written_code(typed: str) -> str:
    """Return a code as it is printed, however it was typed."""
    bare = bare_code(typed).upper()
    return "-".join(bare[start : start + GROUP_LENGTH] for start in range(0, len(bare), GROUP_LENGTH))


def digest_of(deliberation: Deliberation, typed: str) -> str:
    """Return the keyed digest under which a code is kept; without the server's key nobody can make it."""
    value = f"{deliberation.public_id}:{bare_code(typed)}"
    return salted_hmac("deliberation.people.invitation_codes", value, algorithm="sha256").hexdigest()
