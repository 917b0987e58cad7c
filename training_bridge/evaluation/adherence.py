"""The judged suite of adherence: principle by principle, are the answers nearer to it than before?

The makers of the first publicly written constitution could not say how far their model adheres to it (Huang
et al. 2024, *Collective Constitutional AI*). Here every principle has held-out prompts, and a judge says on
that principle alone which of two answers, from before and from a later phase, keeps better to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.comparing import Question, verdict_by_test, win_rate_figures
from training_bridge.evaluation.comparison_suite import ComparisonSuite
from training_bridge.evaluation.statistics import holm
from training_bridge.evaluation.suite import Rows
from training_bridge.principles import Principle
from training_bridge.prompts import Prompt
from training_bridge.records import row_id

FITS = ("tailored", "relevant", "drawn")
"""How a prompt fits a principle: made for it, found relevant to it by a sentence encoder, or merely drawn."""


@dataclass(frozen=True)
class AdherenceSuite(ComparisonSuite):
    """Comparisons by each principle, on prompts made for it or, where there are none, on others."""

    principles: Sequence[Principle]
    prompts_a_principle: int
    name: str = "adherence"

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the win rate over all principles and that of each, with verdicts adjusted for their number."""
        parts = {}
        for principle in self.principles:
            own = [row for row in rows if row["part"] == principle.id]
            if own:
                parts[principle.id] = {
                    "text": principle.text,
                    "items_by_fit": {
                        fit: len({row["item"] for row in own if row["fit"] == fit}) for fit in FITS
                    },
                    **win_rate_figures(own, seed=self.conditions.seed),
                }
        _adjust(parts)
        return {
            **win_rate_figures(rows, seed=self.conditions.seed),
            "looked_at": len(parts),
            "note": (
                f"{len(parts)} principles were looked at one by one. By chance alone about one in twenty "
                "seems changed; the adjusted verdicts allow for that (Holm 1979)."
            ),
            "parts": parts,
        }

    def questions(self) -> list[Question]:
        """Give every principle with its prompts, the best fitting first."""
        return [
            Question(
                item=f"{principle.id} {prompt.id}",
                prompt_id=prompt.id,
                prompt=prompt.text,
                principle_text=principle.text,
                part=principle.id,
                principle_sha256=principle.sha256,
                fit=_fit(prompt, principle),
            )
            for principle in self.principles
            for prompt in self._prompts_of(principle)
        ]

    def _prompts_of(self, principle: Principle) -> list[Prompt]:
        """Give the prompts made for a principle, then relevant ones, then others, each drawn by hash anew."""
        ranked = sorted(
            (prompt for prompt in self.prompts if prompt.principle_id in (None, principle.id)),
            key=lambda prompt: (
                FITS.index(_fit(prompt, principle)),
                row_id("adherence", principle.id, prompt.id),
            ),
        )
        return ranked[: self.prompts_a_principle]


def _fit(prompt: Prompt, principle: Principle) -> str:
    if prompt.principle_id == principle.id:
        return "tailored"
    return "relevant" if principle.id in prompt.relevant_principles else "drawn"


def _adjust(parts: dict[str, Any]) -> None:
    """Put Holm's adjusted p-values and verdicts beside the raw ones, phase by phase."""
    for phase in {phase for part in parts.values() for phase in part["phases"]}:
        measured = {name: part["phases"][phase] for name, part in parts.items() if phase in part["phases"]}
        adjusted = holm({name: each["p_value"] for name, each in measured.items()})
        for name, each in measured.items():
            each["adjusted_p_value"] = adjusted[name]
            each["adjusted_verdict"] = verdict_by_test(adjusted[name], each["wins"], each["losses"])
