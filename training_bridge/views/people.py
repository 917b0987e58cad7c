"""Inviting people to compare answers and to look for faults, for owners."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from training_bridge.views.finding import listed_run


@require_safe
def people(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/people.html", {"deliberation": run.deliberation, "run": run})


@require_safe
def invite(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/people.html", {"deliberation": run.deliberation, "run": run})


@require_safe
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/people.html", {"deliberation": run.deliberation, "run": run})


@require_safe
def close(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """To be written."""
    run = listed_run(slug, public_id)
    return render(request, "training_bridge/people.html", {"deliberation": run.deliberation, "run": run})
