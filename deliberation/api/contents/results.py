"""Results as programs get them: the same figures as on the pages, held back where the pages hold back."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from rest_framework.request import Request

from deliberation.api.contents.addresses import address_of
from deliberation.interchange.results_files import public_analysis
from deliberation.models import Analysis, Statement
from deliberation.results import sentences
from deliberation.results.certainty import Certainty, certainty_of
from deliberation.results.freshness import Freshness
from deliberation.results.measures import MEASURES, public_measure
from deliberation.results.overview import GroupPortrait, Overview, StatementLine, overview_of
from deliberation.results.tallies import Tally
from deliberation.results.verdicts import kind_of

DIGITS = 6


def results_content(request: Request, analysis: Analysis, freshness: Freshness) -> dict[str, Any]:
    """Return what the newest analysis of a deliberation found."""
    slug, overview = analysis.deliberation.slug, overview_of(analysis)
    return {
        "analysis": analysis_in_brief(request, slug, analysis),
        "freshness": {
            "age_seconds": max(0, int((timezone.now() - analysis.created_at).total_seconds())),
            "newer_votes": freshness.newer_votes,
            "is_under_way": freshness.is_under_way,
            "has_failed": freshness.has_failed,
        },
        "counts": _counts(overview),
        "sentences": {
            "opening": sentences.opening_sentences(overview),
            "uniting": sentences.uniting_title(overview),
            "dividing": sentences.dividing_title(overview),
            "map": sentences.map_title(overview),
        },
        "groups": [_group(portrait) for portrait in overview.groups],
        "uniting": [line_content(line) for line in overview.uniting],
        "dividing": [line_content(line) for line in overview.dividing],
        "rejected": [line_content(line) for line in overview.rejected],
        "certainty": _certainty(certainty_of(analysis)),
        "holds_back": overview.holds_back,
        "statements": address_of(request, "api:results_statements", slug),
        "page": address_of(request, "deliberation:results", slug),
    }


def analysis_in_brief(request: Request, slug: str, analysis: Analysis) -> dict[str, Any]:
    """Return a stored analysis for a list; `grouped_by` has to be at hand."""
    return {
        "result_hash": analysis.result_hash,
        "input_hash": analysis.input_hash,
        "grouped_by": analysis.grouped_by.result_hash if analysis.grouped_by else None,
        "mode": analysis.mode,
        "participants": analysis.participant_count,
        "statements": analysis.statement_count,
        "votes": analysis.vote_count,
        "event_watermark": analysis.event_watermark,
        "created_at": analysis.created_at,
        "url": address_of(request, "api:analysis", slug, analysis.result_hash),
    }


def analysis_content(analysis: Analysis) -> dict[str, Any]:
    """Return all that everybody may know of a stored analysis, which never changes."""
    return {
        **public_analysis(analysis),
        "grouped_by": analysis.grouped_by.result_hash if analysis.grouped_by else None,
        "event_watermark": analysis.event_watermark,
        "created_at": analysis.created_at,
    }


def lines_content(lines: Iterable[StatementLine]) -> list[dict[str, Any]]:
    """Return statements with their votes and measures."""
    return [line_content(line) for line in lines]


def line_content(line: StatementLine) -> dict[str, Any]:
    """Return one statement with the votes on it and its measures, as far as they are shown."""
    has_groups = len(line.by_group) > 1
    return {
        **_words(line.statement),
        "outcome": kind_of(line),
        "votes": _tally(line.everyone),
        "by_group": [
            {"group": letter, "tally": _tally(tally)}
            for letter, tally in zip(line.group_letters, line.by_group, strict=True)
        ]
        if has_groups
        else [],
        "measures": {name: _measure(line, name) for name in MEASURES},
    }


def _words(statement: Statement) -> dict[str, Any]:
    return {
        "statement": statement.number,
        "text": None if statement.erased_at else statement.text,
        "language": statement.language,
    }


def _tally(tally: Tally | None) -> dict[str, Any] | None:
    if tally is None:
        return None
    low, high = tally.agree_interval
    return {
        "votes": tally.votes,
        "agree": tally.agree,
        "disagree": tally.disagree,
        "pass": tally.passed,
        "agree_low": round(low, DIGITS),
        "agree_high": round(high, DIGITS),
    }


def _measure(line: StatementLine, name: str) -> float | int | bool | None:
    if name == "agreed":
        return line.result.agreed
    value = public_measure(line, name)
    if isinstance(value, str):
        return None
    return round(value, DIGITS) if isinstance(value, float) else value


def _group(portrait: GroupPortrait) -> dict[str, Any]:
    return {
        "letter": portrait.letter,
        "size": portrait.group.size,
        "share": round(portrait.share, DIGITS),
        "stability": portrait.group.stability,
        "representative": [
            {
                **_words(found.line.statement),
                "position": found.position,
                "share_of_group": round(found.own_share, DIGITS) if found.is_public else None,
                "share_of_others": round(found.others_share, DIGITS) if found.is_public else None,
            }
            for found in portrait.representative
        ],
    }


def _counts(overview: Overview) -> dict[str, int]:
    return {
        "participants": overview.analysis.participant_count,
        "placed": overview.placed,
        "unplaced": overview.unplaced,
        "votes": overview.analysis.vote_count,
        "statements": overview.statement_count,
        "agreed": overview.agreed_count,
        "agreed_firmly": overview.firm_count,
        "divisive": overview.divisive_count,
    }


def _certainty(certainty: Certainty) -> dict[str, Any]:
    return {
        "votes_cast_share": round(certainty.filled, DIGITS),
        "votes_per_person": round(certainty.votes_per_person, DIGITS),
        "explained_variance": round(certainty.explained, DIGITS),
        "without_groups": certainty.without_groups,
        "group_agreement": certainty.agreement,
        "redrawn_assemblies": certainty.redrawn,
    }
