"""Whom else a decision needs, for the panel's templates."""

from typing import Any

from django import template

from deliberation.models import Statement
from deliberation.moderation.company import Company, company_for

register = template.Library()


@register.simple_tag(takes_context=True)
def company_of(context: dict[str, Any], statement: Statement) -> Company:
    """Return whom a decision about the statement needs beside the account that looks at it.

    Several parts of one page ask for it; it is looked up once.
    """
    request = context["request"]
    known = request.__dict__.setdefault("company_by_statement", {})
    if statement.pk not in known:
        known[statement.pk] = company_for(statement, request.user)
    found: Company = known[statement.pk]
    return found
