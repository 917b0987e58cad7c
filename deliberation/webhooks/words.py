"""Why nothing is sent to an address, in words for who entered it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.webhooks.targets import Reason

WORDS: dict[Reason, str | Promise] = {
    Reason.UNREADABLE: _("This is not the address of a server. It has to begin with https://."),
    Reason.TOO_LONG: _("The address is too long."),
    Reason.CREDENTIALS: _("The address must not hold a user name or a password."),
    Reason.FRAGMENT: _("The address must not hold a # part: servers never see it."),
    Reason.NO_NAME: _("No server of this name was found."),
    Reason.PRIVATE: _("Nothing is sent into private networks or to this machine itself."),
    Reason.NO_TLS: _("The address has to begin with https://."),
    Reason.PORT: _("Messages go to port 443 or 8443 alone."),
}
