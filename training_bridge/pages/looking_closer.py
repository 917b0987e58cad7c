"""What was done in a run beside training and measuring: where each addition stands, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training_bridge.pages.findings import finding_of
from training_bridge.run_settings import ADDITIONS, Addition

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

State = Literal["done", "ended", "waits", "to come", "not done", "not part"]

QUESTIONS: Mapping[Addition, Promise] = {
    "legibility": _("Can another model follow its critiques?"),
    "critic": _("Does a critic help people to find faults?"),
    "conflicts": _("Which principles pull apart?"),
    "human-feedback": _("Do people prefer what the judge prefers?"),
    "character": _("Can it learn a character from the constitution?"),
    "ablate": _("What if a principle were missing?"),
    "features": _("What changed inside the model?"),
}
"""What each addition asks, as the title of its page and of its line."""
ABOUT: Mapping[Addition, Promise] = {
    "legibility": _("A model, best a smaller one, reads each critique and says which answer was rewritten."),
    "critic": _("A model points at faults in the rows, and people who are invited weigh what it says."),
    "conflicts": _("The judge compares the same answers by several principles, to see where they disagree."),
    "human-feedback": _(
        "People who are invited compare answers; training learns from them beside the judge. The run waits "
        "for them."
    ),
    "character": _("The model learns to answer as the constitution describes it, one trait after the other."),
    "ablate": _(
        "The model is trained again without what one opinion group brought in, and without as many rows "
        "drawn at random, to compare."
    ),
    "features": _("A small network learns to name what goes on inside the model, before and after."),
}
"""What is done, for whoever chooses."""
PAGES: Mapping[Addition, str] = {
    "legibility": "training_bridge:legibility",
    "critic": "training_bridge:critic",
    "conflicts": "training_bridge:conflicts",
    "human-feedback": "training_bridge:human_feedback",
    "character": "training_bridge:character",
    "ablate": "training_bridge:without",
    "features": "training_bridge:features",
}


@dataclass(frozen=True)
class AdditionSeen:
    """One addition of a run.

    Attributes:
        page: the name of its page's address.
        reason: why it ended early, in English as the run said it.
        finding: one sentence; empty before there is one.
    """

    name: Addition
    question: Promise
    page: str
    state: State
    reason: str = ""
    finding: str = ""


def looking_closer(run: TrainingRun) -> tuple[AdditionSeen, ...]:
    """Return all additions of a run in their order, those that are not part of it too."""
    reached: Mapping[str, Any] = (run.summary or {}).get("stages", {})
    wanted = run.settings.get("additions", ())
    return tuple(_seen(run, name, reached.get(name), name in wanted) for name in ADDITIONS)


def findings_there(run: TrainingRun) -> tuple[AdditionSeen, ...]:
    """Return the additions of a run that have something to say."""
    return tuple(each for each in looking_closer(run) if each.finding)


def _seen(
    run: TrainingRun, name: Addition, figures: Mapping[str, Any] | None, is_wanted: bool
) -> AdditionSeen:
    question, page = QUESTIONS[name], PAGES[name]
    if figures is None:
        state: State = "not part"
        if is_wanted:
            state = "not done" if run.standing == "finished" else "to come"
        return AdditionSeen(name, question, page, state)
    if name == "human-feedback" and run.standing == "comparing":
        return AdditionSeen(name, question, page, "waits")
    reason = str(figures.get("ended") or "")
    has_figures = bool(figures.keys() - {"ended"})
    return AdditionSeen(
        name,
        question,
        page,
        "ended" if reason else "done",
        reason,
        finding_of(name, figures) if has_figures else "",
    )
