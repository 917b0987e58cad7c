"""A worker that is killed while it sends loses nothing: the message arrives, at least once, with one id."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from deliberation.jobs import publish_jobs
from deliberation.models import Job, Webhook, WebhookDelivery
from deliberation.webhooks.services import announce
from tests.deliberation.webhooks.receiver import answering


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_sending_leaves_the_message_to_the_next(
    webhook, receiver, start_worker, monkeypatch
):
    monkeypatch.setenv("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8")
    taken = threading.Event()

    def take_and_hang(connection, over):
        connection.recv(65536)
        taken.set()
        over.wait(60)

    good = webhook.address
    with answering(take_and_hang) as address:
        Webhook.objects.update(address=address)
        announce(deliberation=webhook.deliberation, kind="analysis.done", key="a", data={})
        publish_jobs()
        with start_worker(queues=["mail"]) as worker:
            assert taken.wait(60)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts) == (WebhookDelivery.State.WAITING, 1)

    # What the lost worker held runs out: the relay hands the same job to another.
    long_ago = timezone.now() - timedelta(hours=1)
    Webhook.objects.update(address=good, rests_until=long_ago)
    WebhookDelivery.objects.update(next_attempt_at=long_ago)
    Job.objects.update(lease_until=long_ago, published_at=long_ago)
    assert publish_jobs() == 1
    with start_worker(queues=["mail"]):
        until(lambda: bool(receiver.messages))
        until(lambda: WebhookDelivery.objects.get().state == WebhookDelivery.State.ARRIVED)
    assert receiver.messages[0].headers["webhook-id"] == delivery.message_id
