"""Drafting, editing, opening and closing: the organiser's side of the constitution."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from constitution.access import for_owners
from constitution.draft_form import DraftForm
from constitution.models import ConstitutionVersion, RatificationVote
from constitution.ratification_forms import RuleForm
from constitution.ratification_words import how_it_ended
from constitution.reading import articles_of
from constitution.reading.rules_side_by_side import remarks_on
from constitution.services import (
    close_ratification,
    draft_version,
    open_ratification,
    ratify_version,
)
from deliberation.jobs import WorkRefused
from deliberation.models import Analysis, Deliberation

State = ConstitutionVersion.State


@require_safe
@for_owners
def organise(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Where the constitution stands, and the one next step."""
    return _show(request, deliberation)


@require_POST
@for_owners
def draft(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Draft a version from the latest analysis."""
    form = DraftForm(request.POST, analysis=_analysis(deliberation))
    if not form.is_valid():
        return _show(request, deliberation, status=422, draft_form=form)

    def act() -> str:
        version = draft_version(deliberation=deliberation, drafted_by=request.user, **form.told())
        for remark in remarks_on(version):
            messages.info(request, remark)
        count = version.principles.count()
        return ngettext("%(count)d principle drafted.", "%(count)d principles drafted.", count) % {
            "count": count
        }

    return _done(request, deliberation, act)


@require_POST
@for_owners
def open_vote(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Put the draft to the participants' vote, under the rule in the form."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _show(request, deliberation, status=422, rule_form=form)

    def act() -> str:
        open_ratification(version=_unfinished(deliberation), rule=form.rule(), opened_by=request.user)
        return _("The vote is open. Neither the wording nor the rule changes from now on.")

    return _done(request, deliberation, act)


@require_POST
@for_owners
def close_vote(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Count the votes and apply the rule; with give_up=1 end a vote that lacks its quorum."""

    def act() -> str:
        version = close_ratification(
            version=_unfinished(deliberation),
            closed_by=request.user,
            give_up=request.POST.get("give_up") == "1",
        )
        return how_it_ended(version)

    return _done(request, deliberation, act)


@require_POST
@for_owners
def ratify_alone(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Ratify the draft without a vote; it is shown as the organiser's decision."""

    def act() -> str:
        version = ratify_version(version=_unfinished(deliberation), ratified_by=request.user)
        return _("Version %(number)d is ratified by your decision, and its page says so.") % {
            "number": version.number
        }

    return _done(request, deliberation, act)


def _show(
    request: HttpRequest, deliberation: Deliberation, *, status: int = 200, **forms: Any
) -> HttpResponse:
    latest = ConstitutionVersion.objects.of(deliberation).first()
    analysis = _analysis(deliberation)
    votes = RatificationVote.objects.filter(principle__version=latest)
    context = {
        "deliberation": deliberation,
        "analysis": analysis,
        "version": latest,
        "articles": articles_of(latest) if latest else [],
        "voters": votes.values("participant").distinct().count(),
        "draft_form": DraftForm(analysis=analysis),
        "rule_form": RuleForm(),
        **forms,
    }
    return render(request, "constitution/organise.html", context, status=status)


def _analysis(deliberation: Deliberation) -> Analysis | None:
    return Analysis.objects.full().latest_of(deliberation)


def _done(request: HttpRequest, deliberation: Deliberation, act: Callable[[], str]) -> HttpResponse:
    """Act, say what was done or why not, and show the page anew."""
    try:
        messages.success(request, act())
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("constitution:organise", deliberation.slug)


def _unfinished(deliberation: Deliberation) -> ConstitutionVersion:
    version = ConstitutionVersion.objects.of(deliberation).unfinished().first()
    if version is None:
        raise WorkRefused(_("There is no draft. Make one first."))
    return version
