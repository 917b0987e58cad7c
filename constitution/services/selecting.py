"""Selecting principles from a stored analysis, with everything a draft says about the selection."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from constitution.selection import (
    EQUAL_SHARES,
    LOWER_BOUND,
    RULES,
    SLATES,
    RuleNotMeasured,
    RuleOutcome,
    Selection,
    SelectionRules,
    UnknownRule,
    compare_rules,
    on_their_own,
    select_principles,
    share_selected,
)
from constitution.services.ballots import ballots_of
from constitution.services.candidates import AnalysedStatements, analysed_statements
from deliberation.jobs import WorkRefused
from deliberation.models import Analysis, Deliberation, StoredResamples

DEFAULT_RULE = EQUAL_SHARES


@dataclass(frozen=True)
class MadeSelection:
    """A selection with what it was made from and what other rules would have made of it.

    Attributes:
        analysed: the statements.
        selection: the outcome of the rule asked for.
        outcomes: every rule that can be applied to this analysis, that rule among them.
        stability: by statement number, the share of the stored resamples that select it; empty without any.
        resamples: how many there are; None without.
    """

    analysed: AnalysedStatements
    selection: Selection
    outcomes: tuple[RuleOutcome, ...]
    stability: dict[int, float]
    resamples: int | None

    @property
    def rules(self) -> SelectionRules:
        """What the selection was told."""
        return self.selection.rules

    @property
    def outcome(self) -> RuleOutcome:
        """The outcome of the rule that was followed."""
        return next(outcome for outcome in self.outcomes if outcome.rule == self.rules.rule)

    @cached_property
    def chosen_by(self) -> dict[int, list[str]]:
        """By statement number, the rules that choose it."""
        numbers = self.analysed.candidates.numbers
        found: dict[int, list[str]] = {}
        for outcome in self.outcomes:
            for column in outcome.columns:
                found.setdefault(int(numbers[column]), []).append(outcome.rule)
        return found


def selection_rules(**told: Any) -> SelectionRules:
    """Return the rules of a selection from what somebody asked for; what is None stays as it is usually.

    Raises:
        WorkRefused: there is no such rule, or a number makes no sense.
    """
    given = {name: value for name, value in told.items() if value is not None}
    given["rule"] = str(given.get("rule", DEFAULT_RULE)).replace("-", "_")
    try:
        return SelectionRules(**given)
    except UnknownRule as error:
        known = ", ".join(RULES)
        raise WorkRefused(f"There is no rule called {given['rule']!r}. The rules are: {known}.") from error
    except ValueError as error:
        raise WorkRefused(f"A constitution cannot be drafted like this: {error}.") from error


def latest_analysis(deliberation: Deliberation) -> Analysis:
    """Return the analysis that a draft is made from.

    Raises:
        WorkRefused: there is none yet.
    """
    analysis = Analysis.objects.full().latest_of(deliberation)
    if analysis is None:
        raise WorkRefused("There is no analysis yet: run one first, then draft the constitution from it.")
    return analysis


def make_selection(analysis: Analysis, rules: SelectionRules) -> MadeSelection:
    """Select principles from an analysis, audit them, and hold every other rule beside.

    Raises:
        WorkRefused: the analysis lacks what the rule ranks by.
    """
    analysed = analysed_statements(analysis)
    ballots = ballots_of(analysed)
    if ballots is None and rules.rule in SLATES:
        raise WorkRefused(_not_measured(rules.rule))
    try:
        selection = select_principles(analysed.candidates, rules, ballots)
    except RuleNotMeasured as error:
        raise WorkRefused(_not_measured(rules.rule)) from error
    resamples = StoredResamples.objects.filter(analysis=analysis).first()
    return MadeSelection(
        analysed=analysed,
        selection=selection,
        outcomes=compare_rules(analysed.candidates, rules, ballots),
        stability=_stability(analysed, rules, resamples) if resamples else {},
        resamples=resamples.count if resamples else None,
    )


def _not_measured(rule: str) -> str:
    if rule in SLATES:
        return "The analysis knows no participants, so no fair slate can be chosen: take lower_bound instead."
    if rule.startswith("weighted"):
        return (
            f"The rule {rule} needs an analysis weighted to a population: set the population's shares and "
            "run the analysis again, or take another rule."
        )
    return f"The analysis did not measure what {rule} ranks by: run it again, or take {LOWER_BOUND}."


def _stability(
    analysed: AnalysedStatements, rules: SelectionRules, resamples: StoredResamples
) -> dict[int, float]:
    """Columns of the resamples are the statements with a result, by number."""
    candidates = analysed.candidates
    measured = np.array([number in analysed.results for number in candidates.numbers.tolist()])
    if not len(measured) or resamples.scores.shape[1] != measured.sum():
        return {}
    agreed = resamples.agreed
    eligible = on_their_own(candidates)[measured]
    numbers = candidates.numbers[measured]
    for place in np.flatnonzero(agreed.any(axis=0) & eligible).tolist():
        eligible[place] = not candidates.not_trainable[analysed.column(int(numbers[place]))]
    shares = share_selected(resamples.scores, agreed, eligible, rules.size)
    return dict(zip(numbers.tolist(), shares.tolist(), strict=True))
