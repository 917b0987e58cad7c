"""Real TRL on rows that people and judge share."""

import dataclasses
import shutil
from pathlib import Path

from tests.training_bridge.people.people import comparison, read_items, write_comparisons
from tests.training_bridge.training.folders import SETTINGS, context_of
from training_bridge.people.settings import PeopleSettings
from training_bridge.run_context import RunContext
from training_bridge.stages import dpo, human_feedback, reward
from training_bridge.training.report import read_report


def test_trl_learns_from_pairs_of_people_and_judge_together(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path
) -> None:
    run = tmp_path / "run"
    settings = dataclasses.replace(SETTINGS, people=PeopleSettings(items=6, helpful_share=0.5, share=0.5))
    context = context_of(run, tiny_model_folder, settings=settings)
    for name in ("models/sft", "weights"):
        shutil.copytree(undisturbed.artifacts.root / name, run / name, symlinks=True)
    human_feedback.write_data(context)
    write_comparisons(run, [comparison(item, "person-1", "second") for item in read_items(run)])
    human_feedback.run(context)
    found = human_feedback.figures(context)
    assert found is not None
    assert found["mixture"]["people"] == found["mixture"]["judge"] > 0
    for stage, name in ((reward, "reward"), (dpo, "dpo")):
        stage.run(context)
        assert read_report(context.artifacts.model_of(name)).steps > 0
        figures = stage.figures(context)
        assert figures is not None
        assert figures["rows"] == sum(found["rows"][name].values())
