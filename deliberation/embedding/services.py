"""Deciding where a deliberation may be shown, and which site may vouch for people."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.embedding.identities import PURPOSE
from deliberation.integrity.kept_secrets import seal_secret
from deliberation.models import Deliberation, Embedding, User
from deliberation.organising.services import StepRefused, record_change

SUBJECT = "embedding"


def embedding_of(deliberation: Deliberation) -> Embedding:
    """Return where a deliberation may be shown; nowhere, as long as nobody has decided anything."""
    found = Embedding.objects.filter(deliberation=deliberation).first()
    return found or Embedding(deliberation=deliberation)


@transaction.atomic
def allow_sites(
    *, deliberation: Deliberation, origins: Sequence[str], only_with_identity: bool, user: User
) -> bool:
    """Let these sites show the deliberation, and no others; return whether anything was different.

    Raises:
        StepRefused: only vouched people shall take part, and there is no secret with which to vouch.
    """
    held = _locked(deliberation)
    if only_with_identity and not held.identity_secret:
        raise StepRefused(_("Make the secret first: without it nobody could take part."))
    before = {"origins": held.origins, "only_with_identity": held.only_with_identity}
    after = {"origins": list(origins), "only_with_identity": only_with_identity}
    if before == after:
        return False
    held.origins, held.only_with_identity = after["origins"], only_with_identity
    held.save(update_fields=["origins", "only_with_identity"])
    record_change(deliberation=deliberation, subject=SUBJECT, before=before, after=after, user=user)
    return True


@transaction.atomic
def renew_identity_secret(*, deliberation: Deliberation, user: User) -> str:
    """Make the secret with which a host signs who its people are, and the earlier one worthless.

    It is returned once and kept sealed. People who have taken part stay who they are.
    """
    held = _locked(deliberation)
    had_one = bool(held.identity_secret)
    secret = secrets.token_urlsafe(32)
    held.identity_secret = seal_secret(secret, PURPOSE)
    held.save(update_fields=["identity_secret"])
    after = {"identity_secret": "replaced" if had_one else "made"}
    record_change(
        deliberation=deliberation,
        subject=SUBJECT,
        before={"identity_secret": "there" if had_one else "none"},
        after=after,
        user=user,
    )
    return secret


@transaction.atomic
def switch_identities_off(*, deliberation: Deliberation, user: User) -> bool:
    """Take no identities of other sites any more; return whether any were taken.

    Then they cannot be asked for either: whoever the deliberation is open to takes part again.
    """
    held = _locked(deliberation)
    if not held.identity_secret:
        return False
    before = {"identity_secret": "there", "only_with_identity": held.only_with_identity}
    held.identity_secret, held.only_with_identity = "", False
    held.save(update_fields=["identity_secret", "only_with_identity"])
    after = {"identity_secret": "none", "only_with_identity": False}
    record_change(deliberation=deliberation, subject=SUBJECT, before=before, after=after, user=user)
    return True


def _locked(deliberation: Deliberation) -> Embedding:
    # The row may not be there yet, so the deliberation's is the one to wait for.
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    return Embedding.objects.get_or_create(deliberation=deliberation)[0]
