"""Starting an amendment, adding a principle to a draft by hand, and taking one out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from constitution.access import for_owners
from constitution.amending_forms import AddForm, AmendForm, DropForm
from constitution.models import ConstitutionVersion, PrincipleStatement
from constitution.services import add_principle, drop_principle, start_amendment
from deliberation.integrity.event_log import KeyReused
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Statement, StatementResult
from deliberation.voting.forms import new_client_key

State = ConstitutionVersion.State
SHOWN_STATEMENTS = 30
"""As many statements are offered at once; a word narrows them down."""


@for_owners
def amend(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Start a draft from a version that has been decided, and say why."""
    version = get_object_or_404(ConstitutionVersion.objects.of(deliberation), number=number)
    form = AmendForm(request.POST or None, version=version, initial={"key": new_client_key()})
    page = "constitution/amend.html"
    context = {"deliberation": deliberation, "version": version, "form": form}
    if request.method != "POST":
        return render(request, page, context)

    def act() -> str:
        draft = start_amendment(
            version=version,
            started_by=request.user,
            why=form.cleaned_data["why"],
            bring_back=form.cleaned_data.get("bring_back", []),
            set_aside_draft=form.cleaned_data.get("set_aside_draft", False),
            client_key=form.cleaned_data["key"],
        )
        words = {"number": draft.number, "parent": version.number}
        return _("Version %(number)d is a draft that starts from version %(parent)d.") % words

    return _sent(request, deliberation, form, act, page, context)


@for_owners
def add(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Choose an accepted statement that no principle of the draft stands for, and make it one."""
    version = _draft_of(request, deliberation)
    if version is None:
        return redirect("constitution:organise", deliberation.slug)
    form = AddForm(request.POST or None, initial={"key": new_client_key()})
    wanted = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    context = {
        "deliberation": deliberation,
        "version": version,
        "form": form,
        "wanted": wanted,
        "statements": _statements_to_add(version, wanted),
        "chosen": str(form.data.get("statement", "")),
    }
    page = "constitution/add_principle.html"
    if request.method != "POST":
        return render(request, page, context)

    def act() -> str:
        statement = deliberation.statements.filter(number=form.cleaned_data["statement"]).first()
        principle = add_principle(
            version=version,
            statement=statement or Statement(deliberation=deliberation, state=Statement.State.REJECTED),
            why=form.cleaned_data["why"],
            added_by=request.user,
            client_key=form.cleaned_data["key"],
        )
        return _("%(principle)s is new in the draft. Please look at its wording.") % {
            "principle": principle.label
        }

    return _sent(request, deliberation, form, act, page, context)


@for_owners
def drop(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Take a principle out of the draft, and say why."""
    version = _draft_of(request, deliberation)
    if version is None:
        return redirect("constitution:organise", deliberation.slug)
    principle = get_object_or_404(version.principles.with_sources(), number=number)
    initial = {"key": new_client_key(), "seen_revision": principle.revision}
    form = DropForm(request.POST or None, initial=initial)
    context = {"deliberation": deliberation, "version": version, "principle": principle, "form": form}
    page = "constitution/drop_principle.html"
    if request.method != "POST":
        return render(request, page, context)

    def act() -> str:
        label = principle.label
        drop_principle(
            principle=principle,
            why=form.cleaned_data["why"],
            dropped_by=request.user,
            seen_revision=form.cleaned_data["seen_revision"],
            client_key=form.cleaned_data["key"],
        )
        return _("%(principle)s is taken out; the reason is kept.") % {"principle": label}

    return _sent(request, deliberation, form, act, page, context)


def _sent(
    request: HttpRequest,
    deliberation: Deliberation,
    form: Any,
    act: Callable[[], str],
    page: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Act and lead back, or show the page again with what was typed and why it was not taken."""
    if form.is_valid():
        try:
            messages.success(request, act())
        except WorkRefused as refusal:
            form.add_error(None, str(refusal))
        except KeyReused:
            form.add_error(None, _("This page was out of date. Please open it again."))
        else:
            return redirect("constitution:organise", deliberation.slug)
    return render(request, page, context, status=422)


def _draft_of(request: HttpRequest, deliberation: Deliberation) -> ConstitutionVersion | None:
    version = ConstitutionVersion.objects.of(deliberation).filter(state=State.DRAFT).first()
    if version is None:
        messages.error(request, _("There is no draft to edit."))
    return version


def _statements_to_add(version: ConstitutionVersion, wanted: str) -> list[Statement]:
    """Return accepted statements that are no principle, the most surely agreed in every group first."""
    behind = PrincipleStatement.objects.filter(principle__version=version).values("statement")
    found = version.deliberation.statements.accepted().exclude(pk__in=behind)
    if wanted.isdecimal():
        found = found.filter(number=int(wanted[:15]))
    elif wanted:
        found = found.filter(text__icontains=wanted)
    measured = StatementResult.objects.filter(analysis=version.analysis_id, statement=OuterRef("pk"))
    surest = Subquery(measured.values("consensus_lower_bound")[:1])
    ordered = found.annotate(surest=surest).order_by(F("surest").desc(nulls_last=True), "number")
    return list(ordered[:SHOWN_STATEMENTS])
