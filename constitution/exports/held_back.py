"""What a draft says of single statements, without what would give away how a few people voted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from constitution.exports.public_votes import shown_of
from constitution.models import ConstitutionVersion
from deliberation.models import Analysis, StatementResult
from deliberation.results.small_cells import SMALLEST
from deliberation.results.tallies import PublicTallies

SCORES = frozenset({"score", "geometric_mean", "lower_bound"})
"""Numbers from which the votes on a statement could be computed."""


@dataclass(frozen=True)
class HeldBack:
    """What may be published of the votes on some statements, by number."""

    shown: Mapping[int, PublicTallies]

    @classmethod
    def of(cls, analysis: Analysis, numbers: Collection[int]) -> "HeldBack":
        """Read what may be published of these statements."""
        if not numbers:
            return cls({})
        results = StatementResult.objects.filter(
            analysis=analysis, statement__number__in=numbers
        ).select_related("statement")
        return cls({result.statement.number: shown_of(_votes(result)) for result in results})

    def from_rule_outcomes(self, outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what each rule would have chosen, as it may be published."""
        return [
            {
                **outcome,
                "justified_representation": self.from_audit(outcome.get("justified_representation") or {}),
                "only_here": [self._statement(one) for one in outcome.get("only_here", [])],
            }
            for outcome in outcomes
        ]

    def from_audit(self, audit: dict[str, Any]) -> dict[str, Any]:
        """Return the audit of the slate, as it may be published."""
        kept = {**audit}
        if audit.get("worst"):
            kept["worst"] = self._part_of_the_public(audit["worst"])
        if audit.get("all_statements"):
            kept["all_statements"] = self.from_audit(audit["all_statements"])
        return kept

    def from_topic_coverage(self, topics: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the topics with their best statements, as they may be published."""
        return [
            {**topic, "best": self._statement(topic["best"]) if topic.get("best") else None}
            for topic in topics
        ]

    def _statement(self, statement: dict[str, Any]) -> dict[str, Any]:
        kept = dict(statement)
        if not self._is_complete(statement["statement"]):
            kept |= dict.fromkeys(SCORES & statement.keys())
        if statement.get("reason") == "not accepted":
            kept["text"] = None
        return kept

    def _part_of_the_public(self, part: dict[str, Any]) -> dict[str, Any]:
        """Return a part of the public that agrees with a statement; few people are not counted out."""
        number = part.get("statement")
        shown = self.shown.get(number) if number is not None else None
        groups = shown.by_group if shown else ()
        kept = dict(part)
        if part.get("people", 0) < SMALLEST or (shown and shown.everyone is None):
            kept |= {"people": None, "share": None}
        kept["by_group"] = [
            group if index < len(groups) and groups[index] else {**group, "share": None}
            for index, group in enumerate(part.get("by_group", []))
        ]
        return kept

    def _is_complete(self, number: int) -> bool:
        return number in self.shown and self.shown[number].is_complete


def statements_named_in(version: ConstitutionVersion) -> set[int]:
    """Return the numbers of the statements of which the audit, the rules and the topics tell scores."""
    audits = [version.justified_representation]
    audits += [outcome.get("justified_representation") or {} for outcome in version.rule_outcomes]
    audits += [audit["all_statements"] for audit in audits if audit.get("all_statements")]
    named = [audit["worst"] for audit in audits if audit.get("worst")]
    named += [one for outcome in version.rule_outcomes for one in outcome.get("only_here", [])]
    named += [topic["best"] for topic in version.topic_coverage if topic.get("best")]
    return {one["statement"] for one in named if one.get("statement") is not None}


def _votes(result: StatementResult) -> dict[str, Any]:
    everyone = {"agree": result.agree, "disagree": result.disagree, "pass": result.passed}
    return {**everyone, "by_group": result.by_group or [everyone]}
