"""What messages say: public facts, hashes, and where to read more; never what anybody wrote or is.

A message cannot be taken back. A statement's words can: their author may erase them, a moderator replace
them. So messages name the statement, and whoever wants its words reads them where they are kept.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from deliberation.models import Analysis, Deliberation, Statement
from deliberation.results.visibility import results_are_public


def deliberation_facts(deliberation: Deliberation) -> dict[str, Any]:
    """Return what every message says of where it happened."""
    return {
        "slug": deliberation.slug,
        "page": whole_address("deliberation:deliberation", deliberation.slug),
        "api": whole_address("api:deliberation", deliberation.slug),
    }


def statement_facts(statement: Statement) -> dict[str, Any]:
    """Return what a message about an accepted statement says."""
    return {
        "deliberation": deliberation_facts(statement.deliberation),
        "statement": {
            "number": statement.number,
            "api": whole_address("api:statement", statement.deliberation.slug, statement.number),
        },
    }


def analysis_facts(analysis: Analysis) -> dict[str, Any]:
    """Return what a message about an analysis says; where results are not public yet, that it is done."""
    deliberation = analysis.deliberation
    facts: dict[str, Any] = {"deliberation": deliberation_facts(deliberation)}
    if not results_are_public(deliberation):
        return facts | {"results_are_public": False}
    return facts | {
        "results_are_public": True,
        "analysis": {
            "result_hash": analysis.result_hash,
            "has_new_groups": analysis.grouped_by_id is None,
            "page": whole_address("deliberation:results", deliberation.slug),
            "api": whole_address("api:analysis", deliberation.slug, analysis.result_hash),
        },
    }


def whole_address(name: str, *arguments: str | int) -> str:
    """Return the whole address of a page, or of an answer for programs, by its name."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
