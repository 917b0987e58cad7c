"""What pages tell other sites of themselves, and how readers pass them on."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from deliberation.sharing import social
from deliberation.sharing.social import Facts, SharedPage

register = template.Library()

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def linked_data(facts: Facts) -> SafeString:
    """Return facts as a block of linked data: no text in it can end the block or begin another."""
    written = json.dumps(facts, ensure_ascii=False).translate(_ESCAPED)
    block = f'<script type="application/ld+json">{written}</script>'
    return mark_safe(block)  # noqa: S308 (escaped above)  # nosec


@register.simple_tag(takes_context=True)
def shared_deliberation(context: dict[str, Any]) -> SharedPage:
    """The page of a deliberation, as it is shared."""
    return social.shared_deliberation(context["request"], context["deliberation"], context["introduction"])


@register.simple_tag(takes_context=True)
def shared_results(context: dict[str, Any]) -> SharedPage:
    """The page of the results, as it is shared."""
    return social.shared_results(
        context["request"], context["deliberation"], context["analysis"], context["sentences"]
    )


@register.simple_tag(takes_context=True)
def shared_statement(context: dict[str, Any]) -> SharedPage:
    """The page of a statement's result, as it is shared."""
    return social.shared_statement(
        context["request"], context["deliberation"], context["analysis"], context["line"]
    )
