"""The tokens with which programs act in a deliberation: made, shown once, revoked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from deliberation.api.credentials import TOKEN_PREFIX, digest_of_token, new_token
from deliberation.models import ApiToken, Deliberation, User
from deliberation.organising.services import record_change

SHOWN_CHARACTERS = 6
"""How much of a token's random part stays readable, so that people can tell their tokens apart."""


@transaction.atomic
def create_token(
    *, deliberation: Deliberation, name: str, scopes: Sequence[str], expires_at: datetime, user: User
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is kept nowhere; that it was made is recorded."""
    secret = new_token()
    token = ApiToken.objects.create(
        deliberation=deliberation,
        name=name,
        scopes=list(scopes),
        digest=digest_of_token(secret),
        beginning=secret[: len(TOKEN_PREFIX) + SHOWN_CHARACTERS],
        created_by=user,
        expires_at=expires_at,
    )
    after = {"token": token.pk, "name": name, "scopes": list(scopes), "expires_at": expires_at}
    record_change(deliberation=deliberation, subject="programs", before={}, after=after, user=user)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, user: User) -> bool:
    """Make a token worthless from now on; return False if it was so already. It is recorded."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    before, after = ({"token": token.pk, "revoked": revoked} for revoked in (False, True))
    record_change(deliberation=token.deliberation, subject="programs", before=before, after=after, user=user)
    return True
