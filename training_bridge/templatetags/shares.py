"""Differences of shares, as people read them."""

from django import template

from deliberation.templatetags.figures import signed

register = template.Library()


@register.filter
def points(difference: float) -> str:
    """Return a difference of two shares in percentage points, with its sign."""
    return signed(100 * difference, 0)
