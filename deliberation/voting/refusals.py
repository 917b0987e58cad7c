"""Sentences for what cannot be taken."""

from django.utils.translation import ngettext

from deliberation.integrity.rate_limits import is_uncounted


def please_wait(seconds: int) -> str:
    """Say kindly that something came too often, and when it may be sent again; or that it cannot be taken."""
    if is_uncounted():
        return ngettext(
            "This cannot be taken just now: a part of this site does not answer. "
            "Please send it again in %(seconds)d second.",
            "This cannot be taken just now: a part of this site does not answer. "
            "Please send it again in %(seconds)d seconds.",
            seconds,
        ) % {"seconds": seconds}
    return ngettext(
        "That is more than we can take at once. Please wait %(seconds)d second and send it again.",
        "That is more than we can take at once. Please wait %(seconds)d seconds and send it again.",
        seconds,
    ) % {"seconds": seconds}
