"""What a draft keeps of its selection, as JSON; the shapes are those of `ConstitutionVersion`."""

from typing import Any

from constitution.selection import SLATES, JustifiedRepresentation, LeftShort, RuleOutcome, on_their_own
from constitution.services.candidates import SCORES, AnalysedStatements, letter, votes_by_group
from constitution.services.selecting import MadeSelection
from constitution.services.topics import TopicsOf
from deliberation.models import DuplicateCandidate

DIGITS = 6
"""Decimal places of stored scores: enough to rank, and the same wherever they were computed."""


def selection_record(made: MadeSelection) -> dict[str, Any]:
    """Return the rules that were followed and what they were applied to."""
    analysis, tie = made.analysed.analysis, made.selection.tie
    return {
        **made.rules.as_dict(),
        "voters": analysis.participant_count,
        "groups": analysis.groups.count(),
        "resamples": made.resamples,
        "weighting": analysis.summary.get("weighting") if analysis.is_weighted else None,
        "tie": tie and {"in": list(tie.taken), "out": list(tie.left_out)},
        "possible_duplicates": possible_duplicates(made),
    }


def possible_duplicates(made: MadeSelection) -> list[dict[str, Any]]:
    """Return the pairs in the selection that may say the same and about which nobody has decided."""
    pairs = DuplicateCandidate.objects.filter(
        deliberation=made.analysed.analysis.deliberation_id,
        state=DuplicateCandidate.State.PROPOSED,
        warning="",
    ).values_list("first__number", "second__number", "similarity")
    chosen = {selected.number for selected in made.selection.selected}
    return [
        {"statements": [first, second], "similarity": round(similarity, DIGITS)}
        for first, second, similarity in pairs.order_by("first__number", "second__number")
        if {first, second} <= chosen
    ]


def scores_of(made: MadeSelection, number: int) -> dict[str, Any]:
    """Return every score of a statement, the bounds of each group, and the rules that choose it."""
    analysed = made.analysed
    column = analysed.column(number)
    bounds = zip(analysed.bounds[:, column], analysed.upper_bounds[:, column], strict=False)
    return {
        **{name: _rounded(analysed.score(name, number)) for name in SCORES},
        "by_group": [
            {"group": letter(group), "low": _rounded(float(low)), "high": _rounded(float(high))}
            for group, (low, high) in enumerate(bounds)
        ],
        "chosen_by": made.chosen_by.get(number, []),
    }


def rule_outcomes(made: MadeSelection, topics: TopicsOf) -> list[dict[str, Any]]:
    """Return what each rule would have chosen, and what it alone would have."""
    in_draft = {selected.number for selected in made.selection.selected}
    return [_outcome(outcome, made.analysed, in_draft, topics) for outcome in made.outcomes]


def _outcome(
    outcome: RuleOutcome, analysed: AnalysedStatements, in_draft: set[int], topics: TopicsOf
) -> dict[str, Any]:
    numbers = [int(analysed.candidates.numbers[column]) for column in outcome.columns]
    found = outcome.representation
    return {
        "rule": outcome.rule,
        "is_slate": outcome.rule in SLATES,
        "statements": numbers,
        "in_draft": len(in_draft & set(numbers)),
        "topics": len({topics.number_of(number) for number in numbers} - {None}),
        "justified_representation": found and _audit(found.worst, analysed, found.voters),
        "only_here": [
            {
                **_statement(analysed, only.column),
                "place": only.place,
                "score": _rounded(only.score),
                "places": only.places,
            }
            for only in outcome.only_here
        ],
    }


def audit_record(made: MadeSelection) -> dict[str, Any]:
    """Return the audit of the selection; {} where the analysis knows no participants."""
    found: JustifiedRepresentation | None = made.outcome.representation
    if found is None:
        return {}
    chosen = len(made.selection.selected)
    return {
        **_audit(found.worst, made.analysed, found.voters),
        "all_statements": _audit(found.worst_of_all, made.analysed, found.voters),
        "voters": found.voters,
        "people_per_principle": round(found.voters / chosen, 2) if chosen else None,
    }


def _audit(worst: LeftShort | None, analysed: AnalysedStatements, voters: int) -> dict[str, Any]:
    return {"ok": worst is None, "worst": worst and _left_short(worst, analysed, voters)}


def _left_short(worst: LeftShort, analysed: AnalysedStatements, voters: int) -> dict[str, Any]:
    groups = len(analysed.upper_bounds) if len(analysed.bounds) > len(analysed.upper_bounds) else 0
    return {
        **_statement(analysed, worst.column),
        "people": round(worst.people),
        "share": round(worst.people / voters, 2),
        "due": worst.due,
        "have": round(worst.have, 2),
        "by_group": [
            {"group": letter(group), "share": round(worst.by_part[group], 2)} for group in range(groups)
        ],
    }


def topic_coverage(made: MadeSelection, topics: TopicsOf) -> list[dict[str, Any]]:
    """Return each topic with how many principles it has, and its best statement where it has none."""
    chosen = [selected.number for selected in made.selection.selected]
    return [
        {
            "topic": topic.number,
            "name": topic.name,
            "is_other": topic.is_other,
            "principles": sum(topics.number_of(number) == topic.number for number in chosen),
            "statements": len(members := _measured(made, topics, topic.number)),
            "best": None if set(members) & set(chosen) else _best(made, members),
        }
        for topic in topics.topics
    ]


def _measured(made: MadeSelection, topics: TopicsOf, topic: int) -> list[int]:
    """Return the statements of a topic on which people voted, by number."""
    results = made.analysed.results
    return [number for number in topics.members.get(topic, []) if number in results and results[number].votes]


def _best(made: MadeSelection, numbers: list[int]) -> dict[str, Any] | None:
    """Return the statement of a topic that every group agrees with most surely, and why it is not in."""
    candidates = made.analysed.candidates
    about_ai = on_their_own(candidates)
    columns = [column for number in numbers if about_ai[column := made.analysed.column(number)]]
    if not columns:
        return None
    best = min(columns, key=lambda c: (-candidates.lower_bound[c], -candidates.geometric_mean[c], c))
    reason = next(out for out in made.selection.not_selected if out.number == int(candidates.numbers[best]))
    return {
        **_statement(made.analysed, best),
        "geometric_mean": _rounded(float(candidates.geometric_mean[best])),
        "lower_bound": _rounded(float(candidates.lower_bound[best])),
        "reason": reason.reason,
        "detail": with_letters(reason.reason, reason.detail),
    }


def contested_record(made: MadeSelection) -> list[dict[str, Any]]:
    """Return where the groups do not agree."""
    analysed = made.analysed
    return [
        {
            **_statement(analysed, analysed.column(contested.number)),
            "difference": round(contested.difference, DIGITS),
            "by_group": [
                {"group": letter(group), **counts}
                for group, counts in enumerate(votes_by_group(analysed.results[contested.number]))
            ],
        }
        for contested in made.selection.contested
    ]


def not_selected_record(made: MadeSelection) -> list[dict[str, Any]]:
    """Return every other statement with its reason."""
    return [
        {
            "statement": left_out.number,
            "text": made.analysed.statements[left_out.number].text,
            "reason": left_out.reason,
            "detail": with_letters(left_out.reason, left_out.detail),
        }
        for left_out in made.selection.not_selected
    ]


def with_letters(reason: str, detail: str) -> str:
    """Return the groups of a detail by their letters; other details as they are."""
    if reason not in {"too few votes", "divided", "not agreed"}:
        return detail
    return ",".join(letter(int(index)) for index in detail.split(",") if index)


def _statement(analysed: AnalysedStatements, column: int) -> dict[str, Any]:
    statement = analysed.statements[int(analysed.candidates.numbers[column])]
    return {"statement": statement.number, "text": statement.text, "language": statement.language}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
