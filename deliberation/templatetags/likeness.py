"""What is said beside two statements that resemble each other, for templates."""

from django import template

from deliberation.results.semantic_index import OPPOSITE

register = template.Library()


@register.filter
def means_opposite(warning: str) -> bool:
    """Whether a warning says that the two may be opposites, rather than that they may not be the same."""
    return warning in OPPOSITE
