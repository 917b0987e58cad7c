"""What changes without one principle, or without what one opinion group carried; which rows are near what.

The full training is repeated on fewer rows, for as many steps: once without the rows of what is left out, and
once for each random control without as many others. Each is measured on the items of the evaluation. Every
folder is named by what it lacks, so that other settings add to what is there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from training_bridge.ablation.measured_values import values_of
from training_bridge.ablation.plan import Plan, Training, make_plan, without
from training_bridge.evaluation.suite import Suite
from training_bridge.record_files import RecordFile, json_lines, write_json, write_whole
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.sign_off import SIGN_OFF, unsigned_files
from training_bridge.stages.ablation_figures import (
    FULL,
    LEFT_OUT,
    ablation_figures,
    done_in,
    guide,
    model_of,
    phase_of,
    records_of,
)
from training_bridge.stages.evaluate import suites_of
from training_bridge.stages.nearest_rows import find_nearest
from training_bridge.stages.weights_training import read_rows
from training_bridge.training.report import is_trained, read_report
from training_bridge.training.trl_run import Given, read_recipe, train

FORMAT = "concord-ablation/1"
TRAINING = "training without"
MEASURING = "measuring without"


def run(context: RunContext) -> None:
    """Train and measure what is missing, and find the nearest rows.

    Raises:
        StageStopped: what is to be left out does not exist, nothing can be left out, or the data is not that
            which people signed and the model was trained on.
    """
    refuse_other_data(context)
    plan = plan_of(context)
    suites = _suites(context)
    find_nearest(context)
    if not plan.trainings:
        raise StageStopped(_nothing_left(plan))
    for training in plan.trainings:
        _write_rows(training, context)
    for training in plan.trainings:
        _train(training, context)
        _measure(training, suites, context)
    write_whole(context.artifacts.ablation / "README.md", guide(list(done_in(context))).encode())


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the differences of everything that was ever left out in this run; None before that."""
    if not context.artifacts.ablation.exists():
        return None
    return ablation_figures(context, _plan_or_none(context))


def plan_of(context: RunContext) -> Plan:
    """Settle what is left out. Raises StageStopped where something named does not exist."""
    rows = read_rows(context, "sft")
    constitution = json.loads(context.artifacts.constitution.read_bytes())
    try:
        return make_plan(rows, constitution, context.settings.ablation, seed=context.settings.seed)
    except ValueError as error:
        raise StageStopped(f"{error}: nothing was trained") from error


def refuse_other_data(context: RunContext) -> None:
    """Make sure that the rows are those that people signed, if any did, and that the model learnt from.

    Leaving rows out of what was signed asks for no signature of its own.

    Raises:
        StageStopped: they are not.
    """
    artifacts = context.artifacts
    if (artifacts.root / SIGN_OFF).exists() and unsigned_files(artifacts.root, ("sft",)):
        raise StageStopped("the training data is no longer what people signed: nothing was trained")
    learnt = read_report(artifacts.adapter).data_sha256
    found = hashlib.sha256(artifacts.training_rows("sft").read_bytes()).hexdigest()
    if learnt is not None and learnt != found:
        raise StageStopped("the model was trained on other data than there is: nothing could be compared")


def _nothing_left(plan: Plan) -> str:
    reasons = "; ".join(f"{name}: {reason}" for name, reason in plan.not_done.items())
    return f"nothing could be left out ({reasons})" if reasons else "no rewritten answer could be left out"


def _plan_or_none(context: RunContext) -> Plan | None:
    try:
        return plan_of(context)
    except StageStopped:
        return None


def _suites(context: RunContext) -> list[Suite]:
    """Give the suites to measure with, each measured after the full training.

    Raises:
        StageStopped: one does not exist, asks a judge, or was not measured then.
    """
    there = {suite.name: suite for suite in suites_of(context).measured}
    found = []
    for name in context.settings.ablation.suites:
        if name not in there:
            raise StageStopped(f"there is no suite {name} that asks the model itself: {', '.join(there)}")
        if not values_of(name, RecordFile(context.artifacts.suite(name)), FULL):
            raise StageStopped(f"the suite {name} was not measured after training: nothing to compare with")
        found.append(there[name])
    return found


def _write_rows(training: Training, context: RunContext) -> None:
    folder = context.artifacts.ablation / training.slug
    if (folder / LEFT_OUT).exists():
        return
    rows = without(read_rows(context, "sft"), training.rows_left_out)
    write_whole(folder / "train.jsonl", json_lines(rows))
    write_json(
        folder / LEFT_OUT,
        {
            "format": FORMAT,
            "constitution_sha256": context.constitution.sha256,
            "left_out": str(training.choice),
            "principles": list(training.principles),
            "random": training.random,
            "rows": len(rows),
            "rows_left_out": list(training.rows_left_out),
            "data_sha256": hashlib.sha256(context.artifacts.training_rows("sft").read_bytes()).hexdigest(),
            "seed": context.settings.seed,
        },
    )


def _train(training: Training, context: RunContext) -> None:
    if is_trained(model_of(training.slug, context)):
        return
    steps = read_report(context.artifacts.adapter).steps
    with context.watch.step(TRAINING, steps):
        _write_recipe(training.slug, steps, context)
        _fit(training.slug, context)


def _fit(slug: str, context: RunContext) -> None:
    base = context.models.base()
    # As in the supervised stage: a model that answers in bfloat16 is loaded anew by its recipe.
    as_loaded = str(base.model.dtype) == "torch.float32"
    trained = train(
        context.artifacts.root,
        f"ablation/{slug}",
        "sft",
        Given(model=base.model, tokenizer=base.tokenizer) if as_loaded else None,
        lambda step, steps: context.watch.report(TRAINING, step, steps),
    )
    context.models.use_trained(trained, model_of(slug, context))


def _write_recipe(slug: str, steps: int, context: RunContext) -> None:
    """Write the recipe of the supervised stage with other rows, another folder, and as many steps."""
    import yaml

    recipes = context.artifacts.recipes
    recipe = read_recipe(recipes / "sft.yaml")
    (source,) = recipe["datasets"]
    own = {
        **recipe,
        "datasets": [{**source, "data_files": f"ablation/{slug}/train.jsonl"}],
        "output_dir": f"ablation/{slug}/model",
        "max_steps": steps,
    }
    head = f"# cd THE RUN'S FOLDER && trl sft --config recipes/ablation/{slug}.yaml\n"
    text = yaml.safe_dump(own, sort_keys=False, allow_unicode=True)
    write_whole(recipes / "ablation" / f"{slug}.yaml", (head + text).encode())


def _measure(training: Training, suites: Sequence[Suite], context: RunContext) -> None:
    phase = phase_of(training.slug)
    records = {suite.name: records_of(training.slug, suite.name, context) for suite in suites}
    if all(suite.is_measured(phase, records[suite.name]) for suite in suites):
        return
    model = context.models.with_adapter(model_of(training.slug, context))
    with context.watch.step(MEASURING, sum(suite.size() for suite in suites)) as advance:
        for suite in suites:
            suite.measure(phase, model, records[suite.name], advance)
