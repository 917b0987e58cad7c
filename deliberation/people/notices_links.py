"""Links in e-mails: signed, so that they work without a cookie and nobody can make one up."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from deliberation.models import NoticeSubscription
from deliberation.models.notices import GIVE_UP_AFTER

CONFIRM_SALT = "deliberation.notices.confirm"
STOP_SALT = "deliberation.notices.stop"


class LinkTooOld(Exception):
    """The link was good once; its time is over."""


def absolute(name: str, *arguments: str) -> str:
    """Return the address of a page as it is written into an e-mail."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def confirm_token(subscription: NoticeSubscription) -> str:
    """Return what confirms the address that the subscription has now, and no other."""
    content = {"subscription": subscription.public_id, "email": subscription.email}
    return signing.dumps(content, salt=CONFIRM_SALT)


def stop_token(subscription: NoticeSubscription) -> str:
    """Return what stops every e-mail of the subscription, at any time."""
    return signing.Signer(salt=STOP_SALT).sign(subscription.public_id)


def subscription_to_confirm(token: str) -> NoticeSubscription | None:
    """Return the subscription whose address a token confirms; None where it is gone, changed or made up.

    Raises:
        LinkTooOld: the link is older than a week.
    """
    try:
        content = signing.loads(token, salt=CONFIRM_SALT, max_age=GIVE_UP_AFTER)
    except signing.SignatureExpired as error:
        raise LinkTooOld from error
    except signing.BadSignature:
        return None
    return (
        NoticeSubscription.objects.filter(public_id=content["subscription"], email=content["email"])
        .select_related("participant__deliberation")
        .first()
    )


def public_id_to_stop(token: str) -> str | None:
    """Return the public id of the subscription that a token stops, there or not; None for a made-up token."""
    try:
        return signing.Signer(salt=STOP_SALT).unsign(token)
    except signing.BadSignature:
        return None
