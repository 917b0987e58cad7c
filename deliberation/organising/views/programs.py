"""The tokens with which programs act in a deliberation."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Role, Scope
from deliberation.organising.access import for_owners
from deliberation.organising.subjects import frame
from deliberation.organising.token_forms import TokenForm
from deliberation.organising.tokens import create_token, revoke_token
from deliberation.voting.forms import new_client_key

MADE_SECONDS = 24 * 3600
"""How long sending the same form again makes no second token."""


@for_owners
def programs(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Show the tokens; make and revoke them. A fresh one is shown this once."""
    if "revoke" in request.POST:
        return _revoke(request, deliberation)
    form = TokenForm(request.POST or None, initial={"key": new_client_key()})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if not cache.add(f"token:{deliberation.pk}:{form.cleaned_data['key']}", True, MADE_SECONDS):
            messages.warning(
                request,
                _("This token was made already. If you did not keep it, revoke it and make a new one."),
            )
            return redirect("deliberation:organise_programs", deliberation.slug)
        context["made"], context["secret"] = create_token(
            deliberation=deliberation,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at,
            user=request.user,
        )
    tokens = deliberation.api_tokens.select_related("created_by").order_by("-pk")
    context["tokens"] = [(token, [Scope(scope).label for scope in token.scopes]) for token in tokens]
    context |= frame(deliberation, Role.OWNER, "programs")
    return render(
        request, "deliberation/organising/programs.html", context, status=422 if form.errors else 200
    )


def _revoke(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    wanted = request.POST["revoke"]
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 12 else 0
    token = get_object_or_404(deliberation.api_tokens, pk=number)
    revoke_token(token=token, user=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("deliberation:organise_programs", deliberation.slug)
