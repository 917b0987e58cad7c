"""Versions for the tests of the public page, filled by hand where a draft would need more people."""

from typing import Any

from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion, Principle
from constitution.services import draft_version
from deliberation.models import Deliberation
from tests.constitution.assemblies import STATEMENTS, analysed_assembly

LARGE = [(30, 0, 0), (20, 0, 0)]
"""Votes of two groups of which nothing has to be held back."""
APART = [(30, 0, 0), (0, 20, 0)]
DISLIKED = [(10, 20, 0), (8, 12, 0)]


def large_draft(deliberation: Deliberation) -> ConstitutionVersion:
    """A draft of three principles that fifty people agree with, with what divides them beside it."""
    statements = [
        ("The AI should be honest.", LARGE),
        ("The AI should be kind.", LARGE),
        ("The AI should be patient.", LARGE),
        ("The AI should take the side of workers.", APART),
        ("The AI should joke about anything.", DISLIKED),
    ]
    analysed_assembly(statements, deliberation=deliberation, group_sizes=(30, 20))
    return draft_version(deliberation=deliberation)


def draft_of(count: int, deliberation: Deliberation) -> ConstitutionVersion:
    """A draft of so many principles."""
    statements = [(f"The AI should be honest in case {n}.", STATEMENTS[0][1]) for n in range(count)]
    analysed_assembly(statements, deliberation=deliberation)
    return draft_version(deliberation=deliberation, size=count)


def put_into_topics(version: ConstitutionVersion, topics: dict[int, tuple[int, str]]) -> None:
    """Give the principles with these numbers a topic."""
    for number, (topic, name) in topics.items():
        Principle.objects.filter(version=version, number=number).update(topic_number=topic, topic_name=name)


def page_of(version: ConstitutionVersion, name: str = "version", *parts: Any, query: str = "") -> str:
    """The text of a page of a version as a visitor gets it, on one line."""
    address = reverse(f"constitution:{name}", args=[version.deliberation.slug, version.number, *parts])
    response = Client().get(address + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())
