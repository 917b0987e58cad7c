"""Capability as GSM8K measures it: word problems after worked examples, scored by the number they come to.

The examples are our own, with the working and a last line "#### 5" as the data set's own solutions have
it. The model continues plain text, greedily, and stops where it begins a question of its own. A model of
a few hundred million parameters is right next to never, and its figure is then no measure of what
training did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training_bridge.evaluation.benchmark_sets.gsm8k_set import MathProblem
from training_bridge.evaluation.benchmark_sets.sampling import sample_by_hash
from training_bridge.evaluation.figures import Better, figures_of, values_by_phase
from training_bridge.evaluation.item_suite import ItemSuite
from training_bridge.evaluation.number_answers import answered_number, marked_number
from training_bridge.evaluation.suite import Conditions, Rows, measured_id
from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.records import Phase, text_hash

WORKED_EXAMPLES = (
    (
        "A baker fills 6 trays with 12 rolls each. She sells 50 in the morning. How many rolls are left?",
        "She baked 6 * 12 = 72 rolls. After selling 50 there are 72 - 50 = 22 rolls left.",
        "22",
    ),
    (
        "Tickets cost $8 for adults and half of that for children. What do 2 adults and 3 children pay?",
        "A child's ticket costs 8 / 2 = 4 dollars. Together they pay 2 * 8 + 3 * 4 = 16 + 12 = 28 dollars.",
        "28",
    ),
    (
        "Noor cycles 15 kilometres an hour. She left at 9 and rested for an hour. How far is she at 13?",
        "From 9 to 13 are 4 hours, of which she cycled 4 - 1 = 3. She is 3 * 15 = 45 kilometres away.",
        "45",
    ),
    (
        "A shop lowers a $60 coat by 25 % and then adds $5 for alterations. What does the coat cost now?",
        "25 % of 60 is 60 * 0.25 = 15, so the coat costs 60 - 15 = 45 dollars, and in all 45 + 5 = 50.",
        "50",
    ),
)
"""Question, working, answer."""
STOP = ("\nQuestion:", "\n\n\n")


class MathSuite(ItemSuite[MathProblem]):
    """A sample of the problems of GSM8K."""

    name = "gsm8k"
    without_items = "the evaluation data hold no GSM8K (gsm8k/test.jsonl)"

    def __init__(
        self, problems: Sequence[MathProblem], size: int | None, conditions: Conditions, *, tokens: int
    ) -> None:
        """Draw the sample. `tokens` is the longest solution the model may write."""
        super().__init__(conditions, sample_by_hash(problems, size, stratum=lambda problem: ""))
        self._tokens = tokens

    def rows(self, phase: Phase, batch: Sequence[MathProblem], model: Generator) -> list[dict[str, Any]]:
        """Let the model solve the problems."""
        requests = [Request(problem_prompt(problem.question), "plain", STOP) for problem in batch]
        written = model.generate(requests, Sampling(max_new_tokens=self._tokens))
        return [
            self._row(phase, model, problem, generation)
            for problem, generation in zip(batch, written, strict=True)
        ]

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give the share of right answers, the marked ones by themselves, and how many were cut off."""
        seed = self.conditions.seed
        better: dict[str, Better] = {"right": "higher", "right_and_marked": "higher", "cut_off": None}
        parts = {
            name: figures_of(values_by_phase(rows, name), unit="share", better=wanted, seed=seed)
            for name, wanted in better.items()
        }
        return {
            "measure": "right",
            **parts.pop("right"),
            "parts": parts,
            "examples_shown": len(WORKED_EXAMPLES),
            "note": (
                "An answer is right if its number after '####', or else its last number, is that of the data "
                "set. Small models are right next to never; a few right answers more or fewer say nothing."
            ),
        }

    def _row(
        self, phase: Phase, model: Generator, problem: MathProblem, generation: Generation
    ) -> dict[str, Any]:
        prompt = problem_prompt(problem.question)
        found = answered_number(generation.text)
        return {
            "id": measured_id(phase, problem.id),
            "phase": phase,
            "item": problem.id,
            "question": problem.question,
            "solution": generation.text,
            "wanted": problem.answer,
            "number": found,
            "right": found == problem.answer,
            "right_and_marked": marked_number(generation.text) == problem.answer,
            "cut_off": not generation.finished,
            "provenance": self.conditions.provenance(
                model,
                problem.id,
                prompt,
                sampling={"temperature": 0.0, "tokens": self._tokens},
                template_sha256=text_hash(problem_prompt("")),
            ),
        }


def problem_prompt(question: str) -> str:
    """Give the worked examples and then the question, as plain text to be continued."""
    shown = "".join(
        f"Question: {asked}\nAnswer: {working}\n#### {number}\n\n"
        for asked, working, number in WORKED_EXAMPLES
    )
    return f"{shown}Question: {question}\nAnswer:"
