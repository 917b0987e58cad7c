"""How django-allauth fits this site: who may make an account, where one lands, whom a limit counts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from deliberation.integrity.rate_limits import network_of
from deliberation.models import Membership, Role, User

ADDRESS_CONFIRMATION = "allauth.account.stages.EmailVerificationStage"


class AccountAdapter(DefaultAccountAdapter):
    """The answers of this site to what django-allauth asks."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a stranger may make an account."""
        return bool(settings.SIGN_UP_OPEN)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the moderation panel of the newest deliberation one has a part in, else to the start."""
        return landing_page(request.user) if isinstance(request.user, User) else _start()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead a new account to the start, unless it came from somewhere."""
        return _start()

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count a whole network as one, as our own limits do."""
        return network_of(request)

    def get_login_stages(self) -> list[str]:
        """Replace the confirmation of the address by ours, which trusts what the operator has set up."""
        ours = f"{__name__}.{AddressConfirmation.__name__}"
        return [ours if stage == ADDRESS_CONFIRMATION else stage for stage in super().get_login_stages()]


class ServiceAdapter(DefaultSocialAccountAdapter):
    """The answers of this site about the operator's own sign-in service."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Find the account of an address that the service has verified, which counts as confirmed here too.

        Without that an account that the operator made would lose its password and be asked for a code.
        """
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found is not None:
            address = address_of(*found)
            address.verified = True
            address.save(update_fields=["verified"])
        return found


class AddressConfirmation(EmailVerificationStage):
    """Whoever signs up confirms the address first; an account with a password needs not.

    Signing up asks for no password, and one can be chosen only once the address is confirmed. An account
    that has a password and an unconfirmed address was therefore made by the operator, who knows whose it is.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Let an account of the operator's pass; send everybody else the code."""
        if not self.login.signup and self.login.user.has_usable_password():
            return None, True
        response, goes_on = super().handle()
        return response, goes_on


def address_of(user: User, email: str = "") -> EmailAddress:
    """Return the row in which it is noted whether an address of an account is confirmed; make it if need be.

    An account that was not made on the website has none yet, and a code could not confirm it.
    """
    first = not EmailAddress.objects.filter(user=user, primary=True).exists()
    address, _is_new = EmailAddress.objects.get_or_create(
        user=user, email=(email or user.email).lower(), defaults={"primary": first}
    )
    return address


def landing_page(user: User) -> str:
    """Return the moderation panel of the newest deliberation that the account may see, or the start."""
    memberships = Membership.objects.filter(user=user).select_related("deliberation")
    for membership in memberships.order_by("-deliberation_id"):
        if Role(membership.role).may_see_moderation:
            return reverse("deliberation:moderation_queue", args=[membership.deliberation.slug])
    return _start()


def _start() -> str:
    return resolve_url(settings.LOGIN_REDIRECT_URL)
