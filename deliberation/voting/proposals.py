"""Proposing statements."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.event_log import EventDraft, KeyReused, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, Event, Participant, Statement
from deliberation.results.semantic_index import request_index


class ProposalRefused(Exception):
    """The statement cannot be taken; the text says why, in words for its author."""


@transaction.atomic
def propose_statement(
    *,
    deliberation: Deliberation,
    text: str,
    client_key: str,
    author: Participant | None = None,
    language: str = "",
    is_seed: bool = False,
    origin: str = Event.Origin.WEB,
) -> Statement:
    """Put a statement into the moderation queue. Sending the same key again returns the same statement.

    Raises:
        ProposalRefused: it is empty, too long, already there word for word, or the deliberation is closed.
        KeyReused: the key was used for other words.
    """
    sentence = clean_text(text)
    _check(deliberation, sentence)
    # One proposal at a time: a double tap or the same words twice would pass the checks below together.
    Deliberation.objects.select_for_update().get(pk=deliberation.pk)
    repeated = Event.objects.filter(
        deliberation=deliberation,
        participant=author,
        client_key=client_key,
        kind=Event.Kind.STATEMENT_PROPOSED,
    ).first()
    if repeated is not None:
        if repeated.payload.body["text"] != sentence:
            raise KeyReused("This request key was already used for other words.")
        return deliberation.statements.get(number=repeated.payload.body["statement"])
    if deliberation.statements.filter(text__iexact=sentence).exists():
        raise ProposalRefused(_("Somebody has already said exactly this. You can vote on it instead."))
    statement = Statement.objects.create(
        deliberation=deliberation,
        number=deliberation.reserve_statement_number(),
        author=author,
        text=sentence,
        language=language or deliberation.language,
        is_seed=is_seed,
        proposed_at=timezone.now(),
    )
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_PROPOSED,
            body={
                "statement": statement.number,
                "text": sentence,
                "language": statement.language,
                "is_seed": is_seed,
            },
            participant=author,
            client_key=client_key,
            origin=origin,
        ),
    )
    request_index(deliberation=deliberation)
    return statement


def _check(deliberation: Deliberation, sentence: str) -> None:
    if not deliberation.is_open:
        raise ProposalRefused(_("This deliberation is closed; no new statements are taken."))
    if not any(character.isalpha() for character in sentence):
        raise ProposalRefused(_("Please write a sentence."))
    over = len(sentence) - deliberation.statement_length
    if over > 0:
        raise ProposalRefused(
            ngettext(
                "This is %(over)d character too long. Nothing was lost: shorten it and send it again.",
                "This is %(over)d characters too long. Nothing was lost: shorten it and send it again.",
                over,
            )
            % {"over": over}
        )
