"""A deliberation in which everything has happened, and a browser for each role in it."""

from typing import Any, NamedTuple

from django.test import Client

from constitution.models import Comparison, Suggestion
from constitution.services import SuggestionAsRead
from deliberation.embedding.frames import Frame
from deliberation.embedding.identities import VouchedIdentity
from deliberation.integrity.event_log import EventDraft, record_event
from deliberation.integrity.sealing import seal_log
from deliberation.jobs import request_follow_up
from deliberation.models import (
    Deliberation,
    Event,
    NoticeSubscription,
    Participant,
    PendingDecision,
    Role,
    User,
    VoteReason,
)
from deliberation.moderation.reasons import ReasonAsRead
from deliberation.people.expiring_links import expiring_token
from deliberation.people.notices_links import confirm_token, stop_token
from deliberation.people.recovery import recovery_token
from deliberation.research.files import research_files
from deliberation.results.semantic_index import INDEX_TASK
from tests.authorisation.table import ROLES
from tests.browser.filled_site import a_feature_of, a_webhook_of, known_as
from tests.factories import MembershipFactory
from training_bridge.models import TrainingRun
from training_bridge.services.people import invite_person


class Ground(NamedTuple):
    """One deliberation with everything in it, and a browser for each role."""

    deliberation: Deliberation
    participant: Participant
    parts: dict[str, Any]


def browser_of(person: User | Participant | None) -> Client:
    """Return a browser in which the site knows this person."""
    browser = Client(raise_request_exception=False)
    if person is not None:
        cookie = known_as(person)
        browser.cookies[cookie["name"]] = cookie["value"]
    return browser


def people_of(deliberation: Deliberation, participant: Participant) -> dict[str, Client]:
    """Return a browser for each role in a deliberation."""
    accounts = {
        letter: MembershipFactory(deliberation=deliberation, role=Role(name)).user
        for letter, name in ROLES.items()
        if name in Role.values
    }
    return {"V": browser_of(None), "P": browser_of(participant)} | {
        letter: browser_of(user) for letter, user in accounts.items()
    }


def ground_with(deliberation: Deliberation, participant: Participant) -> Ground:
    """Gather what stands in the addresses of a filled deliberation, and in what is sent to them."""
    subscription = NoticeSubscription.objects.create(participant=participant, email="me@example.org")
    first, second = deliberation.statements.open_for_voting().order_by("pk")[:2]
    deliberation.duplicate_candidates.get_or_create(first=first, second=second, defaults={"similarity": 0.9})
    reason = VoteReason.objects.awaiting_moderation().filter(participant=participant)[0]
    suggestion = Suggestion.objects.filter(state=Suggestion.State.WAITING).order_by("-pk")[0]
    job = request_follow_up(
        task=INDEX_TASK, arguments={"deliberation": deliberation.public_id}, subject=deliberation.public_id
    )
    asked = PendingDecision.objects.open().get(
        statement__deliberation=deliberation, kind=PendingDecision.Kind.REWORD
    )
    for _time in range(2):
        seal_log(deliberation=deliberation)
        record_event(deliberation, EventDraft(kind=Event.Kind.DELIBERATION_CONFIGURED, body={}))
    parts = {
        "slug": deliberation.slug,
        "asked_about": asked.statement.number,
        "asked": asked.pk,
        "old_seal": 1,
        "new_seal": 2,
        "part_of_log": 1,
        "statement": deliberation.statements.accepted()[0].number,
        "waiting": deliberation.statements.awaiting_moderation()[0].number,
        "first": first.number,
        "second": second.number,
        "reason": ReasonAsRead(reason.pk, reason.event_id, reason.state),
        "job": job.key,
        "decided": "accepted",
        "preview_page": "vote/",
        "language": "es",
        "question": deliberation.questions.first().key,
        "version": 1,
        "later_version": 2,
        "comparison": Comparison.objects.filter(version__constitution__deliberation=deliberation)[0].pk,
        "suggestion": SuggestionAsRead.of(suggestion),
        "export": "constitution.md",
        "principle": 1,
        "label": "p01",
        "export_file": research_files(deliberation)[0].name,
        "anything": "v1/there-is-no-such-address/",
        "result_hash": deliberation.analyses.order_by("-pk")[0].result_hash,
        "run": TrainingRun.objects.of(deliberation).measured()[0].public_id,
        "file": "manifest.json",
        "invitation_key": invite_person(run=TrainingRun.objects.of(deliberation).measured()[0], name="Ruth")[
            1
        ],
        "feature": a_feature_of(TrainingRun.objects.of(deliberation).measured()[0]),
        "recovery_token": recovery_token(participant),
        "my_data_token": expiring_token("my data", deliberation, participant),
        "rows_token": "file:of-nobody",
        "carried": Frame.asked_for(deliberation.slug, {}, [], VouchedIdentity("0" * 64)).carried,
        "framed": f"d/{deliberation.slug}/vote/",
        "webhook": a_webhook_of(deliberation).public_id,
        "message": "msg_1",
        "research_file": "measures.csv",
        "confirm_token": confirm_token(subscription),
        "stop_token": stop_token(subscription),
    }
    return Ground(deliberation, participant, parts)
