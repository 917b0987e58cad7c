"""Settings of ablation."""

from __future__ import annotations

from dataclasses import dataclass

from training_bridge.ablation.choices import read_choice


@dataclass(frozen=True)
class AblationSettings:
    """What is left out, what is measured then, and how the nearest training rows are found.

    Attributes:
        leave_out: "principle:p04" or "group:B", each trained and measured by itself; with none, the group
            whose principles have most training rows (`plan.default_choices`).
        suites: the suites that are measured, by name; those of a judge cannot be.
        random_controls: trainings that lack as many rows, drawn at random, for each thing left out.
        nearest_rows: training rows that are kept for each item of the evaluation.
        nearest_principles: principles that are kept for each.
        gradient_items: items whose gradients are compared with those of training rows; 0 for none.
        gradient_rows: at most this many training rows take part in that, drawn by the hash of their ids.
    """

    leave_out: tuple[str, ...] = ()
    suites: tuple[str, ...] = ("margins", "answers")
    random_controls: int = 1
    nearest_rows: int = 5
    nearest_principles: int = 3
    gradient_items: int = 8
    gradient_rows: int = 400

    def __post_init__(self) -> None:
        """Refuse what cannot be left out or measured."""
        for text in self.leave_out:
            read_choice(text)
        if len(set(self.leave_out)) < len(self.leave_out):
            raise ValueError("leave_out names the same thing twice")
        if "margins" not in self.suites:
            raise ValueError("suites must hold margins: the primary measure says what changed")
        if self.random_controls < 1:
            raise ValueError("random_controls must be at least 1: what fewer rows do by themselves")
        if self.nearest_rows < 1 or self.nearest_principles < 1:
            raise ValueError("nearest_rows and nearest_principles must be at least 1")
        if self.gradient_items < 0 or self.gradient_rows < 2:
            raise ValueError("gradient_items must be at least 0, and gradient_rows at least 2")
