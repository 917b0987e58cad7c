"""What the pages of a constitution tell other sites of themselves."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from constitution.sharing import social
from deliberation.sharing.social import SharedPage

register = template.Library()


@register.simple_tag(takes_context=True)
def shared_version(context: dict[str, Any]) -> SharedPage:
    """The page of a version, as it is shared."""
    return social.shared_version(context["request"], context["version"])


@register.simple_tag(takes_context=True)
def shared_principle(context: dict[str, Any]) -> SharedPage:
    """The page of a principle, as it is shared."""
    return social.shared_principle(context["request"], context["version"], context["principle"])


@register.simple_tag(takes_context=True)
def shared_change(context: dict[str, Any], name: str) -> SharedPage:
    """The page of what a version changed in a model, as it is shared; `name` is that of its address."""
    title = _("What this constitution changed")
    return social.shared_change(context["request"], context["version"], name, title)
