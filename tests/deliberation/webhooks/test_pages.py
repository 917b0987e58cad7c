"""The organisers' pages: a secret shown once, tests, messages sent again; for owners alone, and recorded."""

import json
import re

import pytest
from django.urls import reverse

from deliberation.models import Event, Job, Webhook, WebhookDelivery
from deliberation.webhooks.delivering import deliver
from deliberation.webhooks.services import announce
from deliberation.webhooks.setting_up import CHOSEN_KINDS, MOST_WEBHOOKS, add_webhook

pytestmark = pytest.mark.django_db
State = WebhookDelivery.State


def list_of(deliberation) -> str:
    return reverse("deliberation:organise_webhooks", args=[deliberation.slug])


def page_of(webhook) -> str:
    return reverse("deliberation:organise_webhook", args=[webhook.deliberation.slug, webhook.public_id])


def secrets_in(response) -> list[str]:
    return re.findall(r"whsec_[A-Za-z0-9+/=]+", response.content.decode())


def last_change(deliberation) -> dict:
    return deliberation.events.filter(kind=Event.Kind.DELIBERATION_CONFIGURED).latest("pk").payload.body


def test_a_webhook_is_added_and_its_secret_shown_once(
    deliberation, owner, signed_in, receiver, loopback_allowed
):
    client = signed_in(owner)
    answer = client.post(
        list_of(deliberation), {"address": receiver.address + "?key=hidden", "kinds": ["analysis.done"]}
    )
    assert answer.status_code == 200
    assert len(set(secrets_in(answer))) == 1
    assert "no-store" in answer["Cache-Control"]

    webhook = Webhook.objects.get()
    assert webhook.kinds == ["analysis.done"]
    for again in (client.get(page_of(webhook)), client.get(list_of(deliberation))):
        assert secrets_in(again) == []


def test_what_is_set_up_is_recorded_without_secret_and_without_path_or_query(
    deliberation, owner, signed_in, receiver, loopback_allowed
):
    address = receiver.address + "?key=hidden"
    answer = signed_in(owner).post(list_of(deliberation), {"address": address, "kinds": ["analysis.done"]})
    recorded = last_change(deliberation)
    assert recorded["subject"] == "webhooks"
    assert recorded["after"]["server"] == receiver.address.removesuffix("/hook")
    text = json.dumps(recorded)
    assert "hidden" not in text
    assert secrets_in(answer)[0] not in text


@pytest.mark.parametrize(
    "address",
    ["", "nothing", "http://127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/",
     "https://name:word@8.8.8.8/", "http://8.8.8.8/", "https://8.8.8.8:22/", "https://8.8.8.8/#a"],
)  # fmt: skip
def test_an_address_to_which_nothing_is_sent_is_refused_with_a_reason(
    deliberation, owner, signed_in, address
):
    answer = signed_in(owner).post(list_of(deliberation), {"address": address, "kinds": ["analysis.done"]})
    assert answer.status_code == 422
    assert "Nothing is saved yet" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_an_address_and_its_kinds_change_and_the_former_kinds_are_recorded(webhook, owner, signed_in):
    client = signed_in(owner)
    answer = client.post(page_of(webhook), {"address": webhook.address, "kinds": ["version.ratified"]})
    assert answer.status_code == 302
    webhook.refresh_from_db()
    assert webhook.kinds == ["version.ratified"]
    recorded = last_change(webhook.deliberation)
    assert recorded["after"]["kinds"] == ["version.ratified"]
    assert len(recorded["before"]["kinds"]) == len(CHOSEN_KINDS)

    refused = client.post(page_of(webhook), {"address": "https://10.0.0.1/", "kinds": ["test"]})
    assert refused.status_code == 422
    webhook.refresh_from_db()
    assert webhook.kinds == ["version.ratified"]


def test_the_same_address_twice_and_too_many_are_refused(webhook, owner, deliberation, signed_in):
    client = signed_in(owner)
    form = {"address": webhook.address, "kinds": ["analysis.done"]}
    assert client.post(list_of(deliberation), form).status_code == 422
    for number in range(MOST_WEBHOOKS - 1):
        add_webhook(
            deliberation=deliberation,
            address=f"{webhook.address}/{number}",
            kinds=["analysis.done"],
            user=owner,
        )
    form["address"] += "/one-more"
    assert client.post(list_of(deliberation), form).status_code == 422


def test_a_test_is_requested_in_the_request_and_sent_by_a_worker(webhook, owner, signed_in, receiver):
    client = signed_in(owner)
    answer = client.post(page_of(webhook), {"do": "test"}, follow=True)
    assert receiver.messages == []
    assert Job.objects.filter(task="deliberation.tasks.deliver_webhooks").count() == 1
    assert 'hx-trigger="every 2s"' in answer.content.decode()

    deliver(webhook=webhook)
    polled = client.get(page_of(webhook) + "messages/").content.decode()
    assert "Arrived" in polled
    assert "answer 204" in polled
    assert "hx-trigger" not in polled


def test_a_message_that_was_given_up_is_shown_with_its_reason_and_sent_again(
    webhook, owner, signed_in, receiver
):
    announce(deliberation=webhook.deliberation, kind="analysis.done", key="a", data={})
    webhook.deliveries.update(state=State.GIVEN_UP, attempts=8, last_status=500, last_error="status")
    client = signed_in(owner)
    page = client.get(page_of(webhook)).content.decode()
    assert "Given up" in page
    assert "8 attempts" in page
    assert "The answer was not a success." in page
    assert "Send the 1 message" in page

    client.post(page_of(webhook), {"do": "replay-all"})
    assert webhook.deliveries.get().state == State.WAITING
    webhook.deliveries.update(state=State.ARRIVED)
    client.post(page_of(webhook), {"replay": webhook.deliveries.get().message_id})
    deliver(webhook=webhook)
    assert len(receiver.messages) == 1
    assert client.post(page_of(webhook), {"replay": "msg_of_nobody"}).status_code == 404


def test_switching_off_and_on_and_removing(webhook, owner, signed_in):
    client = signed_in(owner)
    client.post(page_of(webhook), {"do": "off"})
    assert "An owner switched it off." in client.get(page_of(webhook)).content.decode()
    refused = client.post(page_of(webhook), {"do": "test"}, follow=True)
    assert "Switch it on first" in refused.content.decode()
    client.post(page_of(webhook), {"do": "on"})
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.off_because) == (True, "")
    client.post(page_of(webhook), {"do": "remove"})
    assert not Webhook.objects.exists()
    assert last_change(webhook.deliberation)["after"] == {}


def test_a_new_secret_is_shown_once(webhook_and_secret, owner, signed_in):
    webhook, former = webhook_and_secret
    client = signed_in(owner)
    [secret] = set(secrets_in(client.post(page_of(webhook), {"do": "secret"})))
    assert secret != former
    assert secrets_in(client.get(page_of(webhook))) == []


@pytest.mark.parametrize("name", ["moderator", "observer", "translator", "stranger"])
def test_to_others_the_pages_do_not_exist(webhook, signed_in, request, name):
    client = signed_in(request.getfixturevalue(name))
    for page in (list_of(webhook.deliberation), page_of(webhook), page_of(webhook) + "messages/"):
        assert client.get(page).status_code == 404
    assert client.post(page_of(webhook), {"do": "remove"}).status_code == 404
    assert Webhook.objects.exists()


def test_a_webhook_of_another_deliberation_is_not_found_under_this_one(webhook, stranger, signed_in):
    own = stranger.memberships.get().deliberation
    address = reverse("deliberation:organise_webhook", args=[own.slug, webhook.public_id])
    assert signed_in(stranger).get(address).status_code == 404
