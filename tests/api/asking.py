"""Asks the interface for programs in a few words."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.api.credentials import participant_key
from deliberation.models import Deliberation, Participant

A_LONG_KEY = "3f1f0a52-7d0b-4f0e-9f51-1b1f7f9a6c10"


class Program:
    """Something that asks about one deliberation, with a bearer key or without."""

    def __init__(self, deliberation: Deliberation, key: str = "", client: Client | None = None) -> None:
        self.deliberation, self.client = deliberation, client or Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def ask(
        self,
        method: str,
        name: str,
        *parts: Any,
        sent: Any = None,
        key: str = "",
        query: dict[str, Any] | None = None,
    ) -> Any:
        """Send a request to an address of the deliberation; `key` is its Idempotency-Key."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        address = reverse(f"api:{name}", args=[self.deliberation.slug, *parts], query=query)
        more = {} if sent is None else {"data": sent, "content_type": "application/json"}
        return getattr(self.client, method)(address, headers=headers, **more)


def as_participant(participant: Participant) -> Program:
    """Return a program that acts for a participant."""
    return Program(participant.deliberation, participant_key(participant))


def problem(response: HttpResponse, status: int) -> str:
    """Return the kind of a problem document, once it is found to be one with this status."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["detail"]
    assert document["title"]
    return str(document["type"].rpartition("#problem-")[2])
