"""Whether the principles do justice to the public: its topics, and its cohesive parts."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from constitution.reading.left_out import REASONS, why_not_trainable
from deliberation.models import StatementResult
from deliberation.results.small_cells import SMALLEST
from deliberation.results.tallies import nothing_is_held_back


@dataclass(frozen=True)
class MissingTopic:
    """A topic that people spoke of and no principle is about.

    Attributes:
        name: made of the words of its statements, or "Other".
        statements: how many people voted on.
        best: its best statement, `{"statement", "text", "language", "lower_bound", ...}`; None without votes.
        score: the share of each group that at least agrees with it; None where it must not be shown.
        reason: why it is no principle.
    """

    name: str
    statements: int
    best: dict[str, Any] | None
    score: float | None
    reason: Promise | str


@dataclass(frozen=True)
class Audit:
    """Whether a part of the public that is of one mind got less than its share.

    Attributes:
        ok: nobody did, as far as principles that every group agrees with go.
        worst: the part that is furthest from its share; None where nobody is.
        asking_all: the same among all statements, agreed in every group or not.
        people_per_principle: so many of one mind are due one principle.
    """

    ok: bool
    worst: dict[str, Any] | None
    asking_all: dict[str, Any] | None
    people_per_principle: float | None


def missing_topics(version: ConstitutionVersion) -> list[MissingTopic]:
    """Return the topics without a principle, those with the most statements first."""
    missing = [topic for topic in version.topic_coverage if not topic["principles"]]
    shown = _bounds_may_be_shown(version, [topic["best"]["statement"] for topic in missing if topic["best"]])
    return sorted((_missing(topic, shown) for topic in missing), key=lambda topic: -topic.statements)


def _missing(topic: dict[str, Any], shown: set[int]) -> MissingTopic:
    best = topic["best"]
    return MissingTopic(
        name=_("Other") if topic.get("is_other") else topic["name"],
        statements=topic["statements"],
        best=best,
        score=best["lower_bound"] if best and best["statement"] in shown else None,
        reason=(why_not_trainable(best) or REASONS.get(best["reason"], ("",))[0]) if best else "",
    )


def _bounds_may_be_shown(version: ConstitutionVersion, numbers: list[int]) -> set[int]:
    """Return those statements of which every group's votes are public, so that their bounds may be."""
    rows = StatementResult.objects.filter(
        analysis=version.analysis_id, statement__number__in=numbers
    ).values_list("statement__number", "votes", "by_group")
    return {
        number
        for number, votes, groups in rows
        if nothing_is_held_back(votes, [group["votes"] for group in groups])
    }


def audit_of(version: ConstitutionVersion) -> Audit | None:
    """Return the audit of justified representation as a page shows it; None for drafts without one."""
    found = version.justified_representation
    if not found:
        return None
    asking_all = found.get("all_statements")
    return Audit(
        ok=bool(found["ok"]),
        worst=_without_few(found.get("worst")),
        asking_all=asking_all and {**asking_all, "worst": _without_few(asking_all.get("worst"))},
        people_per_principle=found.get("people_per_principle"),
    )


def _without_few(worst: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the part of the public, with neither number nor share where it is a handful of people."""
    if worst and worst["people"] < SMALLEST:
        return {**worst, "people": None, "share": None, "by_group": []}
    return worst
