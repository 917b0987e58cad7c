"""The constitution as a document that everybody may read, check and take away."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from constitution.models import ConstitutionVersion, ConstitutionVersionQuerySet, Principle
from constitution.reading import articles_in_brief, contested_lines, holds_back, left_out
from constitution.reading.addresses import permanent_address
from constitution.reading.fairness import audit_of, missing_topics
from constitution.reading.people import took_part
from constitution.reading.story import comparisons_of, story_of
from constitution.reading.topics import by_topic
from constitution.used_elsewhere import pages_about
from deliberation.models import Analysis, Deliberation, Role
from deliberation.people.qr_codes import qr_code
from deliberation.results.kept_pages import kept_for_readers

State = ConstitutionVersion.State
NOT_READ = ("content", "rule_outcomes", "analysis__summary", "analysis__parameters", "parent__content")
"""Large columns that no page shows."""
NOT_READ_FOR_A_LIST = ("not_selected", "contested", "topic_coverage", "justified_representation", "preamble")
CONTESTED_SHOWN = 8


@require_safe
@kept_for_readers
def constitution(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force; before there is one, the draft; before that, what will be here."""
    deliberation = _deliberation(slug)
    versions = _readable(deliberation)
    version = versions.in_force().first() or versions.unfinished().first()
    if version is None:
        context = {
            "deliberation": deliberation,
            "analysis": Analysis.objects.latest_of(deliberation),
            "is_owner": is_owner(request, deliberation),
            "rejected": versions.filter(state=State.REJECTED).first(),
        }
        return render(request, "constitution/nothing_yet.html", context)
    return _show(request, deliberation, version)


@require_safe
@kept_for_readers
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, at an address that stays."""
    version = readable_version(slug, number)
    return _show(request, version.deliberation, version)


@require_safe
@kept_for_readers
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version there was, the newest first, each with the one it goes on from."""
    deliberation = _deliberation(slug)
    shown = ~Q(principles__state=Principle.State.REJECTED)
    rows = (
        _readable(deliberation)
        .defer(*NOT_READ, *NOT_READ_FOR_A_LIST)
        .annotate(principle_count=Count("principles", filter=shown))
    )
    return render(request, "constitution/versions.html", {"deliberation": deliberation, "versions": rows})


def is_owner(request: HttpRequest, deliberation: Deliberation) -> bool:
    """Return whether the request comes from an account that owns the deliberation."""
    return request.user.is_authenticated and request.user.role_in(deliberation) == Role.OWNER


def readable_version(slug: str, number: int) -> ConstitutionVersion:
    """Return a version of a public deliberation; without one the page does not exist."""
    return get_object_or_404(_readable(_deliberation(slug)), number=number)


def _show(request: HttpRequest, deliberation: Deliberation, version: ConstitutionVersion) -> HttpResponse:
    everything = articles_in_brief(version)
    rejected = [a for a in everything if a.principle.state == Principle.State.REJECTED]
    adopted = [a for a in everything if a.principle.state != Principle.State.REJECTED]
    articles = [] if version.state == State.REJECTED else adopted
    contested = contested_lines(version)
    address = permanent_address(request, version)
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "version": version,
        "articles": articles,
        "parts": by_topic(articles),
        "rejected": rejected,
        "contested": contested[:CONTESTED_SHOWN],
        "more_contested": max(0, len(contested) - CONTESTED_SHOWN),
        "holds_back": holds_back(rejected, contested[:CONTESTED_SHOWN]),
        "left_out": left_out(version),
        "missing_topics": missing_topics(version),
        "audit": audit_of(version),
        "comparisons": comparisons_of(version),
        "took_part": took_part(version),
        "story": story_of(version),
        "address": address,
        "qr_code": qr_code(address),
        "is_owner": is_owner(request, deliberation),
        "next_version": _next(version),
        "pages_elsewhere": pages_about(version),
    }
    return render(request, "constitution/constitution.html", context)


def _next(version: ConstitutionVersion) -> ConstitutionVersion | None:
    """Return an unfinished version that may take the place of the one in force."""
    if version.state != State.RATIFIED:
        return None
    versions = ConstitutionVersion.objects.filter(constitution=version.constitution_id).unfinished()
    return versions.only("number", "state").order_by("-number").first()


def _deliberation(slug: str) -> Deliberation:
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def _readable(deliberation: Deliberation) -> ConstitutionVersionQuerySet:
    return ConstitutionVersion.objects.of(deliberation).defer(*NOT_READ)
