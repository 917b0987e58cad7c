"""A whole training run in one readable function, on a folder and a canonical constitution.

    critique-revision -> measure before -> fine-tune -> measure after -> control without the revisions

Every row is on the disk before the next batch is made, so a run killed at any moment goes on where it was
when it is started again with the same folder, constitution and settings.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deliberation.integrity.evidence import content_hash
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.evaluation_stage import HeldOut, is_measured, measure
from training_bridge.models_in_use import Load, ModelsInUse
from training_bridge.principles import Constitution, read_constitution
from training_bridge.record_files import RecordFile, json_lines, write_whole
from training_bridge.records import CritiqueRevision, Phase
from training_bridge.revision_stage import Material, record_id, texts_a_prompt, write_critique_revisions
from training_bridge.run_settings import Progress, Report, RunSettings, Stage
from training_bridge.run_summary import run_summary
from training_bridge.texts import Texts
from training_bridge.timings import Stopwatch
from training_bridge.training.sft import SupervisedSettings, is_trained, read_report, train_adapter
from training_bridge.training_stage import Acceptance, count_acceptance, supervised_rows


def run_training(
    folder: Path,
    constitution: Mapping[str, Any],
    settings: RunSettings,
    stage: Stage,
    report: Report,
    *,
    texts: Texts | None = None,
    load: Load | None = None,
) -> dict[str, Any]:
    """Run the stages up to `stage` in the folder, or what is missing of them, and return the summary.

    `texts` are our own prompts and answer pairs unless given. `load` finds models by the settings; tests
    give a scripted one.

    Raises:
        ConstitutionError, FolderError: the constitution or the folder cannot be used; nothing was written.
        GenerationError: the model could not be loaded or reached. What was written stays.
    """
    texts = texts or Texts.own()
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
    models = ModelsInUse(artifacts, settings, watch, load)
    acceptance = _revise(artifacts, ratified, settings, texts, models, watch)
    if stage == "critique-revision":
        outcome = "data written"
    elif acceptance.accepted < settings.least_accepted:
        outcome = "too few accepted: stopped"
    else:
        outcome = "trained" if stage == "sft" else "trained and measured"
        if stage == "all":
            _measure("before", artifacts, ratified, settings, texts, models, watch)
        _train(artifacts, settings, texts, models, watch)
        if stage == "all":
            _measure("after", artifacts, ratified, settings, texts, models, watch)
        if stage == "all" and settings.control:
            _train_control(artifacts, settings, models, watch)
            _measure("control", artifacts, ratified, settings, texts, models, watch)
    summary = run_summary(artifacts, ratified, settings, texts, acceptance, outcome, watch.seconds)
    artifacts.finish(summary)
    return summary


def _revise(
    artifacts: ArtifactFolder,
    constitution: Constitution,
    settings: RunSettings,
    texts: Texts,
    models: ModelsInUse,
    watch: Stopwatch,
) -> Acceptance:
    prompts = texts.chosen("red-team", "train", settings.limit)
    records = RecordFile(artifacts.critique_revisions)
    missing = [prompt for prompt in prompts if record_id(prompt, constitution, settings) not in records]
    if missing:
        material = Material(constitution, texts.few_shots[: settings.few_shots], models.writer(), settings)
        with watch.step("critique-revision", len(prompts) * texts_a_prompt(settings)) as advance:
            write_critique_revisions(records, prompts, material, advance)
    return count_acceptance(CritiqueRevision.from_json(row) for row in records)


def _train(
    artifacts: ArtifactFolder, settings: RunSettings, texts: Texts, models: ModelsInUse, watch: Stopwatch
) -> None:
    if is_trained(artifacts.adapter):
        return
    records = [CritiqueRevision.from_json(row) for row in RecordFile(artifacts.critique_revisions)]
    rows = supervised_rows(records, texts.chosen("helpful", "train"), settings)
    write_whole(artifacts.supervised, json_lines(rows))
    _fit("fine-tuning", rows, artifacts.adapter, settings.training, models, watch)


def _train_control(
    artifacts: ArtifactFolder, settings: RunSettings, models: ModelsInUse, watch: Stopwatch
) -> None:
    """Train for as many steps on the helpful rows alone: the same training without the constitution."""
    if is_trained(artifacts.control):
        return
    rows = [json.loads(line) for line in artifacts.supervised.read_text(encoding="utf-8").splitlines()]
    helpful = [row for row in rows if row["kind"] == "helpful"]
    steps = read_report(artifacts.adapter).steps
    as_many_steps = dataclasses.replace(settings.training, steps=steps)
    _fit("fine-tuning the control", helpful, artifacts.control, as_many_steps, models, watch)


def _fit(
    step_name: str,
    rows: Sequence[Mapping[str, Any]],
    folder: Path,
    settings: SupervisedSettings,
    models: ModelsInUse,
    watch: Stopwatch,
) -> None:
    base = models.base()
    with watch.step(step_name, 1):
        trained = train_adapter(
            base.model,
            base.tokenizer,
            rows,
            folder,
            settings,
            lambda step, steps: watch.report(Progress(step_name, step, steps)),
        )
    models.use_trained(trained, folder)


def _measure(
    phase: Phase,
    artifacts: ArtifactFolder,
    constitution: Constitution,
    settings: RunSettings,
    texts: Texts,
    models: ModelsInUse,
    watch: Stopwatch,
) -> None:
    # The control is there for the primary measure alone.
    prompts = [] if phase == "control" else texts.held_out_prompts(settings.evaluated_prompts)
    held_out = HeldOut(texts.pairs, prompts)
    margins, answers = RecordFile(artifacts.margins), RecordFile(artifacts.answers)
    if is_measured(phase, held_out, margins, answers):
        return
    adapter = {"before": None, "after": artifacts.adapter, "control": artifacts.control}[phase]
    model = models.with_adapter(adapter) if adapter else models.base()
    with watch.step(f"measuring {phase}", held_out.items) as advance:
        measure(
            phase,
            model,
            held_out,
            constitution_sha256=constitution.sha256,
            settings=settings,
            margins=margins,
            answers=answers,
            on_done=advance,
        )
