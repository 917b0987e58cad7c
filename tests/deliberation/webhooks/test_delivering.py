"""Messages arrive signed, are tried again ever later, and are given up where everybody can see it."""

import json
from datetime import timedelta

import pytest
import standardwebhooks
import time_machine
from django.utils import timezone

from deliberation.models import Job, Webhook, WebhookDelivery
from deliberation.webhooks import setting_up
from deliberation.webhooks.delivering import Sending, deliver
from deliberation.webhooks.retrying import DELAYS, MOST_ATTEMPTS, delay_after, rest_after
from deliberation.webhooks.sending import TimeLimits
from deliberation.webhooks.services import announce, request_due_deliveries
from tests.deliberation.webhooks.receiver import answering

pytestmark = pytest.mark.django_db
State, Failure = WebhookDelivery.State, WebhookDelivery.Failure
QUICK = Sending(limits=TimeLimits(connect=0.3, whole=0.3))


def told(webhook: Webhook, *keys: str) -> list[WebhookDelivery]:
    for key in keys or ("statement:1",):
        announce(
            deliberation=webhook.deliberation,
            kind=Webhook.Kind.STATEMENT_ACCEPTED,
            key=key,
            data={"statement": {"number": 1}},
        )
    return list(webhook.deliveries.order_by("pk"))


def pass_time_until_given_up(webhook: Webhook, traveller) -> None:
    for _attempt in range(MOST_ATTEMPTS * 2):
        deliver(webhook=webhook, sending=QUICK)
        waiting = webhook.deliveries.filter(state=State.WAITING).order_by("next_attempt_at").first()
        if waiting is None:
            return
        traveller.move_to(waiting.next_attempt_at + timedelta(minutes=6))
    raise AssertionError("never given up")


def test_a_message_arrives_signed_so_that_the_library_verifies_it(webhook_and_secret, receiver):
    webhook, secret = webhook_and_secret
    [delivery] = told(webhook)

    assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}

    [message] = receiver.messages
    said = standardwebhooks.Webhook(secret).verify(message.body, message.headers)
    assert said == delivery.payload
    assert set(said) == {"type", "timestamp", "data"}
    assert said["type"] == "statement.accepted"
    assert message.headers["webhook-id"] == delivery.message_id
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status) == (State.ARRIVED, 1, 204)


def test_a_changed_body_or_another_secret_does_not_verify(webhook_and_secret, receiver):
    webhook, secret = webhook_and_secret
    told(webhook)
    deliver(webhook=webhook)
    [message] = receiver.messages
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(secret).verify(message.body + b" ", message.headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(setting_up.new_secret()).verify(message.body, message.headers)


def test_for_a_day_after_a_change_both_secrets_sign(webhook_and_secret, receiver, owner):
    webhook, former = webhook_and_secret
    secret = setting_up.change_secret(webhook=webhook, user=owner)
    told(webhook)
    deliver(webhook=webhook)
    for one in (former, secret):
        assert standardwebhooks.Webhook(one).verify(receiver.messages[0].body, receiver.messages[0].headers)

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        told(webhook, "statement:2")
        deliver(webhook=webhook)
        message = receiver.messages[1]
        assert standardwebhooks.Webhook(secret).verify(message.body, message.headers)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(former).verify(message.body, message.headers)


def test_the_secret_is_not_readable_in_the_database(webhook_and_secret):
    webhook, secret = webhook_and_secret
    webhook.refresh_from_db()
    assert secret.removeprefix("whsec_") not in webhook.secret
    assert not webhook.secret.startswith("whsec_")


def test_delivering_twice_sends_once(webhook, receiver):
    told(webhook)
    deliver(webhook=webhook)
    assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
    assert len(receiver.messages) == 1


def test_nobody_sends_while_somebody_is_sending(webhook, receiver):
    told(webhook)
    Webhook.objects.update(rests_until=timezone.now() + timedelta(seconds=10))
    assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
    assert receiver.messages == []


def test_delays_grow_and_differ_by_chance():
    bounds = [(delay_after(n, 0.0), delay_after(n, 1.0)) for n in range(1, MOST_ATTEMPTS)]
    assert bounds == [(0.8 * delay, 1.2 * delay) for delay in DELAYS]
    assert delay_after(MOST_ATTEMPTS) is None
    assert len({delay_after(3) for _time in range(20)}) > 1


def test_a_target_rests_longer_the_longer_it_fails():
    now = timezone.now()
    rests = [rest_after(now - timedelta(seconds=passed), now).total_seconds() for passed in (0, 60, 9999)]
    assert rests == [5, 60, 300]


def test_a_failed_message_is_sent_again_later_with_the_same_id(webhook, receiver):
    receiver.answers = [503, 204]
    [delivery] = told(webhook)
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        assert deliver(webhook=webhook) == {"arrived": 0, "failed": 1}
        delivery.refresh_from_db()
        assert (delivery.state, delivery.last_status) == (State.WAITING, 503)
        assert delivery.last_error == Failure.STATUS
        wait = delivery.next_attempt_at - timezone.now()
        assert timedelta(seconds=4) <= wait <= timedelta(seconds=6)

        assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
        traveller.shift(timedelta(seconds=7))
        assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}
    first, second = receiver.messages
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


def test_a_message_that_never_arrives_is_given_up_and_can_be_sent_again(webhook, receiver):
    receiver.answers = [500]
    [delivery] = told(webhook)
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        started = timezone.now()
        pass_time_until_given_up(webhook, traveller)
        assert timedelta(hours=24) < timezone.now() - started < timedelta(hours=48)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.GIVEN_UP, MOST_ATTEMPTS)
        assert len(receiver.messages) == MOST_ATTEMPTS
        webhook.refresh_from_db()
        assert webhook.is_on

        receiver.answers = [200]
        setting_up.replay(delivery=delivery)
        assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}
    assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_everything_given_up_is_sent_again_at_once(webhook, receiver):
    told(webhook, "statement:1", "statement:2", "statement:3")
    webhook.deliveries.update(state=State.GIVEN_UP)
    assert setting_up.replay_given_up(webhook=webhook) == 3
    assert deliver(webhook=webhook) == {"arrived": 3, "failed": 0}


def test_a_webhook_that_only_fails_for_days_is_switched_off(webhook, receiver):
    receiver.answers = [500]
    told(webhook)
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        pass_time_until_given_up(webhook, traveller)
        traveller.shift(timedelta(days=4))
        told(webhook, "statement:2")
        pass_time_until_given_up(webhook, traveller)
        webhook.refresh_from_db()
        assert (webhook.is_on, webhook.off_because) == (False, Webhook.OffBecause.FAILING)
        told(webhook, "statement:3")
    assert not webhook.deliveries.filter(state=State.WAITING).exists()
    assert webhook.deliveries.count() == 2


def test_an_address_that_is_gone_switches_the_webhook_off_at_once(webhook, receiver):
    receiver.answers = [410]
    told(webhook, "statement:1", "statement:2")
    deliver(webhook=webhook)
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (False, Webhook.OffBecause.GONE)
    errors = webhook.deliveries.order_by("pk").values_list("state", "last_error")
    assert list(errors) == [(State.GIVEN_UP, Failure.GONE), (State.GIVEN_UP, Failure.SWITCHED_OFF)]
    assert len(receiver.messages) == 1


def test_a_redirect_counts_as_failure(webhook, receiver):
    receiver.answers, receiver.headers = [302], {"Location": "http://127.0.0.1:1/"}
    [delivery] = told(webhook)
    deliver(webhook=webhook)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (State.WAITING, Failure.REDIRECT)


def test_a_target_that_hangs_is_tried_once_and_then_left_alone(webhook):
    def hang(connection, over):
        over.wait(10)

    with answering(hang) as address:
        Webhook.objects.update(address=address)
        told(webhook, *[f"statement:{number}" for number in range(20)])
        assert deliver(webhook=webhook, sending=QUICK) == {"arrived": 0, "failed": 1}
        assert deliver(webhook=webhook, sending=QUICK) == {"arrived": 0, "failed": 0}
    assert webhook.deliveries.filter(last_error=Failure.TIMEOUT).count() == 1
    assert request_due_deliveries() == 0


def test_a_name_that_leads_to_this_machine_later_gets_nothing(webhook, receiver, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    Webhook.objects.update(address="https://rebinding.example/hook")
    [delivery] = told(webhook)
    rebound = Sending(resolve=lambda host, port: ["127.0.0.1"])
    assert deliver(webhook=webhook, sending=rebound) == {"arrived": 0, "failed": 1}
    delivery.refresh_from_db()
    assert delivery.last_error == Failure.FORBIDDEN
    assert receiver.messages == []


def test_a_secret_of_another_site_key_fails_and_says_so(webhook, settings):
    [delivery] = told(webhook)
    settings.SECRET_KEY = "another key of the site, long enough for it"
    deliver(webhook=webhook)
    delivery.refresh_from_db()
    assert delivery.last_error == Failure.SECRET


def test_a_worker_lost_before_it_noted_the_outcome_leaves_the_message_due(webhook, receiver, monkeypatch):
    [delivery] = told(webhook)

    def lost(*arguments):
        raise KeyboardInterrupt

    with time_machine.travel(timezone.now(), tick=False) as traveller:
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr("deliberation.webhooks.delivering._note", lost)
            deliver(webhook=webhook)
        assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
        traveller.shift(timedelta(seconds=31))
        Job.objects.update(state=Job.State.FAILED)
        assert request_due_deliveries() == 1
        assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}
    ids = [message.headers["webhook-id"] for message in receiver.messages]
    assert ids == [delivery.message_id] * 2


def test_a_message_whose_worker_is_lost_each_time_is_given_up(webhook, receiver):
    [delivery] = told(webhook)
    WebhookDelivery.objects.update(attempts=MOST_ATTEMPTS)
    assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
    delivery.refresh_from_db()
    assert delivery.state == State.GIVEN_UP
    assert receiver.messages == []


def test_a_test_is_sent_before_everything_else_and_not_repeated(webhook, receiver):
    receiver.answers = [500]
    told(webhook)
    test = setting_up.send_test(webhook=webhook)
    deliver(webhook=webhook)
    test.refresh_from_db()
    assert (test.state, test.attempts) == (State.GIVEN_UP, 1)
    assert json.loads(receiver.messages[0].body)["type"] == "test"


def test_a_webhook_that_is_off_sends_nothing_and_says_so(webhook, owner, receiver):
    [delivery] = told(webhook)
    setting_up.set_on(webhook=webhook, is_on=False, user=owner)
    assert deliver(webhook=webhook) == {"arrived": 0, "failed": 0}
    with pytest.raises(setting_up.WebhookRefused):
        setting_up.replay(delivery=delivery)
    setting_up.set_on(webhook=webhook, is_on=True, user=owner)
    assert setting_up.replay_given_up(webhook=webhook) == 1
    assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}


def test_old_messages_are_forgotten(webhook):
    arrived, given_up = told(webhook, "statement:1", "statement:2")
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=arrived.pk).update(
        state=State.ARRIVED, arrived_at=now - timedelta(days=31)
    )
    WebhookDelivery.objects.filter(pk=given_up.pk).update(
        state=State.GIVEN_UP, created_at=now - timedelta(days=60)
    )
    deliver(webhook=webhook)
    assert list(webhook.deliveries.all()) == [given_up]
