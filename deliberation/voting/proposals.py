"""Proposing statements."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.event_log import EventDraft, KeyReused, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, Event, Participant, Statement
from deliberation.moderation.flags import flag_statement
from deliberation.results.semantic_index import request_index
from deliberation.webhooks.announcing import announce_statements


class ProposalRefused(Exception):
    """The statement cannot be taken; the text says why, in words for its author.

    `vote_on` is the statement that says the same and can be voted on instead, if there is one.
    """

    def __init__(self, words: str, *, vote_on: Statement | None = None) -> None:
        super().__init__(words)
        self.vote_on = vote_on


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

    Where moderators read afterwards, people can vote on it at once. Organisers' seeds wait for no phase.

    Raises:
        ProposalRefused: it is empty, too long, already there word for word, or none are taken now.
        KeyReused: the key was used for other words.
    """
    sentence = clean_text(text)
    _check(deliberation, sentence, is_seed=is_seed)
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
    _check_it_is_new(deliberation, sentence)
    state = _state_at_first(deliberation)
    statement = Statement.objects.create(
        deliberation=deliberation,
        number=deliberation.reserve_statement_number(),
        author=author,
        text=sentence,
        language=language or deliberation.language,
        is_seed=is_seed,
        state=state,
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
            }
            | ({"state": str(state)} if state != Statement.State.PENDING else {}),
            participant=author,
            client_key=client_key,
            origin=origin,
        ),
    )
    flag_statement(statement)
    request_index(deliberation=deliberation)
    if state == Statement.State.ACCEPTED:
        announce_statements(deliberation, [statement], origin=origin)
    return statement


def why_none_are_taken(deliberation: Deliberation) -> str:
    """Say why nobody can propose now, and from when one can; empty while people can."""
    if deliberation.takes_statements:
        return ""
    if not deliberation.is_open:
        return _("This deliberation is closed; no new statements are taken.")
    if deliberation.proposing_from and deliberation.proposing_from > timezone.now():
        words = _("Statements can be proposed from %(date)s on.")
        return words % {"date": _in_words(deliberation.proposing_from)}
    words = _("Statements could be proposed until %(date)s; no new ones are taken.")
    return words % {"date": _in_words(deliberation.proposing_until)}


def _in_words(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _state_at_first(deliberation: Deliberation) -> str:
    afterwards = deliberation.moderation == Deliberation.Moderation.AFTER
    return Statement.State.ACCEPTED if afterwards else Statement.State.PENDING


def _check(deliberation: Deliberation, sentence: str, *, is_seed: bool) -> None:
    is_closed = deliberation.state == Deliberation.State.CLOSED
    if is_closed or not (is_seed or deliberation.takes_statements):
        raise ProposalRefused(why_none_are_taken(deliberation))
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


def _check_it_is_new(deliberation: Deliberation, sentence: str) -> None:
    same = deliberation.statements.filter(text__iexact=sentence).select_related("merged_into").first()
    if same is None:
        return
    vote_on = same.merged_into or same
    if vote_on.state != Statement.State.ACCEPTED:
        raise ProposalRefused(_("Somebody has already said exactly this, and a moderator sees to it."))
    words = _("Somebody has already said exactly this. You can vote on it instead.")
    raise ProposalRefused(words, vote_on=vote_on)
