import ipaddress
from collections.abc import Iterator
from typing import Any

import pytest

from tests.deliberation.webhooks.receiver import LOOPBACK, Receiver, running_receiver


@pytest.fixture
def loopback_allowed(settings: Any) -> None:
    """The network of this machine is one that the operator has opened."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ipaddress.ip_network(network) for network in LOOPBACK]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that takes messages."""
    with running_receiver() as running:
        yield running


@pytest.fixture
def webhook_and_secret(
    deliberation: Any, owner: Any, receiver: Receiver, loopback_allowed: None
) -> tuple[Any, str]:
    """A webhook of ``deliberation`` that wants everything, and its secret."""
    from deliberation.webhooks.setting_up import CHOSEN_KINDS, add_webhook

    return add_webhook(
        deliberation=deliberation, address=receiver.address, kinds=list(CHOSEN_KINDS), user=owner
    )


@pytest.fixture
def webhook(webhook_and_secret: tuple[Any, str]) -> Any:
    """A webhook of ``deliberation`` that wants everything."""
    return webhook_and_secret[0]
