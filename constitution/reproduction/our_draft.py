"""The same votes by this platform's own method: groups, floor, fair slate, wording. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.reproduction.ccai_files import CcaiFiles
from constitution.reproduction.known_figures import PRINCIPLES
from constitution.selection import (
    EQUAL_SHARES,
    NOT_MERGED,
    Ballots,
    Candidates,
    RuleOutcome,
    Selection,
    SelectionRules,
    compare_rules,
    select_principles,
)
from constitution.wording import Wording, word_together
from deliberation.analysis.analysis_result import AnalysisResult
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix

LANGUAGE = "en"


@dataclass(frozen=True)
class OurDraft:
    """A draft by the rule that this platform follows unless told otherwise.

    Attributes:
        analysis: groups and agreement, in mode "stable".
        selection: which statements were chosen and why the others were not.
        wordings: of the chosen statements, in their order.
        outcomes: what every rule would have chosen, with its audit.
    """

    analysis: AnalysisResult
    selection: Selection
    wordings: tuple[Wording, ...]
    outcomes: tuple[RuleOutcome, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The principles, in the order of their statements."""
        return tuple(wording.text for wording in self.wordings)

    @property
    def statements(self) -> tuple[int, ...]:
        """The numbers of the statements behind them."""
        return tuple(chosen.number for chosen in self.selection.selected)

    @property
    def contested(self) -> tuple[int, ...]:
        """The numbers of the statements published as what people do not agree on."""
        return tuple(contested.number for contested in self.selection.contested)

    @property
    def outcome(self) -> RuleOutcome:
        """The outcome of the rule that was followed."""
        return next(found for found in self.outcomes if found.rule == self.selection.rules.rule)

    def reason(self, statement: int) -> str:
        """Return why a statement is no principle; empty for those that are."""
        return next((one.reason for one in self.selection.not_selected if one.number == statement), "")


def draft(files: CcaiFiles, votes: VoteMatrix, size: int = PRINCIPLES) -> OurDraft:
    """Draft as many principles as were published. Nobody confirms duplicates here, so none is merged."""
    analysis = analyse(votes, AnalysisParameters())
    candidates = _candidates(files, analysis)
    ballots = _ballots(votes, analysis)
    rules = SelectionRules(size=size, rule=EQUAL_SHARES)
    selection = select_principles(candidates, rules, ballots)
    return OurDraft(
        analysis=analysis,
        selection=selection,
        wordings=tuple(_worded(files, chosen.number) for chosen in selection.selected),
        outcomes=compare_rules(candidates, rules, ballots),
    )


def _worded(files: CcaiFiles, statement: int) -> Wording:
    return word_together([files.texts[statement]], LANGUAGE)


def _candidates(files: CcaiFiles, analysis: AnalysisResult) -> Candidates:
    count = len(analysis.statement_ids)
    return Candidates(
        numbers=analysis.statement_ids,
        agree=analysis.group_agree,
        seen=analysis.group_seen,
        group_sizes=np.array([group.size for group in analysis.groups], dtype=np.int64),
        geometric_mean=analysis.consensus_geometric_mean,
        lower_bound=analysis.consensus_lower_bound,
        divisiveness=analysis.greatest_difference,
        accepted=np.ones(count, dtype=bool),
        meta=np.zeros(count, dtype=bool),
        merged_into=np.full(count, NOT_MERGED, dtype=np.int64),
        not_trainable=tuple(
            _worded(files, number).not_trainable for number in analysis.statement_ids.tolist()
        ),
        scores={
            "polis_product": analysis.group_aware_consensus,
            "ccai_product": np.ma.filled(analysis.consensus_unsmoothed, np.nan),
            "minimum": analysis.consensus_minimum,
        },
    )


def _ballots(votes: VoteMatrix, analysis: AnalysisResult) -> Ballots:
    """Everybody's ballot; who is in no group counts with the least of the groups."""
    bounds = np.vstack([analysis.group_lower, analysis.group_lower.min(axis=0)])
    groups = np.where(analysis.participant_group < 0, len(bounds) - 1, analysis.participant_group)
    return Ballots.from_votes(
        votes.rows.astype(np.int64),
        votes.columns.astype(np.int64),
        votes.values == AGREE,
        groups=groups,
        expected=np.clip(bounds, 0.0, 1.0),
    )
