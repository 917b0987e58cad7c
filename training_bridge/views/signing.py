"""What a model would learn from, for the two people who say yes or no to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deliberation.models import Deliberation, Role
from deliberation.moderation.access import for_moderation
from training_bridge import services
from training_bridge.forms.sign_off import REFUSE, SignOffForm
from training_bridge.models import DataSignOff, TrainingRun
from training_bridge.shown_difference import people_who_may_sign, shown_difference
from training_bridge.views.finding import account_of, own_run


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderation
def sign_off(request: HttpRequest, deliberation: Deliberation, role: Role, public_id: str) -> HttpResponse:
    """Show the data of a run, and take a yes or no from those who decide in this deliberation."""
    run = own_run(deliberation, public_id)
    if request.method == "POST":
        if not role.may_moderate:
            raise PermissionDenied
        return _answer(request, deliberation, run, role)
    account = account_of(request)
    form = SignOffForm(initial={"data_sha256": run.data_sha256, "name": account.name if account else ""})
    return _page(request, deliberation, run, role, form)


def _answer(request: HttpRequest, deliberation: Deliberation, run: TrainingRun, role: Role) -> HttpResponse:
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return _page(request, deliberation, run, role, form, status=422)
    said = form.cleaned_data
    try:
        services.sign_off_data(
            run=run,
            data_sha256=said["data_sha256"],
            name=said["name"],
            account=account_of(request),
            refused=said["decision"] == REFUSE,
            reason=said["reason"],
        )
    except services.SignOffRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, deliberation, run, role, form, status=409)
    run.refresh_from_db()
    if said["decision"] != REFUSE:
        goes_on = run.is_under_way
        messages.success(
            request,
            _("Two people have signed: the run goes on.")
            if goes_on
            else _("Signed. A second person has to sign before the run goes on."),
        )
    return redirect("training_bridge:run", deliberation.slug, run.public_id)


def _page(
    request: HttpRequest,
    deliberation: Deliberation,
    run: TrainingRun,
    role: Role,
    form: SignOffForm,
    status: int = 200,
) -> HttpResponse:
    account = account_of(request)
    signed = DataSignOff.objects.filter(run=run).of_data(run.data_sha256)
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "run": run,
        "form": form,
        "difference": shown_difference(run),
        "sign_offs": signed,
        "has_signed": signed.filter(account=account).exists(),
        "may_sign": role.may_moderate,
        "is_owner": role == Role.OWNER,
        "signers": people_who_may_sign(deliberation),
    }
    return render(request, "training_bridge/sign_off.html", context, status=status)
