"""A whole training run in one readable function, on a folder and a canonical constitution.

    prompts -> critique-revision -> sft -> feedback -> reward, dpo, grpo -> evaluate

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
    METHODS,
    STAGE_NAMES,
    TRAINING_STAGES,
    Report,
    RunSettings,
    Stage,
    StageName,
)
from training_bridge.run_summary import MEASURED, run_summary
from training_bridge.stages import critique_revision, dpo, evaluate, feedback, grpo, prompts, reward, sft
from training_bridge.texts import Texts
from training_bridge.timings import Stopwatch

STAGE_MODULES: dict[StageName, ModuleType] = {
    "prompts": prompts,
    "critique-revision": critique_revision,
    "sft": sft,
    "feedback": feedback,
    "reward": reward,
    "dpo": dpo,
    "grpo": grpo,
    "evaluate": evaluate,
}
"""Where each stage is: `run(context)` does what is missing, `figures(context)` says what came of it. A stage
that trains has `prepare(context)` too, which writes the rows it will read, without any model."""

NEEDS: dict[StageName, tuple[StageName, ...]] = {
    "prompts": (),
    "critique-revision": ("prompts",),
    "sft": ("critique-revision",),
    "feedback": ("sft",),
    "reward": ("feedback",),
    "dpo": ("feedback",),
    "grpo": ("reward",),
    "evaluate": (),
}
"""What must have been done before a stage; evaluating measures whatever there is."""

Gate = Callable[[RunContext, StageName], None]
"""Asked before each stage that changes weights; raises `StageStopped` where people have to agree first."""


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
        GenerationError: the model could not be loaded or reached. What was written stays.
    """
    with disk_errors_said_plainly(folder):
        context = _context(folder, constitution, settings, report, texts or Texts.own(), load)
        if cost is not None and not context.artifacts.cost.exists():
            write_json(context.artifacts.cost, cost)
    with disk_errors_said_plainly(folder), only_process_in(folder):
        outcome = _run_stages(context, stages_of(stage, settings), gate)
        context = with_prompts_of_run(context)
        reached = {
            name: found
            for name, module in STAGE_MODULES.items()
            if (found := module.figures(context)) is not None
        }
        summary = run_summary(context, outcome, reached)
        context.artifacts.finish(summary)
    return summary


def stages_of(stage: Stage, settings: RunSettings) -> tuple[StageName, ...]:
    """Give a stage and all that it needs, in their order; "all" leaves out methods that are not wanted."""
    if stage == "all":
        wanted: set[StageName] = {"sft", "evaluate", *settings.methods}
    else:
        wanted = {stage}
    while more := {needed for name in wanted for needed in _needs(name, settings)} - wanted:
        wanted |= more
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
    )
    watch = Stopwatch(artifacts.timings, report)
    return RunContext(
        artifacts, ratified, settings, texts, ModelsInUse(artifacts, settings, watch, load), watch
    )


def _prepare(context: RunContext, name: StageName, names: tuple[StageName, ...]) -> None:
    """Write the rows of a training stage before anybody is asked to sign them, and of those signed with it.

    What follows from the feedback is signed at once, so that nobody is asked for each method.
    """
    together = (name,) if name == "sft" else tuple(each for each in names if each in METHODS)
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


def _run_stages(context: RunContext, names: tuple[StageName, ...], gate: Gate | None) -> str:
    """Run the stages in their order and say what came of it.

    Where learning from preferences ends early, what was trained before is measured all the same.
    """
    trains = [name for name in names if name in TRAINING_STAGES]
    ended: str | None = None
    try:
        for name in names:
            if ended is not None and name != "evaluate":
                continue
            if name in TRAINING_STAGES:
                _prepare(context, name, names)
            if name in TRAINING_STAGES and gate is not None:
                gate(context, name)
            if name in TRAINING_STAGES and context.settings.is_scripted:
                continue
            context.watch.enter(name)
            try:
                STAGE_MODULES[name].run(context)
                _write_what_follows(context, name)
            except StageStopped as stopped:
                if name not in ("feedback", *METHODS):
                    raise
                ended = str(stopped)
            finally:
                context.models.write_usage()
            context = with_prompts_of_run(context)
    except StageStopped as stopped:
        return str(stopped)
    if ended is not None:
        return ended
    if context.settings.is_scripted:
        return "scripted: nothing was trained"
    if "evaluate" in names:
        return MEASURED if trains else "measured"
    return "trained" if trains else "data written"
