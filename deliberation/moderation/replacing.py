"""A statement in other words: what may be reworded or split, and the new statements that come of it.

The old statement keeps its votes and leaves the vote; the new ones begin without any. Votes never move to
words that nobody voted on.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Event, Participant, PendingDecision, Statement, User
from deliberation.moderation.deciding_rules import DecisionRefused, Outcome, holds_votes
from deliberation.moderation.flags import flag_statement
from deliberation.moderation.services import moderate_statement

MOST_PARTS: Final = 4
"""Statements into which one can be split."""
AUTHOR: Final = "author"
SECOND_PERSON: Final = "second_person"
NOBODY: Final = "nobody"


def who_is_asked(statement: Statement) -> str:
    """Return who has to agree to other words: the author, a second moderator, or nobody.

    Nobody needs to be asked about the organisers' own statements before anybody has voted on them. A
    second moderator decides where the author has gone, or takes part somewhere else.
    """
    author = statement.author
    if author is not None and author.erased_at is None and author.origin == Participant.Origin.WEB:
        return AUTHOR
    if statement.is_seed and author is None and not holds_votes(statement):
        return NOBODY
    return SECOND_PERSON


def why_not_replaceable(statement: Statement) -> str:
    """Say why no other words can be proposed for the statement; empty where they can."""
    if statement.erased_at is not None:
        return _("Its author took the words back; there is nothing left to decide about.")
    if statement.state == Statement.State.REJECTED or statement.merged_into_id is not None:
        return _("Only statements that wait or are open for voting can be put into other words.")
    if statement.deliberation.voting_has_ended:
        return _("Voting has ended; nobody could vote on other words any more.")
    if statement.merged_statements.exists():
        return _("Other statements were merged into this one; merge those elsewhere first.")
    return ""


def checked_words(statement: Statement, texts: Sequence[str]) -> list[str]:
    """Return the new words in plain text, without empty ones.

    Raises:
        DecisionRefused: there are none or too many, or one is too long, no sentence, or there already.
    """
    words = [cleaned for cleaned in map(clean_text, texts) if cleaned]
    longest = statement.deliberation.statement_length
    if not words or not all(any(map(str.isalpha, text)) for text in words):
        raise DecisionRefused(_("Write what it should say instead."))
    if len(words) > MOST_PARTS:
        raise DecisionRefused(_("A statement can be split into %(most)d at most.") % {"most": MOST_PARTS})
    if any(len(text) > longest for text in words):
        raise DecisionRefused(
            ngettext(
                "Statements here have %(longest)d character at most.",
                "Statements here have %(longest)d characters at most.",
                longest,
            )
            % {"longest": longest}
        )
    if len({text.casefold() for text in words}) < len(words):
        raise DecisionRefused(_("Two of the new statements are the same."))
    for text in words:
        same = statement.deliberation.statements.filter(text__iexact=text).first()
        if same is not None:
            raise DecisionRefused(_("That is what no. %(number)d says already.") % {"number": same.number})
    return words


@transaction.atomic
def replace_statement(
    *,
    statement: Statement,
    texts: Sequence[str],
    decided_by: User,
    client_key: str,
    note: str = "",
    confirmed: PendingDecision | None = None,
) -> list[Statement]:
    """Put new statements, accepted and by the same author, into the place of one; return them.

    Raises:
        DecisionRefused: the statement is not one that can be replaced, or nobody has agreed to it.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    source = Statement.objects.select_for_update().get(pk=statement.pk)
    if refusal := why_not_replaceable(source):
        raise DecisionRefused(refusal)
    if confirmed is None and who_is_asked(source) != NOBODY:
        raise DecisionRefused(_("Other words need their author's consent; propose them instead."))
    made = [
        _new_statement(source, text, decided_by, f"{client_key[:40]}.words.{position}")
        for position, text in enumerate(texts, start=1)
    ]
    for position, words in enumerate(made, start=1):
        moderate_statement(
            statement=words,
            outcome=Outcome.ACCEPTED,
            decided_by=decided_by,
            tells_author=False,
            client_key=f"{client_key[:40]}.accepted.{position}",
        )
    moderate_statement(
        statement=source,
        outcome=Outcome.REPLACED,
        decided_by=decided_by,
        note=note,
        confirmed=confirmed,
        replaced_by=made,
        client_key=f"{client_key[:40]}.replaced",
    )
    statement.refresh_from_db()
    return made


def _new_statement(source: Statement, text: str, decided_by: User, key: str) -> Statement:
    deliberation = source.deliberation
    words = Statement.objects.create(
        deliberation=deliberation,
        number=deliberation.reserve_statement_number(),
        author=source.author,
        text=text,
        language=source.language,
        is_seed=source.is_seed,
        is_meta=source.is_meta,
        state=Statement.State.ACCEPTED,
        proposed_at=timezone.now(),
    )
    flag_statement(words)
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_PROPOSED,
            body={
                "statement": words.number,
                "text": text,
                "language": words.language,
                "is_seed": words.is_seed,
                "is_meta": words.is_meta,
                "state": str(words.state),
                "replaces": source.number,
            },
            participant=source.author,
            user=decided_by,
            client_key=key,
        ),
    )
    return words
