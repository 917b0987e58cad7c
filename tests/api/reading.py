"""Asking the interface for programs to read something."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.api.callers import ANONYMOUS, Caller


def address(name: str, *parts: object) -> str:
    """Return an address of the interface by its name."""
    return reverse(f"api:{name}", args=parts)


def answer_to(caller: Caller, path: str, **query: object) -> Any:
    """Return the answer that a caller gets."""
    client = Client()
    for name, value in caller.cookies.items():
        client.cookies[name] = value
    return client.get(path, query, headers=caller.headers)


def read(name: str, *parts: object, caller: Caller = ANONYMOUS, **query: object) -> Any:
    """Return what a caller reads at an address, which has to be open to them."""
    response = answer_to(caller, address(name, *parts), **query)
    assert response.status_code == 200, response.content
    return response.json()


def all_of(name: str, *parts: object, **query: object) -> Iterator[Any]:
    """Yield the entries of a list page by page, as a program follows them."""
    page = read(name, *parts, **query)
    yield from page["results"]
    while page["next"]:
        page = Client().get(page["next"]).json()
        yield from page["results"]


def refusal(caller: Caller, name: str, *parts: object) -> tuple[int, str]:
    """Return with which status and which kind of problem a caller is refused."""
    response = answer_to(caller, address(name, *parts))
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["type"].partition("#problem-")[2]


def queries_for(name: str, *parts: object, **query: object) -> int:
    """Return how many queries it takes to read something."""
    with CaptureQueriesContext(connection) as asked:
        read(name, *parts, **query)
    return len(asked)
