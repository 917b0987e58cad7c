"""What a deliberation says of itself, as programs get it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rest_framework.request import Request

from deliberation.api.contents.addresses import address_of
from deliberation.models import Deliberation, Question
from deliberation.people.counts import Counts, counts_of
from deliberation.results.visibility import results_are_public

PAGES = {
    "introduction": "deliberation:deliberation",
    "voting": "deliberation:vote",
    "results": "deliberation:results",
    "constitution": "constitution:constitution",
    "training": "training_bridge:run_list",
    "moderation_log": "deliberation:moderation_log",
    "record": "deliberation:log",
}
LINKS = {
    "statements": "api:statements",
    "results": "api:results",
    "statement_results": "api:results_statements",
    "analyses": "api:analyses",
    "moderation_log": "api:moderation_log",
    "log_heads": "api:log_heads",
    "constitution_versions": "api:versions",
    "training_runs": "api:runs",
    "exports": "api:exports",
}


def deliberations_in_brief(request: Request, deliberations: Sequence[Deliberation]) -> list[dict[str, Any]]:
    """Return deliberations for a list, in three queries however many there are."""
    counts = counts_of(deliberations)
    return [_in_brief(request, one, counts[one.pk]) for one in deliberations]


def deliberation_content(request: Request, deliberation: Deliberation) -> dict[str, Any]:
    """Return all that a deliberation says of itself."""
    slug = deliberation.slug
    return {
        **_in_brief(request, deliberation, counts_of([deliberation])[deliberation.pk]),
        "log": deliberation.public_id,
        "translations": list(
            deliberation.translations.order_by("language").values(
                "language", "title", "description", "consent_text", "moderation_policy"
            )
        ),
        "phases": {
            "proposing": _phase(
                deliberation.proposing_from, deliberation.proposing_until, deliberation.takes_statements
            ),
            "voting": _phase(deliberation.voting_from, deliberation.voting_until, deliberation.takes_votes),
            "ratifying": _phase(
                deliberation.ratifying_from,
                deliberation.ratifying_until,
                deliberation.takes_ratification_votes,
            ),
        },
        "results_visibility": deliberation.results_visibility,
        "moderation": deliberation.moderation,
        "moderation_policy": deliberation.moderation_policy,
        "blind_moderation": deliberation.blind_moderation,
        "statement_length": deliberation.statement_length,
        "asks_proof_of_work": deliberation.asks_proof_of_work,
        "consent": {
            "version": deliberation.consent_version,
            "text": deliberation.consent_text,
            "language": deliberation.language,
        },
        "questions": [_question(question) for question in deliberation.questions.all()],
        "pages": {name: address_of(request, page, slug) for name, page in PAGES.items()},
        "links": {name: address_of(request, answer, slug) for name, answer in LINKS.items()},
    }


def _in_brief(request: Request, deliberation: Deliberation, counts: Counts) -> dict[str, Any]:
    return {
        "slug": deliberation.slug,
        "title": deliberation.title,
        "description": deliberation.description,
        "language": deliberation.language,
        "languages": deliberation.statement_languages,
        "state": deliberation.state,
        "access": deliberation.access,
        "takes_statements": deliberation.takes_statements,
        "takes_votes": deliberation.takes_votes,
        "results_are_public": results_are_public(deliberation),
        "counts": counts,
        "created_at": deliberation.created_at,
        "url": address_of(request, "api:deliberation", deliberation.slug),
        "page": address_of(request, "deliberation:deliberation", deliberation.slug),
    }


def _phase(begins_at: datetime | None, ends_at: datetime | None, is_open_now: bool) -> dict[str, Any]:
    return {"begins_at": begins_at, "ends_at": ends_at, "is_open_now": is_open_now}


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": question.text,
        "options": [str(option) for option in question.options],
        "translations": [
            {
                "language": language,
                "text": words.get("text", ""),
                "options": [str(option) for option in words.get("options", [])],
            }
            for language, words in sorted(question.translations.items())
        ],
    }
