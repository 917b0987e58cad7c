"""What the e-mails say, in the reader's language: plain text with an HTML twin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, ModerationDecision, Notice, PendingDecision
from deliberation.people.notices_links import absolute, confirm_token, stop_token

ISOLATED = "\u2068%s\u2069"
"""Between these a text in another script cannot reorder the words around it."""


@dataclass(frozen=True)
class Decided:
    """One decision in an e-mail: whose words, and what became of them."""

    text: str
    language: str
    outcome: str
    reason: str
    note: str
    target: str


@dataclass(frozen=True)
class Asked:
    """One question in an e-mail: whose words, and which other words a moderator proposes."""

    text: str
    language: str
    words: list[str]
    note: str
    until: datetime


def message_about(notices: Sequence[Notice], connection: Any) -> mail.EmailMultiAlternatives | None:
    """Return one e-mail about notices of one kind to one person; None where nothing is left to say."""
    newest = notices[-1]
    subscription, kind = newest.subscription, newest.kind
    deliberation = subscription.participant.deliberation
    with translation.override(subscription.language):
        decided = _standing_decisions(notices) if kind == Notice.Kind.DECISION else []
        questions = _open_questions(notices) if kind == Notice.Kind.QUESTION else []
        if kind in {Notice.Kind.DECISION, Notice.Kind.QUESTION} and not decided + questions:
            return None
        title = _title_in(deliberation, subscription.language)
        stop = absolute("deliberation:notices_stop", stop_token(subscription))
        context = {
            "subject": _subject(kind, title, len(decided + questions)),
            "title": title,
            "isolated_title": ISOLATED % title,
            "decided": decided,
            "questions": questions,
            "link": _link(newest),
            "stop": stop,
            "site": settings.SITE_URL,
        }
        message = mail.EmailMultiAlternatives(
            subject=context["subject"],
            body=render_to_string(f"deliberation/notices/email/{kind}.txt", context).strip() + "\n",
            to=[subscription.email],
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        )
        message.attach_alternative(
            render_to_string(f"deliberation/notices/email/{kind}.html", context), "text/html"
        )
    return message


def _subject(kind: str, title: str, statements: int) -> str:
    """Return a subject in one line, whatever a title holds."""
    words = {
        Notice.Kind.CONFIRMATION: _("Shall we write to you about “%(title)s”?"),
        Notice.Kind.DECISION: ngettext(
            "Your statement was read: “%(title)s”", "Your statements were read: “%(title)s”", statements
        ),
        Notice.Kind.QUESTION: ngettext(
            "May your statement say it in other words? “%(title)s”",
            "May your statements say it in other words? “%(title)s”",
            statements,
        ),
        Notice.Kind.RESULTS: _("Voting has ended: “%(title)s”"),
        Notice.Kind.RATIFICATION: _("A constitution awaits your vote: “%(title)s”"),
    }
    return clean_text(words[Notice.Kind(kind)] % {"title": title})


def _link(notice: Notice) -> str:
    """Return the one address that the e-mail is about."""
    slug = notice.subscription.participant.deliberation.slug
    if notice.kind == Notice.Kind.CONFIRMATION:
        return absolute("deliberation:notices_confirm", confirm_token(notice.subscription))
    if notice.kind in {Notice.Kind.DECISION, Notice.Kind.QUESTION}:
        return absolute("deliberation:my_statements", slug)
    if notice.kind == Notice.Kind.RESULTS:
        return absolute("deliberation:results", slug)
    return f"{settings.SITE_URL}{notice.context['page']}"


def _title_in(deliberation: Deliberation, language: str) -> str:
    translated = deliberation.translations.filter(language=language).exclude(title="").first()
    return clean_text(translated.title if translated else deliberation.title)


def _open_questions(notices: Sequence[Notice]) -> list[Asked]:
    """Return what is still being asked."""
    keys = [notice.context["question"] for notice in notices]
    questions = PendingDecision.objects.open().filter(pk__in=keys).select_related("statement").order_by("pk")
    return [
        Asked(
            text=clean_text(asked.statement.text),
            language=asked.statement.language,
            words=[clean_text(text) for text in asked.texts],
            note=clean_text(asked.note),
            until=asked.answer_until,
        )
        for asked in questions
    ]


def _standing_decisions(notices: Sequence[Notice]) -> list[Decided]:
    """Return what was decided and has not been taken back or replaced since."""
    keys = [notice.context["decision"] for notice in notices]
    decisions = ModerationDecision.objects.filter(pk__in=keys).select_related("statement", "duplicate_of")
    standing = []
    for decision in decisions.order_by("pk"):
        if decision.statement.decisions.filter(pk__gt=decision.pk).exists():
            continue
        standing.append(
            Decided(
                text=clean_text(decision.statement.text),
                language=decision.statement.language,
                outcome=decision.outcome,
                reason=str(decision.get_reason_display()) if decision.reason else "",
                note=clean_text(decision.note),
                target=clean_text(decision.duplicate_of.text) if decision.duplicate_of else "",
            )
        )
    return standing
