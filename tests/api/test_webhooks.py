"""Webhooks through the interface for programs: by owners' tokens of their scope, as on their page."""

import re
from typing import Any

import pytest

from deliberation.models import Deliberation, Event, Scope, User, Webhook, WebhookDelivery
from deliberation.webhooks.delivering import deliver
from deliberation.webhooks.setting_up import add_webhook
from tests.api.asking import Program, problem
from tests.api.callers import make_token
from tests.deliberation.webhooks.receiver import Receiver, running_receiver

pytestmark = pytest.mark.django_db
KINDS = ["analysis.done", "version.ratified"]


@pytest.fixture
def program(deliberation: Deliberation, owner: User) -> Program:
    """A program of ``owner``."""
    return Program(deliberation, make_token(deliberation, owner, Scope.WEBHOOKS))


@pytest.fixture
def receiver(settings: Any) -> Any:
    """A program that takes messages, in a network that the operator has opened."""
    import ipaddress

    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
    with running_receiver() as running:
        yield running


@pytest.fixture
def webhook(deliberation: Deliberation, owner: User, receiver: Receiver) -> Webhook:
    """A webhook of ``deliberation``."""
    return add_webhook(deliberation=deliberation, address=receiver.address, kinds=KINDS, user=owner)[0]


def test_a_webhook_is_added_with_its_secret_answered_once(program: Program, receiver: Receiver) -> None:
    sent = {"address": receiver.address, "kinds": KINDS}
    made = program.ask("post", "webhooks", sent=sent)
    assert made.status_code == 201, made.content
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", made.json()["secret"])
    held = program.ask("get", "webhook", made.json()["id"]).json()
    assert (held["kinds"], held["is_on"], "secret" in held) == (KINDS, True, False)
    assert program.ask("get", "webhooks").json()["results"] == [held]
    assert problem(program.ask("post", "webhooks", sent=sent), 422) == "webhook-refused"


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/", "https://[::1]/", "http://8.8.8.8/", "nothing", "https://8.8.8.8:25/"]
)
def test_an_address_to_which_nothing_is_sent_is_refused(program: Program, address: str) -> None:
    answer = program.ask("post", "webhooks", sent={"address": address, "kinds": KINDS})
    assert problem(answer, 422) == "webhook-refused"
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"address": "https://8.8.8.8/"}, {"address": "https://8.8.8.8/", "kinds": []},
     {"address": "https://8.8.8.8/", "kinds": ["test"]}, {"address": 3, "kinds": KINDS}],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_said(program: Program, sent: dict[str, Any]) -> None:
    assert problem(program.ask("post", "webhooks", sent=sent), 400) == "invalid"


def test_a_webhook_is_changed_switched_off_and_removed(program: Program, webhook: Webhook) -> None:
    own = webhook.public_id
    changed = program.ask("patch", "webhook", own, sent={"kinds": ["version.ratified"]}).json()
    assert changed["kinds"] == ["version.ratified"]
    off = program.ask("patch", "webhook", own, sent={"is_on": False}).json()
    assert (off["is_on"], off["off_because"]) == (False, "owner")
    assert problem(program.ask("post", "webhook_test", own), 422) == "webhook-refused"
    elsewhere = program.ask("patch", "webhook", own, sent={"address": "https://10.0.0.1/"})
    assert problem(elsewhere, 422) == "webhook-refused"
    assert program.ask("delete", "webhook", own).status_code == 204
    assert not Webhook.objects.exists()
    recorded = Event.objects.filter(kind=Event.Kind.DELIBERATION_CONFIGURED)
    assert [event.payload.body["subject"] for event in recorded] == ["webhooks"] * 4


def test_a_test_is_sent_its_outcome_read_and_the_message_sent_again(
    program: Program, webhook: Webhook
) -> None:
    own = webhook.public_id
    asked = program.ask("post", "webhook_test", own)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    deliver(webhook=webhook)
    [outcome] = program.ask("get", "webhook_deliveries", own).json()["results"]
    assert (outcome["id"], outcome["state"], outcome["last_status"]) == (asked.json()["id"], "arrived", 204)
    assert outcome["next_attempt_at"] is None
    assert program.ask("post", "webhook_replay", own, outcome["id"]).status_code == 202
    assert WebhookDelivery.objects.get().state == WebhookDelivery.State.WAITING
    assert problem(program.ask("post", "webhook_replay", own, "msg_none"), 404) == "not-found"


def test_a_token_of_another_scope_or_of_a_moderator_does_nothing(
    deliberation: Deliberation, webhook: Webhook, owner: User, moderator: User
) -> None:
    other_scope = Program(deliberation, make_token(deliberation, owner, Scope.MODERATE))
    of_moderator = Program(deliberation, make_token(deliberation, moderator, Scope.WEBHOOKS))
    own = webhook.public_id
    for name, parts in (("webhooks", ()), ("webhook", (own,)), ("webhook_deliveries", (own,))):
        assert problem(other_scope.ask("get", name, *parts), 403) == "wrong-scope"
        assert problem(of_moderator.ask("get", name, *parts), 404) == "not-found"
    assert problem(of_moderator.ask("delete", "webhook", own), 404) == "not-found"
    assert Webhook.objects.exists()
