"""Each figure of the process in words, beside the known one. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import adjusted_rand_score

from constitution.reproduction import known_figures as known
from constitution.reproduction.against_published import AgainstPublished
from constitution.reproduction.ccai_files import CcaiFiles, Floats
from constitution.reproduction.cleaning import Cleaned
from constitution.reproduction.labellings import Labelling
from constitution.reproduction.misalignment import Distances, Fit
from constitution.reproduction.our_draft import OurDraft
from constitution.reproduction.regrouping import Regrouping
from constitution.reproduction.steps import Step
from deliberation.analysis.vote_matrix import AGREE, VoteMatrix

NAMES = {
    "published": "published labels",
    "returned": "published labels, given back",
    "joined": "clustering joined by participant",
    "exporter": "the exporter's own groups",
}


def cleaning_steps(files: CcaiFiles, cleaned: Cleaned) -> tuple[Step, ...]:
    """How many people and statements are left of those exported."""
    part = "People and statements"
    participants, statements = cleaned.votes.shape
    return (
        Step(part, "participants exported", files.votes.shape[0], known.PARTICIPANTS_EXPORTED, "published"),
        Step(part, "found to be of low quality", len(files.tossed), known.PARTICIPANTS_TOSSED, "published"),
        Step(
            part,
            f"kept: not among these, and more than {known.MORE_VOTES_THAN} votes",
            participants,
            known.PARTICIPANTS,
            "published",
            remark=f"with {known.MORE_VOTES_THAN} or more, as the notebook says, "
            f"{cleaned.with_one_vote_fewer:,}",
        ),
        Step(part, "statements exported", files.votes.shape[1], known.STATEMENTS_EXPORTED, "published"),
        Step(part, "let in by moderation", statements, known.STATEMENTS, "published"),
        Step(part, "agreements of those kept", cleaned.agreements, known.AGREEMENTS, "published"),
        Step(part, "disagreements of those kept", cleaned.disagreements, known.DISAGREEMENTS, "published"),
    )


def grouping_steps(regrouping: Regrouping) -> tuple[Step, ...]:
    """What the clustering of the notebook finds."""
    part = "Groups, by the notebook's clustering run again"
    numbers = regrouping.group_numbers
    found = ", ".join(f"{groups} groups in {starts}" for groups, starts in numbers.items())
    sizes = sorted(int((run == 0).sum()) for run in regrouping.runs)
    return (
        Step(
            part,
            "share of the variance on two axes",
            regrouping.explained_variance,
            known.EXPLAINED_VARIANCE,
            "published",
            digits=6,
        ),
        Step(
            part,
            f"number of groups in most of {sum(numbers.values())} starts of its k-means",
            max(numbers, key=lambda number: numbers[number]),
            known.CHOSEN_GROUPS,
            "published",
            remark=found,
        ),
        Step(
            part,
            "their sizes",
            regrouping.sizes,
            known.GROUP_SIZES,
            "published",
            remark=f"where most starts put each person; the larger has {sizes[0]} to {sizes[-1]}",
        ),
    )


def agreement_steps(
    consensus: Floats, labellings: Mapping[str, Labelling], by_start: Sequence[int]
) -> tuple[Step, ...]:
    """How much both groups agree, and how many statements are above the threshold."""
    part = "Agreement in both groups"
    published = labellings["published"]
    rebuilt = float(np.abs(published.unsmoothed - consensus).max())
    figures = {
        "mean": (consensus.mean(), known.MEAN),
        "median": (np.median(consensus), known.MEDIAN),
        "least": (consensus.min(), known.LEAST),
        "greatest": (consensus.max(), known.GREATEST),
    }
    summary = [
        Step(part, f"product of both shares: {name}", float(here), there, "published")
        for name, (here, there) in figures.items()
    ]
    return (
        *summary,
        Step(part, "greatest difference to the same counted from the votes", rebuilt, 0.0, "counted before"),
        *_above_steps(part, labellings, by_start),
    )


def _above_steps(part: str, labellings: Mapping[str, Labelling], by_start: Sequence[int]) -> tuple[Step, ...]:
    published = labellings["published"]
    over = f"above {known.THRESHOLD}"
    return (
        Step(
            part,
            f"{over}: {NAMES['published']}, without smoothing",
            len(published.above_unsmoothed()),
            known.ABOVE_THRESHOLD["published_unsmoothed"],
            "counted before",
            remark=f"the publication speaks of {known.IDEAS} ideas above it",
        ),
        *(
            Step(
                part,
                f"{over}: {NAMES[name]}, smoothed as Polis does",
                len(labellings[name].above()),
                known.ABOVE_THRESHOLD[name],
                "counted before",
                remark=f"{min(by_start)} to {max(by_start)} by single starts" if name == "joined" else "",
            )
            for name in ("published", "joined", "exporter")
        ),
        Step(part, f"{over}: {NAMES['returned']}, smoothed", len(labellings["returned"].above())),
    )


def label_steps(
    cleaned: Cleaned, regrouping: Regrouping, fits: Mapping[str, Fit], chance: Distances
) -> tuple[Step, ...]:
    """Whether the published labels belong to the rows they stand on."""
    part = "Whose labels are these?"
    pasted = float(adjusted_rand_score(cleaned.returned_groups, regrouping.groups))
    beside = float(adjusted_rand_score(cleaned.published_groups, regrouping.groups))
    participants = len(cleaned.published_groups)
    steps = [
        Step(part, f"of {participants:,} rows in the order of the labels", cleaned.positions_kept),
        Step(part, "labels in the order of the people's numbers, likeness to the clustering", pasted),
        Step(part, "labels as they stand, likeness to the clustering", beside),
        Step(
            part,
            "people dealt out at random: groups differ on a statement by",
            chance.mean,
            remark=f"give or take {chance.deviation:.4f}",
            digits=4,
        ),
    ]
    for name, words in NAMES.items():
        fit = fits[name]
        steps += [
            Step(part, f"{words}: likeness to the exporter's groups", fit.likeness),
            Step(
                part,
                f"{words}: groups differ by",
                fit.distance,
                digits=4,
                remark=f"{fit.deviations:.1f} standard deviations above chance, p {fit.p_value:.4f}",
            ),
            Step(
                part,
                f"{words}: statements with a significant difference",
                fit.significant,
                remark=f"chance gives {fit.by_chance:.1f}; {len(fit.dividing)} differ by more than a fifth",
            ),
        ]
    return tuple(steps)


def selection_steps(votes: VoteMatrix, labellings: Mapping[str, Labelling]) -> tuple[Step, ...]:
    """Which statements the labels decide about."""
    part = "What that changes"
    published, joined = labellings["published"].above(), labellings["joined"].above()
    everybody = votes.count(AGREE) / votes.votes_per_statement
    return (
        *(
            Step(
                part,
                f"{NAMES[name]}: correlation of the score with the square of everybody's agreement",
                float(np.corrcoef(labellings[name].unsmoothed, everybody**2)[0, 1]),
                digits=4,
            )
            for name in ("published", "returned")
        ),
        Step(part, "above the threshold either way", len(published & joined)),
        Step(part, "leave once joined", _listed(published - joined)),
        Step(part, "enter once joined", _listed(joined - published)),
        *(
            Step(
                part,
                f"statement {known.DIVISIVE}, {NAMES[name]}: agree",
                labelling.shares(known.DIVISIVE),
            )
            for name, labelling in labellings.items()
        ),
    )


def draft_steps(
    ours: OurDraft, against: AgainstPublished, labellings: Mapping[str, Labelling]
) -> tuple[Step, ...]:
    """What this platform makes of the same votes, and how that compares with the published constitution."""
    return (
        *_our_steps(ours, labellings),
        *_comparison_steps(against),
        *_made_with_steps(against, labellings),
    )


def _our_steps(ours: OurDraft, labellings: Mapping[str, Labelling]) -> tuple[Step, ...]:
    part = "The same votes by our method"
    exporter = labellings["exporter"].groups
    sizes = tuple(group.size for group in ours.analysis.groups)
    chosen = frozenset(ours.statements)
    reasons = Counter(one.reason for one in ours.selection.not_selected)
    audit = ours.outcome.representation
    left_short = "none" if audit is None or audit.worst is None else f"{audit.worst.people:.0f} people"
    return (
        Step(part, "sizes of the opinion groups", sizes),
        Step(
            part,
            "their likeness to the exporter's groups",
            float(adjusted_rand_score(exporter, ours.analysis.participant_group)),
        ),
        Step(part, "agreed in every group", len(chosen) + reasons["beyond the size"]),
        Step(part, "agreed, but not about an answer: set aside", reasons["not trainable"]),
        Step(part, "where people do not agree", _listed(frozenset(ours.contested))),
        Step(part, "principles, chosen as a fair slate", len(chosen)),
        Step(part, "cohesive parts of the public with less than their share", left_short),
        *(
            Step(part, f"of them above the threshold by the {NAMES[name]}", len(chosen & labelling.above()))
            for name, labelling in labellings.items()
            if name in ("published", "joined")
        ),
    )


def _comparison_steps(against: AgainstPublished) -> tuple[Step, ...]:
    part = "Our draft and the published principles"
    comparison = against.comparison
    by = " and ".join(comparison.encoders) or "words alone"
    became = ", ".join(f"{fate}: {count}" for fate, count in against.fates_counted.items())
    return (
        Step(part, "published principles that ours has too", against.matched, remark=f"by {by}"),
        Step(part, "published principles that ours has in part", against.partly),
        Step(
            part,
            "published principles that ours lacks",
            len(against.theirs_alone),
            remark=f"numbers {_listed(frozenset(against.theirs_alone))}",
        ),
        Step(
            part,
            "principles of ours that the published lacks",
            len(against.ours_alone),
            remark=f"statements {_listed(frozenset(against.ours_alone))}",
        ),
        Step(part, "overlap", comparison.overlap),
        Step(
            part,
            "published principles of which one statement can be told that they go back to",
            len(against.sources),
            remark=f"with us these are {became}",
        ),
    )


def _made_with_steps(against: AgainstPublished, labellings: Mapping[str, Labelling]) -> tuple[Step, ...]:
    part = "Which labels was the published constitution made with?"
    count = len(against.sources)
    return tuple(
        Step(
            part,
            f"{NAMES[name]}: of {count} principles, statement above the threshold, without smoothing",
            against.sources_among(labelling.above_unsmoothed()),
            remark=f"{against.in_order_of(labelling.unsmoothed_by_statement())} stand in the order of this "
            "score",
        )
        for name, labelling in labellings.items()
    )


def _listed(numbers: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "none"
