"""Where moderators let in what participants suggest for principles, or keep it out and say why."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from constitution.models import Suggestion
from constitution.ratification_forms import DecideSuggestionForm
from constitution.services import SuggestionAsRead, SuggestionChanged, moderate_suggestion
from deliberation.models import Deliberation, Role
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.decided import counts_of_tabs
from deliberation.moderation.marks import marks_in
from deliberation.voting.forms import new_client_key

PER_PAGE = 20
State = Suggestion.State


@require_safe
@for_moderation
def suggestions(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """The suggestions that wait, or those that are shown or were kept out."""
    state = request.GET.get("state", "")
    state = state if state in State.values else str(State.WAITING)
    return _show(request, deliberation, role, state=state, number=request.GET.get("page"))


@require_POST
@for_deciding
def decide_suggestion(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Let a suggestion in or keep it out, and show the ones that come next."""
    form = DecideSuggestionForm(request.POST)
    if not form.is_valid():
        raise Http404("No such suggestion.")
    as_read = form.cleaned_data["suggestion"]
    try:
        moderate_suggestion(
            deliberation=deliberation,
            as_read=as_read,
            outcome=form.cleaned_data["outcome"],
            why=form.cleaned_data["why"],
            decided_by=request.user,
            client_key=form.client_key,
        )
    except SuggestionChanged:
        messages.warning(
            request, _("This suggestion was reworded or decided about meanwhile; it was left as it is.")
        )
    if request.htmx:
        return _show(
            request, deliberation, request.user.role_in(deliberation), state=as_read.state, number=None
        )
    address = reverse("constitution:suggestions", args=[deliberation.slug])
    return redirect(address if as_read.state == State.WAITING else f"{address}?state={as_read.state}")


def _show(
    request: HttpRequest, deliberation: Deliberation, role: Role | None, *, state: str, number: str | None
) -> HttpResponse:
    own = Suggestion.objects.filter(principle__version__constitution__deliberation=deliberation)
    rows = own.filter(state=state).select_related("principle__version").order_by("pk")
    page = Paginator(rows, PER_PAGE).get_page(number)
    for suggestion in page:
        suggestion.as_read = SuggestionAsRead.of(suggestion)
        suggestion.marks = marks_in(suggestion.text)
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "may_decide": bool(role and role.may_moderate),
        "tab": "suggestions",
        "counts": counts_of_tabs(deliberation),
        "state": state,
        "states": [(one.value, label) for one, label in _states()],
        "page": page,
        "key": new_client_key(),
    }
    template = "_suggestions.html" if request.htmx else "suggestions.html"
    return render(request, f"constitution/{template}", context)


def _states() -> list[tuple[Suggestion.State, str]]:
    return [(State.WAITING, _("Waiting")), (State.SHOWN, _("Shown")), (State.HIDDEN, _("Kept out"))]
