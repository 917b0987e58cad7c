"""A puzzle for the browser, not for the person: it costs a moment of computing to join, each time.

The challenge of altcha: find the number whose hash with the salt is known. The solution is good once, for
twenty minutes, and for one deliberation.
"""

from datetime import timedelta
from typing import Any

from altcha import ChallengeOptionsV1, PayloadV1, create_challenge_v1, verify_solution_v1
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from deliberation.models import Deliberation
from deliberation.people.services import JoinRefused

LARGEST_NUMBER = 50_000
"""Tried from nought until it is found, on average after half of them: a second or two on a cheap phone."""

GOOD_FOR = timedelta(minutes=20)


class ProofRefused(JoinRefused):
    """The proof of work is missing, wrong, too old, or was used before."""


def new_challenge(deliberation: Deliberation) -> dict[str, Any]:
    """Return a fresh challenge as the browser needs it."""
    challenge = create_challenge_v1(
        ChallengeOptionsV1(
            algorithm="SHA-256",
            max_number=LARGEST_NUMBER,
            hmac_key=_key(),
            expires=timezone.now() + GOOD_FOR,
            params={"deliberation": deliberation.public_id},
        )
    )
    return challenge.to_dict()


def use_proof(deliberation: Deliberation, proof: str) -> None:
    """Check a solution and use it up.

    Raises:
        ProofRefused: with a sentence for the person; a new page has a new challenge.
    """
    if not proof:
        raise ProofRefused(
            _("Your browser has not done its piece of work yet. Please wait until the button says so.")
        )
    payload = _checked(deliberation, proof)
    seconds = 2 * int(GOOD_FOR.total_seconds())
    if not cache.add(f"proof-of-work:{payload.challenge}", 1, timeout=seconds):
        raise ProofRefused(_("This page was sent before. Your browser is doing its piece of work anew."))


def _checked(deliberation: Deliberation, proof: str) -> PayloadV1:
    try:
        payload = PayloadV1.from_base64(proof[:2000])
        _nonce, _expires, about = payload.parse_salt()
        fits, _problem = verify_solution_v1(payload, _key())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as damage:
        raise ProofRefused(_wrong()) from damage
    is_for_this = about.get("deliberation") == [deliberation.public_id]
    if not (fits and is_for_this and payload.algorithm == "SHA-256"):
        raise ProofRefused(_wrong())
    return payload


def _wrong() -> str:
    return _("The page was open for too long, or did not arrive whole. Please try again; it takes a moment.")


def _key() -> str:
    return salted_hmac("deliberation.people.proof_of_work", "key", algorithm="sha256").hexdigest()
