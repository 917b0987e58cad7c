"""What happens is told to every webhook that wants it: once, only if it is stored, and nothing personal."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from constitution.services import draft_version, open_ratification, ratify_version
from deliberation.jobs import WorkRefused, run_job
from deliberation.models import Deliberation, Event, Job, ModerationDecision, Statement, Webhook
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.verdicts import Verdict, VerdictsAtOnce
from deliberation.organising.seed_file import SentRow
from deliberation.organising.seeds import add_seeds
from deliberation.results.services import update_analysis
from deliberation.voting.proposals import propose_statement
from deliberation.webhooks.services import announce
from deliberation.webhooks.setting_up import CHOSEN_KINDS, new_secret
from tests.constitution.assemblies import analysed_assembly
from tests.factories import StatementFactory, VoteFactory
from training_bridge.services import start_training_run, stop_training_run
from training_bridge.tasks import train

pytestmark = pytest.mark.django_db
Kind = Webhook.Kind


def listening(deliberation: Deliberation, *kinds: str, is_on: bool = True) -> Webhook:
    """A webhook to which nothing is sent here."""
    return Webhook.objects.create(
        deliberation=deliberation,
        address="https://receiver.example/hook",
        kinds=[str(kind) for kind in kinds or CHOSEN_KINDS],
        secret=new_secret(),
        is_on=is_on,
    )


def told(webhook: Webhook) -> list[str]:
    return list(webhook.deliveries.order_by("pk").values_list("kind", flat=True))


def said(webhook: Webhook, kind: str) -> dict:
    payload = webhook.deliveries.get(kind=kind).payload
    assert set(payload) == {"type", "timestamp", "data"}
    return payload["data"]


def addresses_in(value) -> list[str]:
    if isinstance(value, dict):
        return [address for part in value.values() for address in addresses_in(part)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


def pending(deliberation: Deliberation) -> Statement:
    return StatementFactory(deliberation=deliberation, state=Statement.State.PENDING)


def accept(statement: Statement, moderator, **more) -> None:
    moderate_statement(
        statement=statement, outcome=ModerationDecision.Outcome.ACCEPTED, decided_by=moderator, **more
    )


def test_an_accepted_statement_is_told_once_without_its_words(deliberation, moderator):
    webhook = listening(deliberation)
    statement = pending(deliberation)

    accept(statement, moderator)
    accept(statement, moderator)

    assert told(webhook) == [Kind.STATEMENT_ACCEPTED]
    data = said(webhook, Kind.STATEMENT_ACCEPTED)
    assert data["statement"]["number"] == statement.number
    assert statement.text not in str(data)
    assert Job.objects.filter(task="deliberation.tasks.deliver_webhooks").count() == 1


def test_the_addresses_in_a_message_lead_to_what_it_tells(deliberation, moderator):
    webhook = listening(deliberation)
    accept(pending(deliberation), moderator)
    addresses = addresses_in(said(webhook, Kind.STATEMENT_ACCEPTED))
    assert len(addresses) == 3
    for address in addresses:
        assert Client().get("/" + address.split("/", 3)[3]).status_code == 200


def test_what_is_taken_back_with_its_transaction_is_not_told(deliberation, moderator):
    webhook = listening(deliberation)
    with pytest.raises(RuntimeError), transaction.atomic():
        accept(pending(deliberation), moderator)
        raise RuntimeError
    assert told(webhook) == []
    assert not Job.objects.filter(task="deliberation.tasks.deliver_webhooks").exists()


def test_a_rejected_or_merged_statement_is_not_told(deliberation, moderator, statement):
    webhook = listening(deliberation)
    outcome = ModerationDecision.Outcome
    moderate_statement(
        statement=pending(deliberation), outcome=outcome.REJECTED, reason="off_topic", decided_by=moderator
    )
    moderate_statement(
        statement=pending(deliberation),
        outcome=outcome.DUPLICATE,
        duplicate_of=statement,
        decided_by=moderator,
    )
    assert told(webhook) == []


def test_several_decided_at_once_are_told_each(deliberation, moderator):
    webhook = listening(deliberation)
    statements = [pending(deliberation) for _time in range(3)]
    outcomes = ["accepted", "accepted", "rejected"]
    verdicts = {
        f"key-{statement.number}": Verdict(
            statement=statement.number, outcome=outcome, reason="off_topic" if outcome == "rejected" else ""
        )
        for statement, outcome in zip(statements, outcomes, strict=True)
    }
    with transaction.atomic():
        VerdictsAtOnce(deliberation, verdicts, moderator).decide()
    numbers = [delivery.payload["data"]["statement"]["number"] for delivery in webhook.deliveries.all()]
    assert sorted(numbers) == [statements[0].number, statements[1].number]


def test_where_moderators_read_afterwards_a_statement_is_told_as_it_comes(
    deliberation, participant, moderator
):
    webhook = listening(deliberation)
    deliberation.moderation = Deliberation.Moderation.AFTER
    deliberation.save()
    statement = propose_statement(
        deliberation=deliberation, text="It asks before it acts.", client_key="a", author=participant
    )
    propose_statement(
        deliberation=deliberation, text="It asks before it acts.", client_key="a", author=participant
    )
    accept(statement, moderator)
    assert told(webhook) == [Kind.STATEMENT_ACCEPTED]


def test_where_moderators_read_first_a_proposal_is_not_told(deliberation, participant):
    webhook = listening(deliberation)
    propose_statement(deliberation=deliberation, text="It asks.", client_key="a", author=participant)
    assert told(webhook) == []


@pytest.mark.parametrize("origin", [Event.Origin.IMPORTED, Event.Origin.SIMULATED])
def test_what_is_imported_or_simulated_is_not_told_statement_by_statement(deliberation, moderator, origin):
    webhook = listening(deliberation)
    accept(pending(deliberation), moderator, origin=origin)
    assert told(webhook) == []


def test_first_statements_are_told_once_the_deliberation_is_open(deliberation, owner):
    webhook = listening(deliberation)
    Deliberation.objects.update(state=Deliberation.State.DRAFT)
    deliberation.refresh_from_db()
    add_seeds(deliberation=deliberation, rows=[SentRow(1, "It is honest.", "en")], user=owner)
    assert told(webhook) == []
    Deliberation.objects.update(state=Deliberation.State.OPEN)
    deliberation.refresh_from_db()
    add_seeds(
        deliberation=deliberation,
        rows=[SentRow(1, "It is kind.", "en"), SentRow(2, "It rests.", "en")],
        user=owner,
    )
    assert told(webhook) == [Kind.STATEMENT_ACCEPTED] * 2


def test_only_webhooks_that_are_on_and_want_it_are_told(deliberation, moderator):
    wants = listening(deliberation, Kind.STATEMENT_ACCEPTED)
    other_kind = listening(deliberation, Kind.VERSION_RATIFIED)
    off = listening(deliberation, is_on=False)
    accept(pending(deliberation), moderator)
    assert [len(told(webhook)) for webhook in (wants, other_kind, off)] == [1, 0, 0]
    other_deliberation = listening(StatementFactory().deliberation)
    announce(deliberation=deliberation, kind=Kind.ANALYSIS_DONE, key="a", data={})
    assert told(other_deliberation) == []


def voted_on(deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation)
    for value in (1, 1, -1):
        VoteFactory(statement=statement, value=value)


def test_a_new_analysis_is_told_and_one_without_new_votes_is_not(deliberation):
    voted_on(deliberation)
    webhook = listening(deliberation)
    analysis = update_analysis(deliberation=deliberation)
    update_analysis(deliberation=deliberation)
    assert told(webhook) == [Kind.ANALYSIS_DONE]
    data = said(webhook, Kind.ANALYSIS_DONE)
    assert data["analysis"]["result_hash"] == analysis.result_hash
    for address in addresses_in(data):
        assert Client().get("/" + address.split("/", 3)[3]).status_code == 200


def test_of_results_that_are_not_public_yet_a_message_says_only_that_they_are_there(deliberation):
    voted_on(deliberation)
    Deliberation.objects.update(results_visibility=Deliberation.ResultsVisibility.AFTER_CLOSE)
    deliberation.refresh_from_db()
    webhook = listening(deliberation)
    analysis = update_analysis(deliberation=deliberation)
    data = said(webhook, Kind.ANALYSIS_DONE)
    assert set(data) == {"deliberation", "results_are_public"}
    assert data["results_are_public"] is False
    assert analysis.result_hash not in str(webhook.deliveries.get().payload)


@pytest.fixture
def draft():
    """A draft of two principles."""
    return draft_version(deliberation=analysed_assembly().deliberation)


def test_a_version_is_told_when_its_vote_opens_and_when_it_is_ratified(draft):
    webhook = listening(draft.deliberation)
    open_ratification(version=draft)
    data = said(webhook, Kind.RATIFICATION_OPENED)
    assert (data["version"]["number"], len(data["version"]["sha256"])) == (draft.number, 64)
    assert Client().get("/" + data["version"]["page"].split("/", 3)[3]).status_code == 200


def test_a_ratified_version_is_told_with_its_hash(draft):
    webhook = listening(draft.deliberation)
    version = ratify_version(version=draft)
    assert told(webhook) == [Kind.VERSION_RATIFIED]
    data = said(webhook, Kind.VERSION_RATIFIED)
    assert data["version"]["sha256"] == version.content_sha256
    assert data["version"]["decided_by"] == "organiser"
    for address in addresses_in(data["version"]):
        assert Client().get("/" + address.split("/", 3)[3]).status_code == 200


@pytest.fixture
def run(draft, settings, tmp_path):
    """A training run that waits for a worker."""
    settings.DATA_DIR = tmp_path / "data"
    return start_training_run(version=ratify_version(version=draft))


def test_a_failed_training_run_is_told_once(run, monkeypatch):
    webhook = listening(run.deliberation)

    def refuse(**parts):
        raise WorkRefused("The model is not there.")

    monkeypatch.setattr("training_bridge.services.run_training_run", refuse)
    train(run.job_id)
    train(run.job_id)
    data = said(webhook, Kind.TRAINING_FINISHED)
    assert (data["run"]["id"], data["run"]["result"]) == (run.public_id, "failed")
    assert "model is not there" not in str(data)
    assert resolve("/" + data["run"]["page"].split("/", 3)[3]).url_name == "run"


def test_a_finished_training_run_is_told(run, monkeypatch):
    webhook = listening(run.deliberation)
    monkeypatch.setattr(
        "training_bridge.services.run_training_run", lambda **parts: {"outcome": "trained and measured"}
    )
    train(run.job_id)
    data = said(webhook, Kind.TRAINING_FINISHED)
    assert data["run"]["result"] == "finished"
    assert data["run"]["constitution_sha256"] == run.version.content_sha256


def test_a_training_run_that_waits_for_people_is_not_told(run, monkeypatch):
    webhook = listening(run.deliberation)

    def wait(**parts):
        run.awaits_sign_off, run.data_sha256 = "revisions", "0" * 64
        run.save()
        return {"outcome": "waits"}

    monkeypatch.setattr("training_bridge.services.run_training_run", wait)
    train(run.job_id)
    assert told(webhook) == []


def test_a_training_run_stopped_before_it_began_is_told(run):
    from deliberation.models import Role
    from tests.factories import MembershipFactory

    webhook = listening(run.deliberation)
    owner = MembershipFactory(deliberation=run.deliberation, role=Role.OWNER).user
    stop_training_run(run=run, stopped_by=owner)
    stop_training_run(run=run, stopped_by=owner)
    assert said(webhook, Kind.TRAINING_FINISHED)["run"]["result"] == "stopped"


def test_the_end_of_a_job_and_what_follows_from_it_are_stored_together():
    job = Job.objects.create(key="a", task="t")

    def fail(_job):
        raise RuntimeError("told nobody")

    with pytest.raises(RuntimeError):
        run_job(job, lambda report: {}, when_ended=fail)
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
