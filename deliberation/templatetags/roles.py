"""What the person who asks may see, for links that only some people need."""

from typing import Any

from django import template

from deliberation.models import Deliberation, Role
from deliberation.organising.access import may_start

register = template.Library()


@register.filter
def may_see_moderation(user: Any, deliberation: Deliberation) -> bool:
    """Return whether this account may open the moderation panel of the deliberation."""
    if not getattr(user, "is_authenticated", False) or not isinstance(deliberation, Deliberation):
        return False
    role = user.role_in(deliberation)
    return role is not None and role.may_see_moderation


@register.filter
def may_start_a_deliberation(user: Any) -> bool:
    """Return whether this account may start a deliberation of its own."""
    return may_start(user)


@register.filter
def role_name(role: str) -> str:
    """Return the name of a stored role in the reader's language."""
    return str(Role(role).label) if role in Role.values else role
