"""Sentences for what cannot be taken."""

from django.utils.translation import ngettext


def please_wait(seconds: int) -> str:
    """Say kindly that something came too often, and when it may be sent again."""
    return ngettext(
        "That is more than we can take at once. Please wait %(seconds)d second and send it again.",
        "That is more than we can take at once. Please wait %(seconds)d seconds and send it again.",
        seconds,
    ) % {"seconds": seconds}
