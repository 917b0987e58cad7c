"""Who may draft, edit and ratify."""

from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Role, User


def check_owner(user: User | None, deliberation: Deliberation) -> None:
    """Refuse accounts that do not own the deliberation; without an account it is a command's own act.

    Raises:
        PermissionError: the account is not an owner of this deliberation.
    """
    if user is not None and user.role_in(deliberation) != Role.OWNER:
        raise PermissionError(_("Only owners of this deliberation decide about its constitution."))
