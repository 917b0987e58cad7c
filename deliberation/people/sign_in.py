from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Membership, Role
from deliberation.people.forms import SignInForm


class SignIn(LoginView):
    """Signing in with e-mail and password; only so many attempts per network and per address."""

    template_name = "deliberation/sign_in.html"
    authentication_form = SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the password, unless there were too many attempts; then it is not even looked at."""
        email = request.POST.get("username", "").strip().lower()
        wait = max(
            seconds_to_wait(settings.SIGN_IN_RATE_LIMIT, "sign-in", "network", network_of(request)),
            seconds_to_wait(settings.SIGN_IN_RATE_LIMIT, "sign-in", "address", email),
        )
        return self._ask_to_wait(email, wait) if wait else super().post(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        """Lead to the moderation panel of the newest deliberation one has a part in, else to the start."""
        memberships = Membership.objects.filter(user=self.request.user).select_related("deliberation")
        for membership in memberships.order_by("-deliberation_id"):
            if Role(membership.role).may_see_moderation:
                return reverse("deliberation:moderation_queue", args=[membership.deliberation.slug])
        return super().get_default_redirect_url()

    def _ask_to_wait(self, email: str, wait: int) -> HttpResponse:
        form = SignInForm(self.request, initial={"username": email})
        message = ngettext(
            "Too many attempts. Please wait %(seconds)d second and try again.",
            "Too many attempts. Please wait %(seconds)d seconds and try again.",
            wait,
        ) % {"seconds": wait}
        response = self.render_to_response(self.get_context_data(form=form, refusal=message), status=429)
        response.headers["Retry-After"] = str(wait)
        return response
