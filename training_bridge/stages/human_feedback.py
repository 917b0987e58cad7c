"""Human feedback: people compare answers that the judge compared too, and their pairs join its own.

    offer pairs of answers -> people compare them -> one label an item -> mixed into the preference data

What people said lies in `people/comparisons.jsonl`, whether they said it on the site or elsewhere. Nothing in
it is changed here, but for ids that a file from elsewhere may lack. All that follows from it is made anew
each time, until a model has begun to learn from it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from training_bridge.people.agreement import (
    agreement_figures,
    between_people_figures,
    choices_of,
    position_figures,
)
from training_bridge.people.comparisons import KINDS, SIMULATED, HumanComparison, HumanItem
from training_bridge.people.items import HELPFULNESS, draw_items
from training_bridge.people.mixing import Mixture
from training_bridge.people.preferences import LABEL, HumanPreference, human_preferences
from training_bridge.people.reading import FILE, ComparisonsError, read_comparisons
from training_bridge.record_files import RecordFile, json_lines, write_whole
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import METHODS
from training_bridge.stages import dpo, grpo, reward
from training_bridge.stages.weights_training import (
    feedback_pairs,
    forget_rows,
    human_pairs,
    mixed_pairs,
    read_rows,
)

GATHERING = "gathering comparisons"
PREPARE = {"reward": reward.prepare, "dpo": dpo.prepare, "grpo": grpo.prepare}


def write_data(context: RunContext) -> None:
    """Write what people are asked to compare, once.

    Raises:
        StageStopped: there is no pair of answers that anybody could compare.
    """
    if _items(context):
        return
    items = draw_items(feedback_pairs(context), context.settings.people)
    if not items:
        raise StageStopped("there are no two answers that people could compare: people were asked nothing")
    write_whole(context.artifacts.human_items, json_lines(item.to_json() for item in items))


def run(context: RunContext) -> None:
    """Gather what people said, give each item its label, and mix people's pairs into the training rows.

    Raises:
        ComparisonsError: a line of `people/comparisons.jsonl` cannot be read; nothing is changed.
        StageStopped: nothing people said can be learnt from; the judge's pairs are used alone.
    """
    items = _items(context)
    comparisons = _comparisons(context, items)
    with context.watch.step(GATHERING, len(items)) as advance:
        _keep_ids(context, comparisons)
        made = human_preferences(
            items,
            comparisons,
            context.settings.people,
            seed=context.settings.seed,
            weighted=context.settings.feedback.ties == "weight",
        )
        path = context.artifacts.human_feedback
        if made or path.exists():
            write_whole(path, json_lines(each.to_json() for each in made))
            _write_rows_anew(context)
        advance(len(made))
    reason = _nothing_to_learn(len(items), made)
    if reason:
        raise StageStopped(reason)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give what people said, how far the judge agrees, and what became of the mixture; None before."""
    items = _items(context)
    if not items:
        return None
    try:
        comparisons = _comparisons(context, items)
    except ComparisonsError as error:
        return {"items": len(items), "unreadable": str(error)}
    people = human_pairs(context)
    settings, judged = context.settings, feedback_pairs(context)
    return {
        "items": len(items),
        "items_by_kind": {kind: sum(item.kind == kind for item in items) for kind in KINDS},
        "people": len({each.person for each in comparisons}),
        "simulated": len({each.person for each in comparisons if each.person.startswith(SIMULATED)}),
        "comparisons": len(comparisons),
        "choices": dict(choices_of(comparisons)),
        "reasons": sum(bool(each.reason.strip()) for each in comparisons),
        "compared_items": len(people),
        "kept": sum(pair.dropped is None for pair in people),
        "dropped": dict(sorted(Counter(pair.dropped for pair in people if pair.dropped).items())),
        "label": LABEL,
        "fewest_opinions": settings.people.fewest_opinions,
        "least_majority": settings.people.least_majority,
        "helpfulness_question": HELPFULNESS,
        "judge": judged[0].provenance.model if judged else None,
        "agreement": agreement_figures(people, judged),
        "position": position_figures(comparisons),
        "between_people": between_people_figures(comparisons, seed=settings.seed),
        "mixture": _mixture_figures(mixed_pairs(context)),
        "rows": _rows_by_source(context),
    }


def _items(context: RunContext) -> list[HumanItem]:
    return [HumanItem.from_json(row) for row in RecordFile(context.artifacts.human_items)]


def _comparisons(context: RunContext, items: Sequence[HumanItem]) -> list[HumanComparison]:
    path = context.artifacts.comparisons
    return read_comparisons(path.read_bytes(), items) if path.exists() else []


def _keep_ids(context: RunContext, comparisons: Sequence[HumanComparison]) -> None:
    """Complete a file from elsewhere: the same rows in the same order, with their ids."""
    path = context.artifacts.comparisons
    if not path.exists():
        return
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    if any(row != each.to_json() for row, each in zip(lines, comparisons, strict=True)):
        write_whole(path, json_lines(each.to_json() for each in comparisons))


def _write_rows_anew(context: RunContext) -> None:
    for method in METHODS:
        if forget_rows(context, method):
            PREPARE[method](context)


def _nothing_to_learn(items: int, made: Sequence[HumanPreference]) -> str | None:
    """Say why people's comparisons bring nothing into training; None where they do."""
    if not made:
        return (
            f"nobody has compared anything yet: {items} pairs of answers wait in data/human_items.jsonl for "
            f"what people say in {FILE}, and the judge's pairs are used alone"
        )
    if any(pair.dropped is None for pair in made):
        return None
    reasons = Counter(pair.dropped for pair in made)
    counted = ", ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items(), key=str))
    return (
        f"people compared {len(made)} pairs of answers and settled on none ({counted}): nothing was mixed "
        "in, and the judge's pairs are used alone"
    )


def _mixture_figures(mixture: Mixture) -> dict[str, Any]:
    return {
        "wanted": mixture.wanted,
        "share": mixture.share,
        "people": mixture.people,
        "judge": mixture.judge,
        "replaced": mixture.replaced,
        "people_left_out": mixture.people_left_out,
        "judge_left_out": mixture.judge_left_out,
    }


def _rows_by_source(context: RunContext) -> dict[str, dict[str, int]]:
    """Count whose rows lie in the files as they are: models that had learnt before have the judge's alone."""
    found: dict[str, dict[str, int]] = {}
    for method in METHODS:
        sources = Counter(row.get("source", "judge") for row in read_rows(context, method))
        if sources:
            found[method] = {"people": sources["people"], "judge": sources["judge"]}
    return found
