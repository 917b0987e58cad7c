"""Invitations, the organisers and their roles, translations of their texts, and copies."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deliberation.interchange.row_rights import rows_are_public
from deliberation.models import Deliberation, DeliberationTranslation, Membership, Role
from deliberation.organising.access import for_owners
from deliberation.organising.copying import copy_deliberation
from deliberation.organising.form_fields import site_time_zone
from deliberation.organising.inviting import invite, known_codes, revoke_batch
from deliberation.organising.languages import language_name
from deliberation.organising.members import remove_member, set_role, set_row_right
from deliberation.organising.people_forms import CopyForm, InvitationsForm, MemberForm, TranslationForm
from deliberation.organising.row_downloads import rows_token
from deliberation.organising.services import StepRefused, record_change
from deliberation.organising.subjects import frame
from deliberation.results.csv_response import csv_response
from deliberation.voting.forms import new_client_key

MADE_SECONDS = 24 * 3600
"""How long sending the same form again makes no second set of codes."""


@for_owners
def invitations(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Batches of invitation codes; fresh ones are shown this once."""
    form = InvitationsForm(request.POST or None, initial={"key": new_client_key()})
    context: dict[str, Any] = {"form": form, "time_zone": site_time_zone()}
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        if cache.add(f"invitations:{deliberation.pk}:{wanted['key']}", True, MADE_SECONDS):
            codes = invite(
                deliberation=deliberation,
                count=wanted["count"],
                batch=wanted["batch"],
                expires_at=wanted["expires_at"],
                user=request.user,
            )
            context |= {"codes": codes, "links": _links(request, deliberation, codes)}
        else:
            messages.warning(
                request,
                _(
                    "These codes were made already; nothing was made twice. If you did not see them, "
                    "take that batch back and make a new one."
                ),
            )
            return redirect("deliberation:organise_invitations", deliberation.slug)
    now = timezone.now()
    open_now = Q(used_at=None, revoked_at=None)
    expired = Q(expires_at__lte=now)
    context["batches"] = (
        deliberation.invitations.order_by()
        .values("batch")
        .annotate(
            made=Count("pk"),
            used=Count("pk", filter=Q(used_at__isnull=False)),
            revoked=Count("pk", filter=Q(used_at=None, revoked_at__isnull=False)),
            expired=Count("pk", filter=open_now & expired),
            unused=Count("pk", filter=open_now & (Q(expires_at=None) | Q(expires_at__gt=now))),
        )
        .order_by("batch")
    )
    context |= frame(deliberation, Role.OWNER, "invitations")
    context["by_invitation"] = deliberation.access == Deliberation.Access.INVITATION
    return render(
        request, "deliberation/organising/invitations.html", context, status=422 if form.errors else 200
    )


def _links(request: HttpRequest, deliberation: Deliberation, codes: list[str]) -> list[tuple[str, str]]:
    page = request.build_absolute_uri(reverse("deliberation:join", args=[deliberation.slug]))
    return [(code, f"{page}?code={code}") for code in codes]


@require_POST
@for_owners
def invitations_file(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """The codes that the page has just shown, with ready links, as a CSV file."""
    codes = known_codes(deliberation, request.POST.get("codes", ""))
    return csv_response(
        f"{deliberation.slug}-invitations.csv", ["code", "link"], _links(request, deliberation, codes)
    )


@require_POST
@for_owners
def revoke(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Take back the codes of a batch that nobody has used."""
    count = revoke_batch(deliberation=deliberation, batch=request.POST.get("batch", ""), user=request.user)
    words = ngettext("%(count)d unused code is taken back.", "%(count)d unused codes are taken back.", count)
    messages.success(request, words % {"count": count})
    return redirect("deliberation:organise_invitations", deliberation.slug)


@for_owners
def people(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Who helps to run the deliberation."""
    form = MemberForm(request.POST if "email" in request.POST else None)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, deliberation)
    if request.method == "POST" and "rows" in request.POST:
        return _set_row_right(request, deliberation)
    if request.method == "POST" and form.is_valid():
        try:
            set_role(deliberation=deliberation, user=request.user, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return _to_people(request, deliberation)
    context = frame(deliberation, Role.OWNER, "people") | {
        "form": form,
        "members": deliberation.memberships.select_related("user").order_by("user__email"),
        "rows_are_public": rows_are_public(deliberation),
        "rows_token": rows_token(request.user, deliberation),
    }
    return render(request, "deliberation/organising/people.html", context, status=422 if form.errors else 200)


def _set_row_right(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    membership = _named_member(deliberation, request.POST["rows"])
    may = request.POST.get("may") == "1"
    try:
        set_row_right(deliberation=deliberation, membership=membership, may=may, user=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("deliberation:organise_people", deliberation.slug)


def _named_member(deliberation: Deliberation, wanted: str) -> Membership:
    key = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0
    return get_object_or_404(deliberation.memberships.select_related("user"), pk=key)


def _remove(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    membership = _named_member(deliberation, request.POST["remove"])
    try:
        remove_member(deliberation=deliberation, membership=membership, user=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They no longer have a part in running this deliberation."))
    return _to_people(request, deliberation)


def _to_people(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Come back to the page, or leave where one has just given up one's own part."""
    if request.user.role_in(deliberation) == Role.OWNER:
        return redirect("deliberation:organise_people", deliberation.slug)
    return redirect("deliberation:home")


@for_owners
def translation(request: HttpRequest, deliberation: Deliberation, language: str) -> HttpResponse:
    """The organisers' texts in another language."""
    if language not in deliberation.languages:
        raise Http404("Not a language of this deliberation.")
    held = deliberation.translations.filter(language=language).first() or DeliberationTranslation(
        deliberation=deliberation, language=language
    )
    before = {name: getattr(held, name) for name in TranslationForm.Meta.fields}
    form = TranslationForm(request.POST or None, instance=held, original=deliberation)
    if request.method == "POST" and form.is_valid():
        form.save()
        record_change(
            deliberation=deliberation,
            subject="translation",
            before=before | {"language": language},
            after={name: getattr(held, name) for name in before} | {"language": language},
            user=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("deliberation:organise_about", deliberation.slug)
    context = frame(deliberation, Role.OWNER, "about") | {
        "form": form,
        "next_subject": None,
        "language_code": language,
        "language": language_name(language),
        "rows": [(form[name], field.original) for name, field in form.fields.items()],
    }
    status = 422 if form.errors else 200
    return render(request, "deliberation/organising/translation.html", context, status=status)


@for_owners
def copy(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """A new draft like this deliberation, without its people and votes."""
    title = _("%(title)s (new)") % {"title": deliberation.title}
    form = CopyForm(request.POST or None, initial={"title": title[:200]})
    if request.method == "POST" and form.is_valid():
        made = copy_deliberation(source=deliberation, user=request.user, **form.cleaned_data)
        messages.success(request, _("Your draft is made. Only you can see it until you open it."))
        return redirect("deliberation:organise", made.slug)
    context = frame(deliberation, Role.OWNER) | {"form": form, "is_copy": True}
    return render(request, "deliberation/organising/copy.html", context, status=422 if form.errors else 200)
