"""A real job for every registered task, with something for it to do: each returns the job's row."""

from collections.abc import Callable
from typing import Any

from django.core import mail
from django.utils import timezone

from constitution.models import Suggestion
from constitution.services import (
    comparing,
    concerns,
    draft_version,
    open_ratification,
    ratify_version,
    suggest_wording,
    suggestion_themes,
)
from deliberation.integrity import anomaly_report, sealing
from deliberation.models import Deliberation, Job, Notice, Vote
from deliberation.people.notices import confirm_subscription, keep_subscription, notify_results_open
from deliberation.people.notices import request_sending as request_notices
from deliberation.results import semantic_index
from deliberation.results import services as results
from deliberation.translating import machine
from deliberation.voting.services import Ballot, record_votes
from deliberation.webhooks.services import announce, request_delivery
from deliberation.webhooks.setting_up import CHOSEN_KINDS, add_webhook
from tests.constitution.assemblies import analysed_assembly, people_of_group
from tests.constitution.ratification.answers import CHANGE, RULE, answer
from tests.factories import (
    DeliberationFactory,
    MembershipFactory,
    ParticipantFactory,
    StatementFactory,
    VoteFactory,
)
from tests.training_bridge.panel.rehearsals import SETTINGS
from training_bridge.services import TASK as TRAIN_TASK
from training_bridge.services import start_training_run

PEOPLE, STATEMENTS = 12, 5


def voted() -> Deliberation:
    """Make a deliberation in which two groups have voted on five statements."""
    deliberation = DeliberationFactory()
    statements = StatementFactory.create_batch(STATEMENTS, deliberation=deliberation, author=None)
    people = ParticipantFactory.create_batch(PEOPLE, deliberation=deliberation)
    ballots = [
        (person, [Ballot(one, vote_of(person.number, one.number), f"{one.number}") for one in statements])
        for person in people
    ]
    record_votes(deliberation, ballots, origin="web")
    return deliberation


def vote_of(person: int, statement: int) -> int:
    """Two groups: each agrees with what the other disagrees with, and everybody with the last."""
    agrees = statement == STATEMENTS or person % 2 == statement % 2
    return Vote.Value.AGREE if agrees else Vote.Value.DISAGREE


def an_analysis(_ground: Any) -> Job:
    return results.request_analysis(deliberation=voted())


def a_refresh(ground: Any) -> Job:
    ground.monkeypatch.setattr("deliberation.results.cadence.ALWAYS_FULL_BELOW", 1)
    deliberation = voted()
    results.run_analysis(deliberation=deliberation)
    VoteFactory(statement=deliberation.statements.first())
    return results.request_refresh(deliberation=deliberation)


def an_index(_ground: Any) -> Job:
    deliberation = DeliberationFactory()
    for text in (
        "La IA debe decir la verdad.",
        "La IA debe decir siempre la verdad.",
        "La IA debe ser amable.",
    ):
        StatementFactory(deliberation=deliberation, author=None, text=text, language="es")
    return semantic_index.request_index(deliberation=deliberation)


def translations(ground: Any) -> Job:
    ground.settings.STATEMENT_TRANSLATOR = "tests.deliberation.translating.translators.shout"
    deliberation = DeliberationFactory(languages=["es"])
    StatementFactory.create_batch(3, deliberation=deliberation, author=None)
    job = machine.request_translations(deliberation=deliberation)
    assert job is not None
    return job


def notices(_ground: Any) -> Job:
    deliberation = voted()
    for participant in deliberation.participants.all()[:4]:
        subscription = keep_subscription(
            participant=participant, email=f"person{participant.number}@example.org", language="en"
        )
        confirm_subscription(subscription=subscription)
    Notice.objects.update(sent_at=timezone.now())
    Job.objects.all().delete()
    deliberation.state = Deliberation.State.CLOSED
    deliberation.save(update_fields=["state"])
    notify_results_open(deliberation=deliberation)
    return request_notices(deliberation)


def messages(ground: Any) -> Job:
    owner = MembershipFactory(role="owner")
    webhook, _secret = add_webhook(
        deliberation=owner.deliberation,
        address=ground.receiver.address,
        kinds=list(CHOSEN_KINDS),
        user=owner.user,
    )
    for key in ("a", "b"):
        announce(deliberation=owner.deliberation, kind="analysis.done", key=key, data={})
    return request_delivery(webhook)


def a_seal(_ground: Any) -> Job:
    return sealing.request_seal(deliberation=voted())


def an_anomaly_report(_ground: Any) -> Job:
    return anomaly_report.request_anomaly_report(deliberation=voted())


def themes(_ground: Any) -> Job:
    version = draft_version(deliberation=analysed_assembly(language="es").deliberation)
    principle = open_ratification(version=version, rule=RULE).principles.get(number=1)
    for person in people_of_group(version.analysis, 0)[:3]:
        answer(person, principle, CHANGE)
        suggest_wording(
            participant=person,
            principle=principle,
            text="Que sea honesta.",
            client_key=f"suggest-{person.number}",
        )
    Suggestion.objects.update(state=Suggestion.State.SHOWN)
    Job.objects.all().delete()
    return suggestion_themes.request_themes(version)


def a_check_of_a_draft(_ground: Any) -> Job:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    Job.objects.all().delete()
    return concerns.request_concerns(version=version)


def a_comparison(_ground: Any) -> Job:
    version = draft_version(deliberation=analysed_assembly().deliberation)
    Job.objects.all().delete()
    theirs = ["The AI should be honest.", "The AI should save energy."]
    comparing.start_comparison(version=version, name="Theirs", principles=theirs, compared_by=None)
    return Job.objects.get()


def a_training_run(_ground: Any) -> Job:
    version = ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
    Job.objects.all().delete()
    run = start_training_run(version=version, settings=SETTINGS)
    assert run.job is not None
    return run.job


PREPARED: dict[str, Callable[[Any], Job]] = {
    results.ANALYSIS_TASK: an_analysis,
    results.REFRESH_TASK: a_refresh,
    semantic_index.INDEX_TASK: an_index,
    machine.TRANSLATE_TASK: translations,
    "deliberation.tasks.send_notices": notices,
    "deliberation.tasks.deliver_webhooks": messages,
    sealing.SEAL_TASK: a_seal,
    anomaly_report.ANOMALIES_TASK: an_anomaly_report,
    suggestion_themes.TASK: themes,
    concerns.TASK: a_check_of_a_draft,
    comparing.TASK: a_comparison,
    TRAIN_TASK: a_training_run,
}
"""By the task's name. A task that is missing here fails the tests of `test_every_task.py`."""

SENT = {"deliberation.tasks.send_notices": 4, "deliberation.tasks.deliver_webhooks": 2}
"""How many messages leave the house, however often the job is done."""


def messages_sent(task: str, ground: Any) -> list[str]:
    """Return by what receivers tell the messages of a task apart, one entry for each that came."""
    if task == "deliberation.tasks.deliver_webhooks":
        return [message.headers["webhook-id"] for message in ground.receiver.messages]
    if task == "deliberation.tasks.send_notices":
        return [recipient for message in mail.outbox for recipient in message.to]
    return []
