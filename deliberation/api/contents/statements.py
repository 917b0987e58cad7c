"""Statements as programs get them."""

import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from deliberation.api.contents.addresses import address_of
from deliberation.models import Deliberation, Statement


def statements_of(deliberation: Deliberation) -> QuerySet[Statement]:
    """Return the statements that were let in, by number, with all that is told of them."""
    return (
        Statement.objects.filter(deliberation=deliberation)
        .accepted()
        .order_by("number")
        .select_related("merged_into")
        .prefetch_related("translations")
    )


def statement_content(request: Request, slug: str, statement: Statement) -> dict[str, Any]:
    """Return one statement; `slug` is the deliberation's, for the addresses."""
    is_taken_back = statement.erased_at is not None
    return {
        "number": statement.number,
        "text": None if is_taken_back else statement.text,
        "language": statement.language,
        "translations": [] if is_taken_back else _translations(statement),
        "state": statement.state,
        "is_seed": statement.is_seed,
        "is_meta": statement.is_meta,
        "is_taken_back": is_taken_back,
        "merged_into": statement.merged_into.number if statement.merged_into else None,
        "proposed_on": statement.proposed_at and statement.proposed_at.astimezone(datetime.UTC).date(),
        "url": address_of(request, "api:statement", slug, statement.number),
        "result": address_of(request, "deliberation:statement_result", slug, statement.number),
    }


def _translations(statement: Statement) -> list[dict[str, Any]]:
    return [
        {
            "language": translation.language,
            "text": translation.text,
            "source": translation.source,
            "translator": translation.translator or None,
        }
        for translation in sorted(statement.translations.all(), key=lambda one: one.language)
    ]
