"""What commands print about a selection."""

from typing import Any

from constitution.selection import Selected
from constitution.services.candidates import letter, votes_by_group
from constitution.services.selecting import MadeSelection
from constitution.services.selection_record import (
    audit_record,
    possible_duplicates,
    rule_outcomes,
    scores_of,
)
from constitution.services.topics import topics_of


def selection_summary(made: MadeSelection) -> dict[str, Any]:
    """Return the selected principles with what stands behind each, the audit, and what was unusual."""
    analysis = made.analysed.analysis
    return {
        "rule": made.rules.rule,
        "size": made.rules.size,
        "principles": [_principle(made, selected) for selected in made.selection.selected],
        "justified_representation": audit_record(made) or None,
        "weighting": analysis.summary.get("weighting") if analysis.is_weighted else None,
        "contested": [contested.number for contested in made.selection.contested],
        "possible_duplicates": possible_duplicates(made),
        "notes": notes_on(made),
    }


def with_all_rules(made: MadeSelection) -> dict[str, Any]:
    """Return the summary with, for each rule, its statements, its audit and what it alone chooses."""
    outcomes = rule_outcomes(made, topics_of(made.analysed.analysis.deliberation))
    rules = [
        {
            "rule": outcome["rule"],
            "statement_ids": outcome["statements"],
            "in_common": outcome["in_draft"],
            "only_here": outcome["only_here"],
            "justified_representation": outcome["justified_representation"],
        }
        for outcome in outcomes
    ]
    return {**selection_summary(made), "rules": rules}


def notes_on(made: MadeSelection) -> list[str]:
    """Say in sentences what somebody who asked for the selection would not expect of it."""
    notes, selection = [], made.selection
    asked, found = made.rules.size, len(selection.selected)
    if found < asked:
        notes.append(
            f"{asked} principles were asked for; {found} statements are agreed in every group and about how "
            "an AI answers, so there are no more."
        )
    groups = made.analysed.analysis.groups.count()
    if groups < 2:
        notes.append(
            "The analysis found no opinion groups: everybody counts as one, and what divides the two "
            "halves of the opinion space is left out."
            if not groups
            else "There is one opinion group: agreement across groups says no more than agreement overall."
        )
    if selection.tie:
        taken, out = (", ".join(map(str, side)) for side in (selection.tie.taken, selection.tie.left_out))
        notes.append(
            f"A tie: statements {taken} were taken and {out} left out, though {made.rules.rule} finds them "
            "equal. The higher lower bound decides, then the higher mean, more votes, the lower number."
        )
    return notes


def _principle(made: MadeSelection, selected: Selected) -> dict[str, Any]:
    number, analysed = selected.number, made.analysed
    result, scores = analysed.results[number], scores_of(made, number)
    by_group = votes_by_group(result)
    bounds = scores["by_group"]
    return {
        "statement_ids": list(selected.statement_numbers),
        "text": analysed.wording_of(selected.number).text,
        "statements": [analysed.statements[one].text for one in selected.statement_numbers],
        "score": scores.get(made.rules.rule, scores["geometric_mean"]),
        "lower_bound": scores["lower_bound"],
        "by_group": [
            {"group": letter(group), **votes, "low": bounds[group]["low"], "high": bounds[group]["high"]}
            for group, votes in enumerate(by_group)
        ],
        "radius": (
            {"added": result.robustness_added, "changed": result.robustness_changed}
            if result.agreed and result.robustness_added is not None
            else None
        ),
        "stability": made.stability.get(number),
        "scores": {name: value for name, value in scores.items() if name not in ("by_group", "chosen_by")},
        "chosen_by": scores["chosen_by"],
    }
