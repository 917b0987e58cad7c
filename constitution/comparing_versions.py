"""Two versions of a constitution as `version_difference` compares them, with what may be published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from constitution.models import ConstitutionVersion, Principle
from constitution.reading import Article
from constitution.services.hand_picking import DROPPED
from constitution.version_difference import ComparedPrinciple, ComparedVersion, Difference, difference
from deliberation.results.tallies import Tally

NAMES = {
    "overall": _("Share of all answers needed"),
    "every_group": _("Share needed in every group, more than"),
    "quorum": _("People who have to answer"),
    "group_quorum": _("People of every group who have to answer"),
    "silent_groups": _("If a group stays away"),
    "whole": _("Share needed for the whole"),
    "rejected": _("Principles that are not adopted"),
    "agree": _("Agree with its statement"),
    "votes": _("Votes on its statement"),
    "adopt": _("Adopted it as a principle"),
    "kind": pgettext_lazy("of a principle", "Kind"),
    "participants": _("People who took part in the ratification"),
    "analysis": _("Analysis of the votes"),
    "decided_by": _("Decided by"),
    "outcome": pgettext_lazy("of a vote", "Outcome"),
}
"""What the values that are compared are called."""
SHARES = {"overall", "every_group", "whole", "agree", "adopt"}
"""Which of them are shares."""


def compare_versions(earlier: ConstitutionVersion, later: ConstitutionVersion) -> Difference:
    """Compare two versions of one constitution."""
    lines = _lines_of_descent(later)
    return difference(_compared(earlier, lines), _compared(later, lines))


def _lines_of_descent(version: ConstitutionVersion) -> dict[int, int]:
    """Return for each principle of the constitution the first one that it goes back to."""
    rows = Principle.objects.filter(version__constitution=version.constitution_id)
    before = dict(rows.values_list("pk", "replaces_id"))
    found: dict[int, int] = {}
    for principle in before:
        first = principle
        while (former := before.get(first)) is not None:
            first = former
        found[principle] = first
    return found


def _compared(version: ConstitutionVersion, lines: dict[int, int]) -> ComparedVersion:
    principles = Principle.objects.filter(version=version).with_sources()
    if version.is_ratified:
        principles = principles.exclude(state=Principle.State.REJECTED)
    outcome = version.ratification or {}
    return ComparedVersion(
        preamble=version.preamble,
        principles=[_principle(principle, lines) for principle in principles],
        rule=version.rule or {},
        facts={
            "analysis": version.analysis.result_hash[:12],
            "decided_by": version.decided_by or None,
            "outcome": outcome.get("outcome"),
            "participants": outcome.get("participants"),
        },
    )


def _principle(principle: Principle, lines: dict[int, int]) -> ComparedPrinciple:
    article = Article(principle)
    return ComparedPrinciple(
        label=principle.label,
        text=principle.text,
        language=principle.language,
        line=str(lines[principle.pk]),
        statements=frozenset(link.statement.number for link in principle.statement_links.all()),
        facts={
            "kind": principle.kind,
            "agree": _share(article.everyone),
            "votes": article.everyone.votes if article.everyone else None,
            "adopt": _share(article.answers),
        },
    )


def _share(tally: Tally | None) -> float | None:
    return round(tally.agree_share, 2) if tally and tally.votes else None


def why_dropped(principle: ComparedPrinciple, later: ConstitutionVersion) -> str:
    """Return the reason that is kept with the later version, empty where there is none."""
    reasons = (one for one in later.not_selected if one["statement"] in principle.statements)
    return next((one["detail"] for one in reasons if one["reason"] == DROPPED), "")


def as_json(found: Difference, earlier: ConstitutionVersion, later: ConstitutionVersion) -> dict[str, Any]:
    """Return a difference as plain values."""
    return {
        "format": "concord-constitution-difference/1",
        "from": _named(earlier),
        "to": _named(later),
        "added": [{"id": one.label, "text": one.text} for one in found.added],
        "dropped": [
            {"id": one.label, "text": one.text, "why": why_dropped(one, later)} for one in found.dropped
        ],
        "reworded": [
            {
                "from": {"id": one.before.label, "text": one.before.text},
                "to": {"id": one.after.label, "text": one.after.text},
                "pieces": _pieces(one.pieces),
            }
            for one in found.reworded
        ],
        "moved": [{"from": one.before.label, "to": one.after.label} for one in found.moved],
        "votes": [
            {"from": one.before.label, "to": one.after.label, "changes": _changes(one.changes)}
            for one in found.kept
            if one.changes
        ],
        "unchanged": [{"from": one.before.label, "to": one.after.label} for one in found.unchanged],
        "preamble": _pieces(found.preamble) if found.preamble_changed else None,
        "rule": _changes(found.rule),
        "about": _changes(found.facts),
    }


def _named(version: ConstitutionVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "state": version.state,
        "sha256": version.content_sha256 or None,
        "parent": version.parent.number if version.parent else None,
        "reason_for_amending": version.reason_for_amending,
    }


def _pieces(pieces: Any) -> list[dict[str, str]]:
    return [{"kind": piece.kind, "text": piece.text} for piece in pieces]


def _changes(changes: Any) -> list[dict[str, Any]]:
    return [{"name": one.name, "before": one.before, "after": one.after} for one in changes]
