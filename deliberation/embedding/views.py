"""Where a deliberation may be embedded, and the code that embeds it."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deliberation.embedding.forms import CodeForm, SitesForm
from deliberation.embedding.services import (
    allow_sites,
    embedding_of,
    renew_identity_secret,
    switch_identities_off,
)
from deliberation.models import Deliberation, Embedding, Role
from deliberation.organising.access import for_reading
from deliberation.organising.services import StepRefused
from deliberation.organising.subjects import frame

CODE_FIELDS = ("show", "accent", "ground", "ink", "language")


@csp_update({"frame-src": [SELF]})
@for_reading
def embedding(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Show and change where the deliberation may be shown; make the code and show what it will look like."""
    held = embedding_of(deliberation)
    if request.method != "POST":
        return _show(request, deliberation, role, held, SitesForm(embedding=held))
    if "new_secret" in request.POST:
        secret = renew_identity_secret(deliberation=deliberation, user=request.user)
        held = embedding_of(deliberation)
        return _show(request, deliberation, role, held, SitesForm(embedding=held), secret=secret)
    if "no_secret" in request.POST:
        switch_identities_off(deliberation=deliberation, user=request.user)
        messages.success(request, _("Identities of other sites are no longer taken."))
        return redirect("deliberation:organise_embedding", deliberation.slug)
    return _save(request, deliberation, role, held)


def _save(request: HttpRequest, deliberation: Deliberation, role: Role, held: Embedding) -> HttpResponse:
    form = SitesForm(request.POST, embedding=held)
    if not form.is_valid():
        return _show(request, deliberation, role, held, form, status=422)
    try:
        changed = allow_sites(deliberation=deliberation, user=request.user, **form.cleaned_data)
    except StepRefused as refusal:
        form.add_error("only_with_identity", str(refusal))
        return _show(request, deliberation, role, held, form, status=409)
    messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing was saved."))
    return redirect("deliberation:organise_embedding", deliberation.slug)


def _show(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    held: Embedding,
    form: SitesForm,
    *,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    asked_for = {name: request.GET[name] for name in CODE_FIELDS if name in request.GET}
    code_form = CodeForm({"show": "vote"} | asked_for)
    code_form.is_valid()
    asked = code_form.asked()
    here = {"origin": f"{request.scheme}://{request.get_host()}"}
    context: dict[str, Any] = frame(deliberation, role, "embedding") | {
        "form": form,
        "code_form": code_form,
        "embedding": held,
        "secret": secret,
        "code": code_for(request, deliberation, asked),
        "preview": reverse("deliberation:embed", args=[deliberation.slug], query=asked | here),
    }
    response = render(request, "deliberation/organising/embedding.html", context, status=status)
    if secret:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def code_for(request: HttpRequest, deliberation: Deliberation, asked: dict[str, str]) -> str:
    """Return the script tag for the page of another site; the template escapes nothing in it twice."""
    attributes = {"deliberation": deliberation.slug, **asked}
    written = " ".join(f'data-{name}="{value}"' for name, value in attributes.items())
    script = request.build_absolute_uri(reverse("deliberation:embed_script"))
    page = request.build_absolute_uri(reverse("deliberation:deliberation", args=[deliberation.slug]))
    fallback = f'<noscript><a href="{page}">{_("Take part on Concord")}</a></noscript>'
    return f'<script src="{script}" {written} async></script>\n{fallback}'
