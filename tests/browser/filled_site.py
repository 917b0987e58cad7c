"""One deliberation in which everything has happened, so that every page has something to show."""

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from constitution.models import Comparison, ComparisonMatch, Concern, ConstitutionVersion
from constitution.services import draft_version
from constitution.services.deciding_concerns import decide_concern
from constitution.simulated_ratification import ratify_with_simulated_citizens
from deliberation.embedding.services import allow_sites
from deliberation.integrity.kept_secrets import seal_secret
from deliberation.integrity.sealing import seal_log
from deliberation.models import (
    Deliberation,
    Participant,
    Role,
    Scope,
    Statement,
    StatementTranslation,
    User,
    Vote,
    Webhook,
    WebhookDelivery,
)
from deliberation.moderation.pending import propose_rejection, propose_words
from deliberation.moderation.reasons import ReasonAsRead, moderate_reason
from deliberation.organising.simulated_assembly import create_simulated_assembly
from deliberation.organising.simulation_request import SimulationRequest
from deliberation.organising.tokens import create_token
from deliberation.people.invitations import make_invitations
from deliberation.people.services import join_deliberation
from deliberation.results.services import run_analysis
from deliberation.voting.marks import give_reason
from deliberation.voting.services import cast_vote
from deliberation.webhooks.delivering import SECRET_PURPOSE
from deliberation.webhooks.setting_up import new_secret
from tests.factories import MembershipFactory, StatementFactory
from tests.training_bridge.features.conftest import SMALL as SMALL_DICTIONARY
from tests.training_bridge.runs import SETTINGS, own_texts, scripted
from tests.training_bridge.test_whole_run import teachable
from training_bridge.models import TrainingRun
from training_bridge.pages.features import features_page
from training_bridge.services import run_training_run, sign_off_data, start_training_run

SLUG = "filled"
REQUEST = SimulationRequest(participants=60, statements=40, votes_per_participant=20, seed=3)


def unwatched(_step: str, _fraction: float) -> None:
    """Report to nobody."""


def fill_site(weights: Path) -> tuple[Deliberation, User, Participant]:
    """Make the deliberation; return it, its owner, and a participant who has voted and proposed."""
    deliberation = create_simulated_assembly(
        slug=SLUG, title="How should an AI answer?", request=REQUEST, moderator=None, report=unwatched
    )
    owner = MembershipFactory(deliberation=deliberation, role=Role.OWNER).user
    configure(deliberation, owner)
    participant = somebody(deliberation, owner)
    run_analysis(deliberation=deliberation)
    version = ratify_with_simulated_citizens(
        deliberation=deliberation, request=REQUEST, size=8, report=unwatched
    )
    train(version, weights)
    rehearse(version, owner)
    compare_with_another(version, owner)
    check(draft_version(deliberation=deliberation), owner)
    open_to_programs(deliberation, owner)
    seal_log(deliberation=deliberation)
    return deliberation, owner, participant


def configure(deliberation: Deliberation, owner: User) -> None:
    """Set what organisers set: languages, a policy, a quota, codes, and a translated statement."""
    deliberation.languages = ["es", "ar"]
    deliberation.moderation_policy = "We reject **insults** and [spam](https://example.org/)."
    deliberation.voting_until = timezone.now() + timedelta(days=30)
    deliberation.save(update_fields=["languages", "moderation_policy", "voting_until"])
    deliberation.quotas.create(cell={"age_band": "18-29"}, seats=20)
    make_invitations(deliberation=deliberation, count=3, batch="Spring", user=owner)
    for statement in deliberation.statements.open_for_voting()[:12]:
        StatementTranslation.objects.create(
            statement=statement, language="ar", text="على المساعد أن يذكر مصادره.", source="machine"
        )


def open_to_programs(deliberation: Deliberation, owner: User) -> None:
    """Let programs in with a token, tell one something, and let another site show the deliberation."""
    in_a_month = timezone.now() + timedelta(days=30)
    scopes = [Scope.READ, Scope.EXPORT]
    create_token(
        deliberation=deliberation, name="Nightly results", scopes=scopes, expires_at=in_a_month, user=owner
    )
    a_webhook_of(deliberation)
    allow_sites(
        deliberation=deliberation, origins=["https://news.example"], only_with_identity=False, user=owner
    )


def somebody(deliberation: Deliberation, owner: User) -> Participant:
    """Let one more person join, vote eight times, and propose a statement that waits."""
    participant = join_deliberation(deliberation=deliberation)
    for place, statement in enumerate(deliberation.statements.open_for_voting()[:8]):
        value = [Vote.Value.AGREE, Vote.Value.DISAGREE, Vote.Value.PASS][place % 3]
        cast_vote(participant=participant, statement=statement, value=value, client_key=f"filling-{place}")
        reason = give_reason(
            participant=participant,
            statement=statement,
            text="It says what I think.",
            client_key=f"reason-{place}",
        )
        if reason is not None and place % 2:
            as_read = ReasonAsRead(reason.pk, reason.event_id, reason.state)
            moderate_reason(deliberation=deliberation, as_read=as_read, outcome="accepted", decided_by=owner)
    for text in ("An AI should name its sources.", "Un asistente debería decir lo que no sabe."):
        waiting = StatementFactory(
            deliberation=deliberation, author=participant, text=text, state=Statement.State.PENDING
        )
    propose_words(
        statement=waiting, texts=["Un asistente dice lo que no sabe."], proposed_by=owner, note="Más corto."
    )
    voted = Statement.objects.filter(votes__participant=participant).order_by("-number")[0]
    propose_rejection(
        statement=voted, reason="unclear", public_reason="Nobody knows what it asks for.", proposed_by=owner
    )
    return participant


def compare_with_another(version: ConstitutionVersion, owner: User) -> None:
    """Hold a version against another constitution, with a pair of every kind and every state."""
    comparison = Comparison.objects.create(
        version=version,
        name="Another constitution",
        source="Somebody: Another constitution (2020).",
        principles=["The AI should be kind.", "The AI should be brief.", "The AI should save energy."],
        compared_by=owner,
    )
    principles = list(version.principles.exclude(state="rejected").order_by("number")[:4])
    kinds, states = ComparisonMatch.Kind, ComparisonMatch.State
    for principle, position, kind, state in zip(
        principles,
        (0, 1, 1, 0),
        (kinds.MATCHED, kinds.PARTIAL, kinds.OPPOSED, kinds.PARTIAL),
        (states.CONFIRMED, states.PROPOSED, states.PROPOSED, states.REFUSED),
        strict=False,
    ):
        ComparisonMatch.objects.create(
            comparison=comparison,
            principle=principle,
            position=position,
            kind=kind,
            state=state,
            confidence=0.8,
            why=["They differ in the condition or the exception."],
        )


def check(draft: ConstitutionVersion, owner: User) -> None:
    """Find something of every kind in the draft, and decide about one of them."""
    first, second, third = draft.principles.order_by("number")[:3]
    for kind, other, found_by in (
        (Concern.Kind.SAME_MEANING, third, "semantics"),
        (Concern.Kind.CONTRADICTION, second, "votes"),
        (Concern.Kind.NEGATION, second, "words"),
        (Concern.Kind.TWO_IDEAS, None, "words"),
        (Concern.Kind.DOUBLE_MEANING, None, "words"),
        (Concern.Kind.INJECTION, None, "words"),
    ):
        votes = {"people": 40, "same": 12, "correlation": -0.4}
        concern = Concern.objects.create(
            version=draft,
            kind=kind,
            principle=first,
            other=other,
            found_by=found_by,
            confidence=0.8 if other else None,
            detail={"sign": "", "words": first.text, "texts": [first.text], "votes": votes},
        )
    decide_concern(
        concern=concern, decision="dismissed", why="It is a wish.", decided_by=owner, seen=concern.seen_mark
    )


def train(version: ConstitutionVersion, weights: Path) -> TrainingRun:
    """Train the tiny model on the version, measure it, and look closer at it."""
    settings = dataclasses.replace(
        SETTINGS, additions=("legibility", "critic", "features"), features=SMALL_DICTIONARY
    )
    run = start_training_run(version=version, settings=settings)
    run_training_run(run=run, report=unwatched, texts=own_texts(), load=lambda _model: teachable(weights))
    run.job.succeed({})
    run.refresh_from_db()
    return run


def a_feature_of(run: TrainingRun) -> int:
    """Return the number of a feature that has a page."""
    page = features_page(run)
    assert page is not None
    return int(page.rows[0]["feature"])


def a_webhook_of(deliberation: Deliberation) -> Webhook:
    """A webhook to an address that nobody has, with a message of each state."""
    webhook, is_new = Webhook.objects.get_or_create(
        deliberation=deliberation,
        address="https://receiver.example/hook",
        defaults={
            "kinds": [Webhook.Kind.STATEMENT_ACCEPTED, Webhook.Kind.VERSION_RATIFIED],
            "secret": seal_secret(new_secret(), SECRET_PURPOSE),
            "failing_since": timezone.now(),
        },
    )
    if is_new:
        for number, state in enumerate(WebhookDelivery.State):
            webhook.deliveries.create(
                message_id=f"msg_{number}",
                kind=Webhook.Kind.STATEMENT_ACCEPTED,
                state=state,
                attempts=number + 1,
                last_status=503,
                last_error=WebhookDelivery.Failure.STATUS,
                next_attempt_at=timezone.now() + timedelta(days=1),
            )
    return webhook


def rehearse(version: ConstitutionVersion, owner: User) -> TrainingRun:
    """Start a run without a model, up to where two people are asked to sign its data; one has."""
    settings = dataclasses.replace(SETTINGS, model="scripted")
    run = start_training_run(version=version, settings=settings, started_by=owner)
    summary = run_training_run(run=run, report=unwatched, texts=own_texts(), load=lambda _model: scripted())
    run.job.succeed({"outcome": summary["outcome"]})
    sign_off_data(
        run=run, data_sha256=run.data_sha256, name="Ada", account=owner, reason="I read twenty rows."
    )
    return run


def known_as(person: User | Participant) -> dict[str, Any]:
    """Return the cookie by which the site knows an account or a participant."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import Client

    from deliberation.people.participation import remember_participant

    if isinstance(person, User):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value}
    response = HttpResponse()
    remember_participant(response, person)
    [(name, cookie)] = response.cookies.items()
    return {"name": name, "value": cookie.value}
