"""The whole process of 2023 as one readable function, each figure beside the known one. PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from constitution.reproduction.against_published import AgainstPublished, hold_against_published
from constitution.reproduction.ccai_files import CcaiFiles, Floats
from constitution.reproduction.cleaning import clean
from constitution.reproduction.figures_told import (
    agreement_steps,
    cleaning_steps,
    draft_steps,
    grouping_steps,
    label_steps,
    selection_steps,
)
from constitution.reproduction.labellings import Labelling
from constitution.reproduction.misalignment import SIGNIFICANT, Fit, chance_distances, fit_of
from constitution.reproduction.our_draft import OurDraft, draft
from constitution.reproduction.regrouping import Regrouping, regroup
from constitution.reproduction.steps import Step
from deliberation.analysis.vote_matrix import VoteMatrix

Report = Callable[[str, float], None]


@dataclass(frozen=True)
class Reproduction:
    """What the files give.

    Attributes:
        steps: every figure in the order of the process.
        participants, statements: after cleaning.
        consensus: (statements,) product of the published shares of both groups, by statement number.
        labellings: the ways to say who is in which group: "published" as they stand, "returned" the same
            labels in the order of the people's numbers, "joined" the clustering run again and joined by
            participant, "exporter" Polis' own.
        fits: how each of them fits the votes.
        regrouping: the notebook's clustering, run again.
        votes: of the cleaned assembly.
    """

    steps: tuple[Step, ...]
    participants: int
    statements: int
    consensus: Floats
    labellings: Mapping[str, Labelling]
    fits: Mapping[str, Fit]
    regrouping: Regrouping
    votes: VoteMatrix

    @property
    def above_threshold(self) -> dict[str, int]:
        """Labelling -> how many statements exceed the threshold; two without smoothing among them."""
        counts = {name: len(labelling.above()) for name, labelling in self.labellings.items()}
        return {
            **counts,
            "published_unsmoothed": len(self.labellings["published"].above_unsmoothed()),
            "joined_unsmoothed": len(self.labellings["joined"].above_unsmoothed()),
        }

    @property
    def labels_misaligned(self) -> bool:
        """Whether the published labels fit no better than chance, and do once given back to their people."""
        return self.fits["published"].p_value > SIGNIFICANT >= self.fits["returned"].p_value

    @property
    def leaving(self) -> tuple[int, ...]:
        """Statements above the threshold with the published labels and below it once joined."""
        return tuple(sorted(self.labellings["published"].above() - self.labellings["joined"].above()))

    @property
    def entering(self) -> tuple[int, ...]:
        """Statements above the threshold only once the labels are joined by participant."""
        return tuple(sorted(self.labellings["joined"].above() - self.labellings["published"].above()))


def reproduce(files: CcaiFiles, report: Report | None = None) -> Reproduction:
    """Walk the process: clean, group, measure agreement, and ask whose labels these are.

    Args:
        files: see `read_ccai`.
        report: called with (step, fraction done in 0..1).

    Raises:
        UnreadableFile: the files do not belong together.
    """
    say = report or _say_nothing
    say("Cleaning", 0.0)
    cleaned = clean(files)
    say("Grouping as the notebook does", 0.1)
    regrouping = regroup(cleaned.votes)
    labellings = {
        "published": Labelling.of(cleaned.votes, cleaned.published_groups),
        "returned": Labelling.of(cleaned.votes, cleaned.returned_groups),
        "joined": Labelling.of(cleaned.votes, regrouping.groups),
        "exporter": Labelling.of(cleaned.votes, cleaned.exporter_groups),
    }
    say("Dealing people out at random", 0.5)
    chance = chance_distances(cleaned.votes, cleaned.published_groups)
    fits = {
        name: fit_of(labelling, cleaned.exporter_groups, chance) for name, labelling in labellings.items()
    }
    by_start = [len(Labelling.of(cleaned.votes, run).above()) for run in regrouping.runs]
    consensus = files.clean.agreement.prod(axis=0)
    steps = (
        *cleaning_steps(files, cleaned),
        *grouping_steps(regrouping),
        *agreement_steps(consensus, labellings, by_start),
        *label_steps(cleaned, regrouping, fits, chance),
        *selection_steps(cleaned.votes, labellings),
    )
    say("Done", 1.0)
    return Reproduction(steps, *cleaned.votes.shape, consensus, labellings, fits, regrouping, cleaned.votes)


@dataclass(frozen=True)
class Redraft:
    """Our own draft from the same votes, and how it compares; `steps` are its figures."""

    draft: OurDraft
    against: AgainstPublished
    steps: tuple[Step, ...]


def redraft(files: CcaiFiles, reproduction: Reproduction, report: Report | None = None) -> Redraft:
    """Draft a constitution by this platform's method and hold it against the published one."""
    say = report or _say_nothing
    say("Drafting by our method", 0.0)
    ours = draft(files, reproduction.votes)
    say("Comparing with the published principles", 0.3)
    against = hold_against_published(ours, files)
    say("Done", 1.0)
    return Redraft(ours, against, draft_steps(ours, against, reproduction.labellings))


def _say_nothing(step: str, fraction: float) -> None:
    """Report to nobody."""
