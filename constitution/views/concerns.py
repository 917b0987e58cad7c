"""Where organisers check a draft before they put it to the vote."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from constitution.access import for_owners
from constitution.concern_cards import (
    ConcernCard,
    KindOfConcern,
    Typed,
    concern_at,
    decided_cards,
    open_cards,
)
from constitution.concern_forms import ConcernForm, SeparateForm
from constitution.models import Concern, ConstitutionVersion
from constitution.services.concerns import checks_of, request_concerns
from constitution.services.deciding_concerns import decide_concern
from constitution.services.merging import merge_principles
from constitution.services.separating import separate_principles
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event


@require_safe
@for_owners
def concerns(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """What to look at in the draft, by kind, and what was decided."""
    return _show(request, deliberation)


@require_safe
@for_owners
def progress(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """How far the check has come: a part of the page."""
    version = _draft(deliberation)
    context = {"deliberation": deliberation, "job": checks_of(version).first() if version else None}
    return render(request, "constitution/_concerns_progress.html", context)


@require_POST
@for_owners
def check(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Ask for the draft to be looked at anew."""
    version = _draft(deliberation)
    if version is not None:
        request_concerns(version=version)
    return redirect("constitution:concerns", deliberation.slug)


@require_POST
@for_owners
def decide(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Decide about one concern and show the one that comes next."""
    version, form = _draft(deliberation), ConcernForm(request.POST)
    if version is None:
        return redirect("constitution:concerns", deliberation.slug)
    given = {name: request.POST.get(name, "") for name in ("why", "text")}
    if not form.is_valid():
        return _show(
            request, deliberation, refused=Typed(_("This could not be read; please try again."), **given)
        )
    values = form.cleaned_data
    there = f"{reverse('constitution:concerns', args=[deliberation.slug])}#{slugify(values['kind'])}"
    if _was_sent(deliberation, values["key"]):
        return redirect(there)
    concern = concern_at(version, values["kind"], values["principle"], values["other"])
    if concern is None:
        gone = _("This is settled: somebody else has changed the draft meanwhile. Nothing else was changed.")
        return _show(request, deliberation, refused=Typed(gone, **given))
    try:
        done = _act(request, concern, values)
    except WorkRefused as refusal:
        return _show(request, deliberation, concern=concern, refused=Typed(str(refusal), **given))
    messages.success(request, done)
    return redirect(there)


@require_POST
@for_owners
def separate(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Make two principles of one again."""
    version, form = _draft(deliberation), SeparateForm(request.POST)
    there = redirect("constitution:concerns", deliberation.slug)
    if version is None:
        return there
    given = Typed("", request.POST.get("why", ""))
    if not form.is_valid():
        return _show(
            request, deliberation, refused=Typed(_("This could not be read; please try again."), given.why)
        )
    values = form.cleaned_data
    if _was_sent(deliberation, values["key"]):
        return there
    principle = version.principles.filter(number=values["principle"]).first()
    try:
        if principle is None:
            raise WorkRefused(_("This principle is not there any more: somebody else has changed the draft."))
        back = separate_principles(
            principle=principle,
            seen_revision=values["revision"],
            why=values["why"],
            separated_by=request.user,
            client_key=values["key"],
        )
    except WorkRefused as refusal:
        return _show(request, deliberation, refused=Typed(str(refusal), given.why))
    messages.success(
        request, _("They are two again: principle %(number)d is back.") % {"number": back.number}
    )
    return there


def _act(request: HttpRequest, concern: Concern, values: dict[str, Any]) -> str:
    """Do what was decided, and say what was done."""
    decision = values["decision"]
    if decision == "merge" and concern.other is not None:
        if concern.seen_mark != values["seen"]:
            raise WorkRefused(_("The draft has changed meanwhile. Please look again; nothing was changed."))
        one = merge_principles(
            first=concern.principle,
            second=concern.other,
            seen_revisions=(concern.principle.revision, concern.other.revision),
            why=values["why"],
            merged_by=request.user,
            text=values["text"],
            client_key=values["key"],
        )
        return _("They are one principle now: %(principle)s.") % {"principle": one.label}
    both = sorted((one for one in (concern.principle, concern.other) if one), key=lambda one: one.number)
    places = {"first": 0, "second": len(both) - 1}
    decided = decide_concern(
        concern=concern,
        decision="ordered" if decision in places else decision,
        prevails=both[places[decision]] if decision in places else None,
        why=values["why"],
        decided_by=request.user,
        seen=values["seen"],
        client_key=values["key"],
    )
    if decided.state == Concern.State.OPEN:
        return _("The decision is taken back.")
    return _("Decided, and kept with your reason.")


def _show(
    request: HttpRequest,
    deliberation: Deliberation,
    *,
    concern: Concern | None = None,
    refused: Typed | None = None,
) -> HttpResponse:
    version = _draft(deliberation)
    kinds = open_cards(version) if version else []
    card = _card_of(kinds, concern)
    if card is not None:
        card.typed = refused
    context = {
        "deliberation": deliberation,
        "version": version,
        "kinds": kinds,
        "count": sum(len(kind.cards) for kind in kinds),
        "decided": decided_cards(version) if version else [],
        "job": checks_of(version).first() if version else None,
        "refused": refused if card is None else None,
        "refused_card": card if card is not None else None,
    }
    return render(request, "constitution/concerns.html", context, status=409 if refused else 200)


def _was_sent(deliberation: Deliberation, key: str) -> bool:
    """Return whether this very form has done its work before: a double tap, or a lost answer."""
    return Event.objects.filter(deliberation=deliberation, participant=None, client_key=key).exists()


def _card_of(kinds: list[KindOfConcern], concern: Concern | None) -> ConcernCard | None:
    if concern is None:
        return None
    cards = (card for kind in kinds for card in kind.cards)
    return next((card for card in cards if card.concern.pk == concern.pk), None)


def _draft(deliberation: Deliberation) -> ConstitutionVersion | None:
    """Return the draft, the newest version as long as it is one."""
    latest = ConstitutionVersion.objects.of(deliberation).first()
    return latest if latest is not None and latest.may_be_edited else None
