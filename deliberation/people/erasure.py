"""Erasing a participant: who they are and what they wrote goes, anonymous tallies stay."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.models import (
    Deliberation,
    Event,
    EventPayload,
    HostIdentity,
    Invitation,
    NoticeSubscription,
    Participant,
    ParticipantProfile,
    PendingDecision,
    Statement,
    StatementTranslation,
    TextVector,
    VoteReason,
)
from deliberation.models.public_ids import new_public_id
from deliberation.people.kept_elsewhere import erase_elsewhere
from deliberation.results.semantic_index import request_index


@transaction.atomic
def erase_participant(*, participant: Participant, with_accepted_statements: bool = False) -> None:
    """Erase who somebody is and what they wrote; their votes stay under a number that nobody can claim.

    Answers, the subscription to notices, the link to an account, an invitation or another site, reasons,
    suggestions, and the words of statements that are waiting or were rejected go, from the log as well.
    Accepted statements stay as published, without an author; `with_accepted_statements` takes their words
    back too. Erasing twice does nothing.
    """
    locked = Participant.objects.select_for_update().get(pk=participant.pk)
    if locked.erased_at is not None:
        return
    locked.deliberation = participant.deliberation
    _erase_reasons(locked)
    _erase_statements(locked, with_accepted=with_accepted_statements)
    erase_elsewhere(locked)
    _erase_identity(locked)
    record_event(
        locked.deliberation,
        EventDraft(
            kind=Event.Kind.PARTICIPANT_ERASED,
            body={"with_accepted_statements": with_accepted_statements},
            participant=locked,
            client_key="erased",
        ),
    )
    participant.refresh_from_db()


def _erase_identity(participant: Participant) -> None:
    ParticipantProfile.objects.filter(participant=participant).delete()
    NoticeSubscription.objects.filter(participant=participant).delete()
    participant.networks.all().delete()
    Invitation.objects.filter(participant=participant).update(participant=None)
    HostIdentity.objects.filter(participant=participant).delete()
    joined = EventPayload.objects.filter(
        event__participant=participant, event__kind=Event.Kind.PARTICIPANT_JOINED
    )
    erase_from_payloads(joined, "quota")
    participant.user = participant.quota = None
    participant.public_id = new_public_id()
    participant.recovery_number += 1
    participant.erased_at = timezone.now()
    participant.save(update_fields=["user", "quota", "public_id", "recovery_number", "erased_at"])


def _erase_reasons(participant: Participant) -> None:
    given = EventPayload.objects.filter(event__participant=participant, event__kind=Event.Kind.REASON_GIVEN)
    erase_from_payloads(given, "text")
    VoteReason.objects.filter(participant=participant).delete()


def _erase_statements(participant: Participant, *, with_accepted: bool) -> None:
    """Take back the words of a participant's statements, and the name of the author of all of them."""
    deliberation = participant.deliberation
    own = list(Statement.objects.select_for_update().filter(author=participant).order_by("number"))
    taken_back = [one for one in own if with_accepted or one.state != Statement.State.ACCEPTED]
    for statement in taken_back:
        _take_back(statement, deliberation)
    numbers = [statement.number for statement in taken_back]
    said = EventPayload.objects.filter(
        event__deliberation=deliberation,
        event__kind__in=[Event.Kind.STATEMENT_PROPOSED, Event.Kind.STATEMENT_TRANSLATED],
        body__statement__in=numbers,
    )
    erase_from_payloads(said, "text")
    _erase_proposed_words(deliberation, numbers)
    Statement.objects.filter(author=participant).update(author=None)
    if taken_back:
        request_index(deliberation=deliberation)


def _take_back(statement: Statement, deliberation: Deliberation) -> None:
    statement.text, statement.state, statement.erased_at = "", Statement.State.REJECTED, timezone.now()
    statement.save(update_fields=["text", "state", "erased_at"])
    statement.merged_statements.update(merged_into=None)
    StatementTranslation.objects.filter(statement=statement).delete()
    statement.flags.all().delete()
    _forget_meaning(statement)
    record_event(
        deliberation,
        EventDraft(
            kind=Event.Kind.STATEMENT_ERASED,
            body={"statement": statement.number},
            client_key=f"erased.{statement.number}",
        ),
    )


def _erase_proposed_words(deliberation: Deliberation, numbers: list[int]) -> None:
    """Take the other words too that moderators proposed for statements whose words are gone."""
    proposed = EventPayload.objects.filter(
        event__deliberation=deliberation,
        event__kind=Event.Kind.DECISION_PROPOSED,
        body__statement__in=numbers,
        body__has_key="texts",
    )
    erase_from_payloads(proposed, "texts")
    PendingDecision.objects.filter(
        statement__deliberation=deliberation, statement__number__in=numbers
    ).update(texts=[])


def _forget_meaning(statement: Statement) -> None:
    """Drop where the words stand, and their vectors where nobody else has said the same."""
    vectors = list(statement.embeddings.values_list("text_vector", flat=True))
    statement.embeddings.all().delete()
    TextVector.objects.filter(pk__in=vectors, statements=None).delete()


def erase_from_payloads(payloads: "QuerySet[EventPayload]", part: str) -> None:
    """Take one part out of what events say, and their salts, so that no guess of it can be confirmed."""
    for payload in payloads:
        payload.body.pop(part, None)
        payload.salt = ""
        payload.save(update_fields=["body", "salt"])
