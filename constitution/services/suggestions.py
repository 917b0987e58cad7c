"""How participants would word a principle: given, taken back, let in or kept out."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from constitution.models import Principle, RatificationVote, Suggestion
from constitution.services.open_votes import RatificationVoteRefused, locked_open_version
from constitution.services.suggestion_themes import request_themes
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, Event, Participant, User

LONGEST_SUGGESTION = 400
State = Suggestion.State


class SuggestionChanged(Exception):
    """The suggestion is not what the moderator read any more, or somebody else has decided about it."""


@dataclass(frozen=True)
class SuggestionAsRead:
    """A suggestion as it stood on a moderator's screen: which wording, and what had been decided."""

    suggestion: int
    event: int
    state: str

    def __str__(self) -> str:
        return f"{self.suggestion}-{self.event}-{self.state}"

    @classmethod
    def of(cls, suggestion: Suggestion) -> "SuggestionAsRead":
        """Return what stands on the screen."""
        return cls(suggestion.pk, suggestion.event_id, suggestion.state)

    @classmethod
    def parse(cls, text: str) -> "SuggestionAsRead | None":
        """Return what `str` wrote, or None."""
        suggestion, _dash, rest = text.partition("-")
        event, _dash, state = rest.partition("-")
        if not (suggestion.isdecimal() and event.isdecimal()) or len(text) > 60 or state not in State.values:
            return None
        return cls(int(suggestion), int(event), state)


@transaction.atomic
def suggest_wording(
    *,
    participant: Participant,
    principle: Principle,
    text: str,
    client_key: str,
    language: str = "",
    origin: str = Event.Origin.WEB,
) -> Suggestion | None:
    """Say how one would word a principle, or why not; an empty text takes the suggestion back.

    A new or changed suggestion waits until a moderator lets it in. Sending the same key again does nothing.

    Raises:
        RatificationVoteRefused: the vote is not open, the participant has not answered the principle, or
            the text is too long or says nothing.
        KeyReused: the key was used for something else.
    """
    version = locked_open_version(principle.version_id, at_any_time=origin == Event.Origin.SIMULATED)
    if version.deliberation.pk != participant.deliberation_id:
        raise RatificationVoteRefused(_("This principle belongs to another deliberation."))
    words = clean_text(text)
    _check_words(words)
    if words and not RatificationVote.objects.filter(principle=principle, participant=participant).exists():
        raise RatificationVoteRefused(_("Answer the principle first, then say how you would word it."))
    language = language or version.language
    event, is_new = record_event(
        version.deliberation,
        EventDraft(
            kind=Event.Kind.RATIFICATION_SUGGESTED,
            body={
                "version": version.number,
                "principle": principle.label,
                "text": words,
                "language": language,
            },
            participant=participant,
            client_key=client_key,
            origin=origin,
        ),
    )
    mine = Suggestion.objects.filter(principle=principle, participant=participant)
    if not is_new:
        return mine.first()
    if not words:
        mine.delete()
        request_themes(version)
        return None
    return _keep(principle, participant, words, language, event)


def _check_words(words: str) -> None:
    if words and not any(character.isalpha() for character in words):
        raise RatificationVoteRefused(_("Please write it in words."))
    over = len(words) - LONGEST_SUGGESTION
    if over > 0:
        raise RatificationVoteRefused(
            ngettext(
                "This is %(over)d character too long. Nothing was lost: shorten it and send it again.",
                "This is %(over)d characters too long. Nothing was lost: shorten it and send it again.",
                over,
            )
            % {"over": over}
        )


def _keep(
    principle: Principle, participant: Participant, words: str, language: str, event: Event
) -> Suggestion:
    suggestion, _created = Suggestion.objects.update_or_create(
        principle=principle,
        participant=participant,
        defaults={
            "text": words,
            "language": language,
            "state": State.WAITING,
            "kept_out_why": "",
            "theme": None,
            "event": event,
            "suggested_at": timezone.now(),
        },
    )
    return suggestion


@transaction.atomic
def moderate_suggestion(
    *,
    deliberation: Deliberation,
    as_read: SuggestionAsRead,
    outcome: str,
    decided_by: User | None,
    why: str = "",
    client_key: str = "",
    origin: str = Event.Origin.WEB,
) -> Suggestion:
    """Let a suggestion in or keep it out; without an account it is a command's own act.

    Sending the same key again does nothing.

    Raises:
        SuggestionChanged: its author has worded it anew, or somebody has decided about it, since it was read.
        PermissionError: the account holds no role that decides in this deliberation.
    """
    role = decided_by.role_in(deliberation) if decided_by else None
    if decided_by is not None and not (role and role.may_moderate):
        raise PermissionError(_("Only moderators and owners of this deliberation decide about suggestions."))
    if outcome not in {State.SHOWN, State.HIDDEN}:
        raise ValueError(f"A suggestion is shown or hidden, not {outcome}.")
    suggestion = (
        Suggestion.objects.select_for_update(of=["self"])
        .select_related("participant", "principle__version")
        .filter(pk=as_read.suggestion, principle__version__constitution__deliberation=deliberation)
        .first()
    )
    if suggestion is None:
        raise SuggestionChanged
    key = client_key or uuid.uuid4().hex
    if (
        suggestion.state == outcome
        and Event.objects.filter(deliberation=deliberation, client_key=key).exists()
    ):
        return suggestion
    if (suggestion.event_id, suggestion.state) != (as_read.event, as_read.state):
        raise SuggestionChanged
    reason = clean_text(why)[:500] if outcome == State.HIDDEN else ""
    body = {
        "version": suggestion.principle.version.number,
        "principle": suggestion.principle.label,
        "participant": suggestion.participant.number if suggestion.participant else None,
        "outcome": str(outcome),
        "why": reason,
        "role": str(role or ""),
    }
    draft = EventDraft(
        kind=Event.Kind.RATIFICATION_SUGGESTION_MODERATED,
        body=body,
        user=decided_by,
        client_key=key,
        origin=origin,
    )
    record_event(deliberation, draft)
    suggestion.state, suggestion.kept_out_why, suggestion.theme = outcome, reason, None
    suggestion.save(update_fields=["state", "kept_out_why", "theme"])
    request_themes(suggestion.principle.version)
    return suggestion
