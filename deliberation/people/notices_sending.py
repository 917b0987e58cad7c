"""Sending what is due: one e-mail at a time over one connection, each noted as sent before the next."""

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core import mail
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from deliberation.models import Deliberation, Notice
from deliberation.people.notices import request_sending
from deliberation.people.notices_mail import message_about

logger = logging.getLogger(__name__)
REPORT_EVERY = 50
AT_ONCE = 500
"""E-mails of one job; the rest is another job's, so that analyses come in between."""


def send_notices(
    *, deliberation: Deliberation, report: Callable[[str, float], None] = lambda step, fraction: None
) -> dict[str, int]:
    """Send the due notices of a deliberation; return how many e-mails went, were refused, and wait.

    A worker that is lost between sending and noting repeats one e-mail, and no other. An address that the
    mail server refuses for good is given up; one that it refuses for now is tried again later.

    Raises:
        OSError: the mail server cannot be reached; what was not sent stays due.
    """
    due = Notice.objects.due().filter(subscription__participant__deliberation=deliberation)
    pairs = list(due.order_by("subscription_id", "kind").values_list("subscription_id", "kind").distinct())
    counts = {"sent": 0, "refused": 0, "postponed": 0, "nothing to say": 0}
    if not pairs:
        return counts
    with _one_connection() as server:
        for position, (subscription_id, kind) in enumerate(pairs[:AT_ONCE]):
            if position % REPORT_EVERY == 0:
                report(f"Sending e-mails: {position} of {len(pairs)}", position / len(pairs))
            counts[_send(server, subscription_id, kind)] += 1
    if len(pairs) > AT_ONCE and counts["postponed"] < AT_ONCE:
        request_sending(deliberation)
    return counts


def _send(server: Any, subscription_id: int, kind: str) -> str:
    """Send one e-mail about all due notices of one kind; return what came of it."""
    with _held_by_us():
        due = Notice.objects.due().filter(subscription_id=subscription_id, kind=kind).order_by("pk")
        if database.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        notices = list(due.select_related("subscription__participant__deliberation"))
        message = message_about(notices, server) if notices else None
        outcome = _hand_over(message) if message else "nothing to say"
        if outcome != "postponed":
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=timezone.now())
    return outcome


def _hand_over(message: mail.EmailMessage) -> str:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _text in refusal.recipients.values()]
        outcome = "refused" if all(code >= 500 for code in codes) else "postponed"
        logger.warning("The mail server has %s an address (%s).", outcome, codes)
        return outcome
    return "sent"


def _held_by_us() -> Any:
    """Return what keeps other workers from the same rows while an e-mail is on its way.

    SQLite knows no locks on rows: there the job's lease alone keeps others out, and no transaction is open,
    because it would hold up everybody who votes.
    """
    return transaction.atomic() if database.features.has_select_for_update_skip_locked else nullcontext()


@contextmanager
def _one_connection() -> Iterator[Any]:
    server = mail.get_connection()
    server.open()
    try:
        yield server
    finally:
        server.close()
