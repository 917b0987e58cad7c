"""A whole training run in one readable function, on a folder and a canonical constitution.

    prompts -> critique-revision -> sft -> feedback -> reward, dpo, grpo -> evaluate

Beside it stand the additions: what is done with the same data and models to look closer, or to bring people
in. One that has nothing to work with says so and holds nothing up.

Every row is on the disk before the next batch is made, so a run killed at any moment goes on where it was
when it is started again with the same folder, constitution and settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from deliberation.integrity.evidence import content_hash
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.disk_errors import disk_errors_said_plainly
from training_bridge.folder_lock import only_process_in
from training_bridge.models_in_use import Load, ModelsInUse
from training_bridge.principles import read_constitution
from training_bridge.record_files import write_json
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_prompts import with_prompts_of_run
from training_bridge.run_settings import (
    ADDITIONS,
    METHODS,
    NEED_WEIGHTS,
    STAGE_NAMES,
    TRAINING_STAGES,
    Report,
    RunSettings,
    Stage,
    StageName,
)
from training_bridge.run_summary import MEASURED, run_summary
from training_bridge.stages import (
    ablate,
    character,
    conflicts,
    critic,
    critique_revision,
    dpo,
    evaluate,
    features,
    feedback,
    grpo,
    human_feedback,
    legibility,
    prompts,
    reward,
    sft,
)
from training_bridge.texts import Texts
from training_bridge.timings import Stopwatch

STAGE_MODULES: dict[StageName, ModuleType] = {
    "prompts": prompts,
    "critique-revision": critique_revision,
    "legibility": legibility,
    "critic": critic,
    "sft": sft,
    "feedback": feedback,
    "conflicts": conflicts,
    "human-feedback": human_feedback,
    "reward": reward,
    "dpo": dpo,
    "grpo": grpo,
    "character": character,
    "evaluate": evaluate,
    "ablate": ablate,
    "features": features,
}
"""Where each stage is: `run(context)` does what is missing, `figures(context)` says what came of it.

One whose settings may ask for what cannot be refuses that by `check(settings)`, before anything else.
A stage that trains has `prepare(context)` too, which writes the rows it will read, without any model. Where
models have a part in what people are asked about before the stage goes on, `write_data(context)` does that.
"""

NEEDS: dict[StageName, tuple[StageName, ...]] = {
    "prompts": (),
    "critique-revision": ("prompts",),
    "legibility": ("critique-revision",),
    "critic": ("critique-revision",),
    "sft": ("critique-revision",),
    "feedback": ("sft",),
    "conflicts": ("feedback",),
    "human-feedback": ("feedback",),
    "reward": ("feedback",),
    "dpo": ("feedback",),
    "grpo": ("reward",),
    "character": ("sft",),
    "evaluate": (),
    "ablate": ("sft", "evaluate"),
    "features": ("sft",),
}
"""What must have been done before a stage; evaluating measures whatever there is."""

Gate = Callable[[RunContext, StageName], None]
"""Asked before each stage that changes weights, and before people's comparisons are gathered; raises
`StageStopped` where people have to do something first."""


def run_training(
    folder: Path,
    constitution: Mapping[str, Any],
    settings: RunSettings,
    stage: Stage,
    report: Report,
    *,
    texts: Texts | None = None,
    load: Load | None = None,
    gate: Gate | None = None,
    cost: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Run a stage and what it needs in the folder, or what is missing of them, and return the summary.

    `texts` are our own prompts and answer pairs unless given. `load` finds models by the settings; tests
    give a scripted one. `cost` is the estimate that whoever starts the run has seen, kept beside it.

    Raises:
        ConstitutionError, FolderError: the constitution or the folder cannot be used, or the disk takes no
            more; what was written stays.
        GenerationError: the model could not be loaded or reached, or a stage asks for what that model cannot
            give. What was written stays.
    """
    for name in stages_of(stage, settings):
        if hasattr(STAGE_MODULES[name], "check"):
            STAGE_MODULES[name].check(settings)
    with disk_errors_said_plainly(folder):
        context = _context(folder, constitution, settings, report, texts or Texts.own(), load)
        if cost is not None and not context.artifacts.cost.exists():
            write_json(context.artifacts.cost, cost)
    with disk_errors_said_plainly(folder), only_process_in(folder):
        outcome, ended = _run_stages(context, stage, gate)
        context = with_prompts_of_run(context)
        reached = {
            name: found
            for name, module in STAGE_MODULES.items()
            if (found := module.figures(context)) is not None
        }
        for name, reason in ended.items():
            reached[name] = {**reached.get(name, {}), "ended": reason}
        summary = run_summary(context, outcome, reached)
        context.artifacts.finish(summary)
    return summary


def stages_of(stage: Stage, settings: RunSettings) -> tuple[StageName, ...]:
    """Give a stage and all that it needs, in their order; "all" leaves out methods that are not wanted."""
    if stage == "all":
        wanted: set[StageName] = {"sft", "evaluate", *settings.methods, *settings.additions}
    else:
        wanted = {stage}
    while more := {needed for name in wanted for needed in _needs(name, settings)} - wanted:
        wanted |= more
    if "sft" in wanted and settings.legibility.drop_below is not None:
        wanted.add("legibility")
    return tuple(name for name in STAGE_NAMES if name in wanted)


def _needs(name: StageName, settings: RunSettings) -> tuple[StageName, ...]:
    """Give what a stage needs; where the judge is the reward, no preference model is trained for it."""
    if name == "grpo" and settings.reinforcement.reward == "judge":
        return ("feedback",)
    return NEEDS[name]


def _context(
    folder: Path,
    constitution: Mapping[str, Any],
    settings: RunSettings,
    report: Report,
    texts: Texts,
    load: Load | None,
) -> RunContext:
    ratified = read_constitution(constitution)
    artifacts = ArtifactFolder(folder)
    artifacts.claim(
        constitution,
        {
            "constitution_sha256": ratified.sha256,
            "settings": settings.to_json(),
            "texts_sha256": content_hash(texts.to_json()),
        },
        _comparable,
    )
    watch = Stopwatch(artifacts.timings, report)
    return RunContext(
        artifacts, ratified, settings, texts, ModelsInUse(artifacts, settings, watch, load), watch
    )


def _comparable(identity: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what two sittings of one run have in common; settings that came later have their defaults."""
    try:
        settings = RunSettings.from_json(identity["settings"]).of_data()
    except (KeyError, TypeError, ValueError, AttributeError):
        return identity
    return {**identity, "settings": settings}


def _prepare(context: RunContext, name: StageName, names: tuple[StageName, ...]) -> None:
    """Write the rows of a training stage before anybody is asked to sign them, and of those signed with it.

    What follows from the feedback is signed at once, so that nobody is asked for each method.
    """
    together = tuple(each for each in names if each in METHODS) if name in METHODS else (name,)
    for each in together:
        write_rows = getattr(STAGE_MODULES[each], "prepare", None)
        if write_rows is not None:
            write_rows(context)


def _write_what_follows(context: RunContext, name: StageName) -> None:
    """Write rows and recipes for what could be trained next, which may happen on another machine."""
    followers: dict[StageName, tuple[StageName, ...]] = {"critique-revision": ("sft",), "feedback": METHODS}
    for each in followers.get(name, ()):
        with suppress(StageStopped):
            STAGE_MODULES[each].prepare(context)


def _run_stages(context: RunContext, stage: Stage, gate: Gate | None) -> tuple[str, Mapping[StageName, str]]:
    """Run the stages in their order; say what came of it, and which ended early for what reason.

    Where learning from preferences ends early, what was trained before is measured all the same, and what
    needs only that goes on; an addition that ends early holds nothing up.
    """
    names = stages_of(stage, context.settings)
    ended: dict[StageName, str] = {}
    try:
        for name in names:
            if ended.keys() & _held_up_by(name, context.settings):
                continue
            try:
                _run_stage(context, name, names, gate)
            except StageStopped as stopped:
                if name not in ("feedback", *METHODS, *ADDITIONS) or stopped.waits:
                    raise
                ended[name] = str(stopped)
            finally:
                context.models.write_usage()
            context = with_prompts_of_run(context)
    except StageStopped as stopped:
        return str(stopped), ended
    return _outcome(stage, names, ended, context.settings), ended


def _run_stage(context: RunContext, name: StageName, names: tuple[StageName, ...], gate: Gate | None) -> None:
    context.watch.enter(name)
    if hasattr(STAGE_MODULES[name], "write_data"):
        STAGE_MODULES[name].write_data(context)
    if name in TRAINING_STAGES:
        _prepare(context, name, names)
    if gate is not None and (name in TRAINING_STAGES or name == "human-feedback"):
        gate(context, name)
    if name in NEED_WEIGHTS and context.settings.is_scripted:
        return
    STAGE_MODULES[name].run(context)
    _write_what_follows(context, name)


def _held_up_by(name: StageName, settings: RunSettings) -> set[StageName]:
    """Give the stages whose early end means that this one cannot be: all it needs, and that needs.

    One method that finds no pair to learn from stands for all of them.
    """
    found: set[StageName] = set(METHODS) if name in METHODS else set()
    direct = _needs(name, settings)
    return found.union(direct, *(_held_up_by(needed, settings) for needed in direct))


def _outcome(
    stage: Stage, names: tuple[StageName, ...], ended: Mapping[StageName, str], settings: RunSettings
) -> str:
    """Say what a run came to: the first reason for which it ended early, or how far it got.

    An addition that ended early is no end of a whole run; it is that of a run that was asked for it alone.
    """
    for name, reason in ended.items():
        if name not in ADDITIONS or name == stage:
            return reason
    if settings.is_scripted:
        return "scripted: nothing was trained"
    trains = any(name in TRAINING_STAGES for name in names)
    if "evaluate" in names:
        return MEASURED if trains else "measured"
    return "trained" if trains else "data written"
