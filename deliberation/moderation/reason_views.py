"""The tab of the moderation panel with the reasons people gave for their votes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation, Role, Statement
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.decided import counts_of_tabs
from deliberation.moderation.forms import ReasonsForm
from deliberation.moderation.reasons import moderate_reasons, reasons_in
from deliberation.voting.forms import new_client_key


@require_safe
@for_moderation
def reasons(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """The reasons that wait, or those that were let in or kept out."""
    state = request.GET.get("state", "")
    state = state if state in Statement.State.values else Statement.State.PENDING
    return _show(request, deliberation, role, state=state, number=request.GET.get("page"))


@require_POST
@for_deciding
def decide_reasons(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Let in or keep out one reason, or all of a page, and show the ones that come next."""
    form = ReasonsForm(request.POST)
    if not form.is_valid():
        raise Http404("No such reason.")
    changed = moderate_reasons(
        deliberation=deliberation,
        as_read=form.cleaned_data["as_read"],
        outcome=form.cleaned_data["outcome"],
        decided_by=request.user,
        client_key=form.client_key,
    )
    if changed:
        messages.warning(request, _changed_meanwhile(changed))
    state = form.cleaned_data["as_read"][0].state
    if request.htmx:
        return _show(request, deliberation, request.user.role_in(deliberation), state=state, number=None)
    address = reverse("deliberation:moderation_reasons", args=[deliberation.slug])
    return redirect(address if state == Statement.State.PENDING else f"{address}?state={state}")


def _show(
    request: HttpRequest, deliberation: Deliberation, role: Role | None, *, state: str, number: str | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "may_decide": bool(role and role.may_moderate),
        "tab": "reasons",
        "counts": counts_of_tabs(deliberation),
        "state": state,
        "page": reasons_in(deliberation, state, number),
        "key": new_client_key(),
    }
    template = "_reasons.html" if request.htmx else "reasons.html"
    return render(request, f"deliberation/moderation/{template}", context)


def _changed_meanwhile(changed: int) -> str:
    return ngettext(
        "%(changed)d reason was reworded or decided about in the meantime; it was left as it is.",
        "%(changed)d reasons were reworded or decided about in the meantime; they were left as they are.",
        changed,
    ) % {"changed": changed}
