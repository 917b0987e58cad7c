"""What the person who asks may see, for links that only some people need."""

from typing import Any

from django import template

from deliberation.models import Deliberation

register = template.Library()


@register.filter
def may_see_moderation(user: Any, deliberation: Deliberation) -> bool:
    """Return whether this account may open the moderation panel of the deliberation."""
    if not getattr(user, "is_authenticated", False) or not isinstance(deliberation, Deliberation):
        return False
    role = user.role_in(deliberation)
    return role is not None and role.may_see_moderation
