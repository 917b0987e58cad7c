"""One page to sign in: with a password, a code by e-mail, a passkey, or the operator's own service."""

import logging
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, ngettext
from requests.exceptions import RequestException

from deliberation.integrity.rate_limits import is_uncounted, network_of, seconds_to_wait
from deliberation.people.accounts import address_of

logger = logging.getLogger(__name__)


class SignInForm(LoginForm):
    """An e-mail address, and a password for those who have one; without it, a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = gettext_lazy("Email"), gettext_lazy("Password")
        login.widget.attrs.update({"autocomplete": "username webauthn", "autocapitalize": "none"})
        password.help_text = gettext_lazy("Leave it empty, and we send a code to your address instead.")
        password.required = password.widget.is_required = False
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_password(self) -> str:
        """Take no notice of a password that a browser filled in for somebody who asked for a code."""
        return "" if "code" in self.data else str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        """See to it that a code sent to an account can confirm its address."""
        cleaned: dict[str, Any] = super().clean()
        if self.user is not None:
            address_of(self.user)
        return cleaned

    def _setup_password_field(self) -> None:
        """Keep the field: signing up asks for no password, but an organiser may have one."""


class SignIn(LoginView):
    """Signing in; only so many attempts per network and per address."""

    form_class = SignInForm
    template_name = "deliberation/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at what was sent, unless there were too many attempts."""
        email = request.POST.get("login", "").strip().lower()
        wait = max(
            _seconds_to_wait("network", network_of(request)),
            _seconds_to_wait("address", email),
        )
        return self._ask_to_wait(email, wait) if wait else super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the address that a link names, such as the one in a code's e-mail."""
        return super().get_initial() | {"login": self.request.GET.get("email", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page offers here."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"service": service_name(), "sign_up_open": settings.SIGN_UP_OPEN}

    def _ask_to_wait(self, email: str, wait: int) -> HttpResponse:
        message = _cannot_be_counted(wait) if is_uncounted() else _too_many_attempts(wait)
        form = self.form_class(request=self.request, initial={"login": email})
        response = self.render_to_response(self.get_context_data(form=form, refusal=message), status=429)
        response.headers["Retry-After"] = str(wait)
        return response


def _seconds_to_wait(*who: str) -> int:
    return seconds_to_wait(settings.SIGN_IN_RATE_LIMIT, "sign-in", *who, counted_in_common=True)


def _too_many_attempts(wait: int) -> str:
    return ngettext(
        "Too many attempts. Please wait %(seconds)d second and try again.",
        "Too many attempts. Please wait %(seconds)d seconds and try again.",
        wait,
    ) % {"seconds": wait}


def _cannot_be_counted(wait: int) -> str:
    return ngettext(
        "Nobody can sign in just now: a part of this site does not answer. "
        "Please try again in %(seconds)d second.",
        "Nobody can sign in just now: a part of this site does not answer. "
        "Please try again in %(seconds)d seconds.",
        wait,
    ) % {"seconds": wait}


def service_name() -> str:
    """Return what the operator calls their own sign-in service, or "" where there is none."""
    services = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return str(services[0]["name"]) if services else ""


def with_service(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the operator's own service, by a page that goes on by itself.

    A redirect in answer to a form would have to be allowed by the content security policy for every site that
    the service may lead on to; a page that refreshes itself needs no such permission.
    """
    try:
        answer: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException as error:
        logger.warning("The sign-in service cannot be reached: %s", error)
        return render(request, "socialaccount/authentication_error.html", status=503)
    if answer.status_code != 302:
        return answer
    context = {"redirect_to": answer.headers["Location"], "service": service_name()}
    return render(request, "socialaccount/login_redirect.html", context)
