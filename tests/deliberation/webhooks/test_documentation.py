"""The documentation's receiver runs as printed, and its table names what messages hold."""

import json
import re
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from deliberation.models import Webhook
from deliberation.webhooks.delivering import deliver
from deliberation.webhooks.services import announce
from deliberation.webhooks.setting_up import new_secret, replay, send_test

DOCUMENT = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def code(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, flags=re.DOTALL)[0]


@pytest.mark.django_db
def test_the_receiver_takes_each_message_once_and_refuses_forged_ones(webhook_and_secret, monkeypatch):
    webhook, secret = webhook_and_secret
    monkeypatch.setenv("WEBHOOK_SECRET", new_secret())
    names: dict = {}
    exec(compile(code("python"), "docs/webhooks.md", "exec"), names)
    taken = []

    class Receiver(names["Receiver"]):
        def take(self, message):
            taken.append(message["type"])

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        Webhook.objects.update(address=f"http://127.0.0.1:{server.server_port}/")
        announce(deliberation=webhook.deliberation, kind="version.ratified", key="version:1", data={})
        assert deliver(webhook=webhook) == {"arrived": 0, "failed": 1}
        assert webhook.deliveries.get().last_status == 401

        Receiver.secret = secret
        for _time in range(2):
            replay(delivery=webhook.deliveries.get())
            assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}
        send_test(webhook=webhook)
        assert deliver(webhook=webhook) == {"arrived": 1, "failed": 0}
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert taken == ["version.ratified", "test"]


def test_every_kind_is_in_the_table_and_the_example_is_json():
    assert set(re.findall(r"^\| `([a-z.]+)` \|", DOCUMENT, flags=re.MULTILINE)) == {
        "type",
        *Webhook.Kind.values,
    }
    assert set(json.loads(code("json"))) == {"type", "timestamp", "data"}
